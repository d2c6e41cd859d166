package civiz.collector;

import civiz.contract.Environment;
import civiz.contract.Limits;
import civiz.contract.Post;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept out of the feed. Words and phrases are found in a post's text, hashtags and names, in any case and in
 * full- or half-width letters, also with invisible characters between them; as whole words, in scripts that divide
 * words. Immutable, callable from any thread.
 */
public final class Blocklist {
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  /** In other scripts words stand side by side without a blank. */
  private static final Set<Character.UnicodeScript> UNDIVIDED = Set.of(Character.UnicodeScript.HAN,
      Character.UnicodeScript.HIRAGANA, Character.UnicodeScript.KATAKANA, Character.UnicodeScript.THAI,
      Character.UnicodeScript.LAO, Character.UnicodeScript.KHMER, Character.UnicodeScript.MYANMAR);

  private final @Nullable Pattern words;
  private final Set<String> ids;
  private final Set<String> handles;

  /**
   * @param words   words or phrases
   * @param authors ids, {@code source:native}, or handles with an at sign
   */
  Blocklist(List<String> words, List<String> authors) {
    List<String> plain = words.stream().map(Blocklist::plain).map(String::strip)
        .filter(word -> !word.isEmpty()).toList();
    this.words = plain.isEmpty()
        ? null
        : Pattern.compile(plain.stream().map(Blocklist::pattern).collect(Collectors.joining("|")));
    ids = new HashSet<>();
    handles = new HashSet<>();
    for (String author : authors) {
      if (author.startsWith("@")) handles.add(plain(author.substring(1)));
      else ids.add(author);
    }
  }

  /** Reads BLOCK_WORDS, by commas, and BLOCK_AUTHORS, by commas or blanks; mistakes stay in the environment. */
  static Blocklist read(Environment environment) {
    List<String> words = parts(environment.text("BLOCK_WORDS", ""), ",");
    List<String> authors = parts(environment.text("BLOCK_AUTHORS", ""), "[,\\s]");
    for (String author : authors) {
      if (!author.matches("@[^@:]+|[a-z0-9][a-z0-9-]*:[\\x21-\\x7e]+")) {
        environment.mistake("BLOCK_AUTHORS",
            Limits.quote(author) + " is neither source:id nor @handle");
      }
    }
    return new Blocklist(words, authors);
  }

  private static List<String> parts(String value, String separator) {
    return Arrays.stream(value.split(separator)).map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  private static String plain(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return BLANKS.matcher(INVISIBLE.matcher(folded).replaceAll("")).replaceAll(" ");
  }

  private static String pattern(String word) {
    int first = word.codePointAt(0);
    int last = word.codePointBefore(word.length());
    return (divided(first) ? "(?<![\\p{L}\\p{N}_])" : "") + Pattern.quote(word)
        + (divided(last) ? "(?![\\p{L}\\p{N}_])" : "");
  }

  private static boolean divided(int character) {
    return Character.isLetterOrDigit(character)
        && !UNDIVIDED.contains(Character.UnicodeScript.of(character));
  }

  /** Whether it blocks nothing at all. */
  boolean isEmpty() {
    return words == null && ids.isEmpty() && handles.isEmpty();
  }

  /** Whether the post is to be kept out. */
  boolean blocks(Post post) {
    if (isOf(post.author())) return true;
    return words != null && texts(post).anyMatch(text -> words.matcher(plain(text)).find());
  }

  private boolean isOf(Post.@Nullable Author author) {
    if (author == null) return false;
    if (author.id() != null && ids.contains(author.id())) return true;
    return author.handle() != null && !handles.isEmpty() && handles.contains(plain(author.handle()));
  }

  private static Stream<String> texts(Post post) {
    Post.Author author = post.author();
    Post.Place place = post.place();
    Stream<@Nullable String> names = Stream.of(post.text(), author == null ? null : author.name(),
        place == null ? null : place.name());
    Stream<@Nullable String> alternatives = post.media().stream().map(Post.Media::alt);
    return Stream.of(names, post.hashtags().stream(), alternatives).flatMap(Function.identity())
        .filter(Objects::nonNull);
  }
}
