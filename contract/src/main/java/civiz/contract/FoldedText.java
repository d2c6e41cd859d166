package civiz.contract;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text as filters compare it: compatibility decomposition (Unicode, NFKD) without marks, in lower case, with single blanks.
 *
 * @param text folded
 */
record FoldedText(String text) {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BLANKS = Pattern.compile("\\p{IsWhite_Space}+");
  /** They write without blanks between words: what is looked for may stand anywhere. */
  private static final Set<UnicodeScript> UNSPACED = Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
      UnicodeScript.KATAKANA, UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER,
      UnicodeScript.MYANMAR);

  /** What a filter reads of a post: its text and its place's name. */
  static FoldedText of(Post post) {
    return new FoldedText(fold(post.text() + '\n' + (post.place() == null ? "" : post.place().name())));
  }

  static String fold(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return singleBlanks(bare.toLowerCase(Locale.ROOT));
  }

  static String singleBlanks(String text) {
    return BLANKS.matcher(text).replaceAll(" ");
  }

  /**
   * Whether it has a folded word or phrase that begins where a word begins.
   *
   * @param whole whether that must also end where a word ends
   */
  boolean has(String words, boolean whole) {
    int first = words.codePointAt(0);
    boolean anywhere = UNSPACED.contains(UnicodeScript.of(first))
        || (!isLetter(first) && first != '#' && first != '@');
    for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      int end = at + words.length();
      boolean begins = anywhere || at == 0 || !isLetter(text.codePointBefore(at));
      if (begins && (!whole || end == text.length() || !isLetter(text.codePointAt(end)))) return true;
    }
    return false;
  }

  /** A letter or a number of any script: {@code \p{L}} or {@code \p{N}}. */
  private static boolean isLetter(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetter(codePoint) || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }
}
