package civiz.collector.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what Twitter4J could not read. Its own messages quote the document, so only their fixed parts and the names
 * of members are passed on.
 */
final class Unreadable {
  private static final Pattern MISSING = Pattern.compile("No value for (\\w{1,40})");
  private static final Pattern MISTYPED = Pattern.compile(
      " at (\\w{1,40}) of type \\S{1,80} cannot be converted to (?:JSON)?(\\w{1,20})$", Pattern.MULTILINE);

  private Unreadable() {}

  /** In a few words, without any text of the document. */
  static String why(Throwable failure) {
    if (failure instanceof StackOverflowError) return "nested too deep";
    if (failure instanceof NumberFormatException) return "a member is not a number";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      Matcher missing = MISSING.matcher(message);
      if (missing.lookingAt()) return missing.group(1) + " is missing";
      Matcher mistyped = MISTYPED.matcher(message);
      if (mistyped.find()) return "%s is not of type %s".formatted(mistyped.group(1), mistyped.group(2));
      if (message.startsWith("Unexpected date format")) return "a date is not of its form";
    }
    return "not a v1.1 message";
  }
}
