package civiz.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which posts someone wants, in the grammar of contract/README.md, "Filters". Immutable, callable from any thread. The
 * page has the same in JavaScript; the golden cases of {@code filters.json} hold for both.
 */
public final class PostFilter {
  /** In UTF-16 units; a filter that is longer was not written by hand. */
  public static final int MOST_LETTERS = 500;

  private static final Pattern TERM = Pattern.compile("(-?)(?:[\"“”]([^\"“”]*)(?:[\"“”]|$)|(\\S+))",
      Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern KEYED = Pattern.compile("(lang|source|has|is):(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern LINK = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Predicate<Post>> FLAGS = Map.of(
      "has:media", post -> !post.media().isEmpty(),
      "has:link", post -> LINK.matcher(post.text()).find(),
      "is:point", Post::exact,
      "is:place", post -> !post.exact());

  private final List<Term> terms;

  /** One condition, as it is written in short. */
  private record Term(String text, Predicate<Post> condition) {
    Term negated() {
      return new Term("-" + text, condition.negate());
    }
  }

  private PostFilter(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * Reads a filter.
   *
   * @throws IllegalArgumentException naming the term that can't be understood, or a filter that is too long
   */
  public static PostFilter parse(String text) {
    Limits.requireLength("the filter", text, MOST_LETTERS);
    List<Term> terms = new ArrayList<>();
    Matcher written = TERM.matcher(text);
    while (written.find()) {
      String phrase = written.group(2);
      Term term = phrase == null ? bare(written.group(3)) : phrase(phrase);
      if (term != null) terms.add(written.group(1).isEmpty() ? term : term.negated());
    }
    return new PostFilter(terms);
  }

  private static @Nullable Term phrase(String phrase) {
    String words = FoldedText.fold(phrase).strip();
    if (words.isEmpty()) return null;
    return new Term('"' + FoldedText.singleBlanks(phrase.strip()) + '"',
        post -> FoldedText.of(post).has(words, true));
  }

  private static @Nullable Term bare(String bare) {
    Matcher keyed = KEYED.matcher(bare);
    if (keyed.matches()) {
      return keyed(bare, keyed.group(1).toLowerCase(Locale.ROOT), keyed.group(2).toLowerCase(Locale.ROOT));
    }
    String word = FoldedText.fold(bare);
    if (word.isEmpty() || "-".equals(word) || "#".equals(word) || "@".equals(word)) return null;
    if (word.startsWith("#")) return new Term(bare, post -> isTagged(post, word));
    if (word.startsWith("@")) return new Term(bare, post -> isOf(post, word));
    return new Term(bare, post -> FoldedText.of(post).has(word, false));
  }

  private static Term keyed(String written, String key, String value) {
    String text = key + ":" + value;
    Predicate<Post> condition = value.isEmpty() ? null : switch (key) {
      case "lang" -> post -> speaks(post, value);
      case "source" -> post -> post.source().equals(value);
      default -> FLAGS.get(text);
    };
    if (condition == null) {
      throw new IllegalArgumentException(
          "the filter's %s is nothing that there is".formatted(Limits.quote(written)));
    }
    return new Term(text, condition);
  }

  private static boolean speaks(Post post, String language) {
    String lang = post.lang() == null ? "" : post.lang().toLowerCase(Locale.ROOT);
    return lang.equals(language) || lang.startsWith(language + "-");
  }

  private static boolean isTagged(Post post, String tag) {
    return post.hashtags().stream().anyMatch(hashtag -> FoldedText.fold(hashtag).equals(tag.substring(1)))
        || FoldedText.of(post).has(tag, true);
  }

  private static boolean isOf(Post post, String handle) {
    Post.Author author = post.author();
    String own = author == null || author.handle() == null ? "" : FoldedText.fold(author.handle());
    return own.equals(handle.substring(1)) || FoldedText.of(post).has(handle, true);
  }

  /** Its terms in their shortest writing. */
  public List<String> terms() {
    return terms.stream().map(Term::text).toList();
  }

  /** Whether a post is wanted. */
  public boolean matches(Post post) {
    return terms.stream().allMatch(term -> term.condition().test(post));
  }
}
