package civiz.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a post may hold. Every check names the field, in the notation of its JSON, and quotes only a short and
 * printable part of the value, so that the message is safe in a log line.
 */
public final class Limits {
  /** A post's JSON in UTF-8: one fits any reader's buffer, and ten thousand fit a small dyno. */
  public static final int POST_BYTES = 32 * 1024;
  /** Text, in UTF-16 units: X's longest post is 25,000 weighted characters, which no map card shows. */
  public static final int TEXT = 10_000;
  /** Names of people and places, and alternative texts, in UTF-16 units. */
  public static final int NAME = 1_000;
  /** An address, in characters: what browsers and proxies agree to pass. */
  public static final int URL = 2_048;
  /** Hashtags of a post. */
  public static final int HASHTAGS = 100;
  /** Media of a post. */
  public static final int MEDIA = 20;

  /** A language tag, in characters: RFC 5646, section 4.4.1. */
  public static final int LANG = 35;
  /** Levels of objects and arrays in a post, so that no reader of it runs out of stack. */
  public static final int DEPTH = 64;

  private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9-]{0,29}");
  private static final Pattern ID = Pattern.compile(SOURCE + ":[\\x21-\\x7e]{1,200}");
  /** Host and what follows, as browsers read it; no user, no blank, nothing invisible. */
  private static final Pattern WEB_URL = Pattern
      .compile(
          "(?i:https?)://[^\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}<>\"\\\\/?#@:][^\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}<>\"\\\\/?#@]*"
              + "([/?#][^\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}<>\"]*)?");

  private Limits() {}

  /** {@code source:native}: a source's name, a colon, 1 to 200 printable ASCII characters without a space. */
  static String requireId(String field, String id) {
    if (!isId(id)) {
      throw new IllegalArgumentException(field + " " + quote(id) + " is not source:native-id");
    }
    return id;
  }

  /** Whether a post may have it. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Whether it may stand before the colon of an id. */
  public static boolean isSource(String name) {
    return SOURCE.matcher(name).matches();
  }

  static void requireLength(String field, @Nullable String value, int limit) {
    if (value != null && value.length() > limit) {
      throw new IllegalArgumentException(
          "%s has %d characters, more than %d".formatted(field, value.length(), limit));
    }
  }

  static void requireCount(String field, int count, int limit) {
    if (count > limit) {
      throw new IllegalArgumentException("%s has %d entries, more than %d".formatted(field, count, limit));
    }
  }

  static void requireWebUrl(String field, @Nullable String url) {
    if (url == null) return;
    requireLength(field, url, URL);
    if (webUrl(url) == null) {
      throw new IllegalArgumentException(field + " " + quote(url) + " is not an http or https address");
    }
  }

  /**
   * The address when a post may carry it, else null: for sources, which drop a bad link rather than the post.
   * An address is absolute, http or https, has a host and no credentials, and is at most {@link #URL} long. It need
   * not be a URI to the letter of RFC 3986: browsers take umlauts and hosts with an underscore, and so does this.
   */
  public static @Nullable String webUrl(@Nullable String url) {
    return url != null && url.length() <= URL && WEB_URL.matcher(url).matches() ? url : null;
  }

  /** The value for a message: at most 60 characters, in quotes, without anything that could break a line. */
  public static String quote(String value) {
    return '"' + excerpt(value, 60) + '"';
  }

  /** The start of the text, without anything that could break a line. */
  static String excerpt(String text, int most) {
    String start = text.length() > most ? text.substring(0, most) + "…" : text;
    return start.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "?");
  }
}
