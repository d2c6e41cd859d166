package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page's style sheets as one file: a browser would learn of those that one imports only when that one has come. Pure
 * functions.
 */
final class Styles {
  private static final Pattern IMPORT = Pattern.compile("@import \"([^\"]+)\";");

  private Styles() {}

  /**
   * A style sheet with what it imports in place.
   *
   * @param files by their path in the page's folder
   * @throws IllegalStateException when it imports what is not there
   */
  static byte[] joined(byte[] sheet, Map<String, byte[]> files) {
    return IMPORT.matcher(new String(sheet, UTF_8)).replaceAll(found -> {
      byte[] imported = files.get(found.group(1));
      if (imported == null)
        throw new IllegalStateException(
            "a style sheet imports %s, which is not there".formatted(found.group(1)));
      return Matcher.quoteReplacement(new String(imported, UTF_8));
    }).getBytes(UTF_8);
  }
}
