package civiz.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader is: {@code epoch:seq}, as it was told.
 *
 * @param epoch of the feed; empty where nothing was ever published
 * @param seq   the latest event it has
 */
record Since(String epoch, long seq) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{0,64}):([0-9]{1,18})");

  /** What the query says, or null when it can't be read. */
  static @Nullable Since parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() ? new Since(matcher.group(1), Long.parseLong(matcher.group(2))) : null;
  }
}
