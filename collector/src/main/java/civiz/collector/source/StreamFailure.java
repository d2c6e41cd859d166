package civiz.collector.source;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import twitter4j.TwitterException;

/**
 * Why a stream could not be opened or has ended.
 *
 * @param kind how to go on
 * @param why  for the status and the log: what happened and, where a person can help, what to check. Written
 *             here, never taken from the server, so that it is one line and holds no secret.
 * @param until when to try again, where the server named the time; else null
 */
record StreamFailure(Kind kind, String why, @Nullable Instant until) {
  /** A failure after which the backoff says how long to wait. */
  StreamFailure(Kind kind, String why) {
    this(kind, why, null);
  }

  /** What a failure means for the next attempt. */
  enum Kind {
    /** The network or the server's end of the connection: most likely gone in a moment. */
    NETWORK,
    /** The server has a problem, or wants us to stay away for a while. */
    HTTP,
    /** We connect too often. */
    RATE,
    /** A person must change something. */
    REFUSED,
    /** A person must change something, and start the collector again: more attempts would make it worse. */
    FINAL
  }

  static final StreamFailure LOST = new StreamFailure(Kind.NETWORK, "the connection was lost");

  /** The JDK's words where an error has no body: Twitter4J then knows no status code. */
  private static final Pattern CODE = Pattern.compile("Server returned HTTP response code: (\\d{3}) ");

  static StreamFailure of(Exception failure) {
    int code = failure instanceof TwitterException e ? code(e) : -1;
    return code > 0 ? ofStatus(code) : ofNetwork(failure);
  }

  /**
   * The server said that it ends the stream, and why. Codes 2 and 7 mean that another connection with the same
   * credentials took its place: two that return at once would push each other out for ever.
   */
  static StreamFailure ofNotice(int code) {
    String why = "the server ended the stream with code " + code;
    return switch (code) {
      case 2, 7 -> new StreamFailure(Kind.HTTP, why
          + ": another connection uses the same credentials, check that no second program has them");
      default -> new StreamFailure(Kind.NETWORK, why);
    };
  }

  private static StreamFailure ofStatus(int code) {
    String check = switch (code) {
      case 401 -> "check the four OAuth values TWITTER4J_… and this machine's clock";
      case 403 -> "check that the account may use this stream (X itself switched it off in 2023)";
      case 404, 410 -> "check TWITTER4J_STREAM_BASE_URL";
      case 406, 413, 416 ->
        "check AREAS: boxes of 0.1 degrees or more, no more of them than the server takes";
      default -> null;
    };
    String why = "the server answers " + code;
    if (check != null) return new StreamFailure(Kind.REFUSED, why + ": " + check);
    boolean rate = code == 420 || code == 429;
    return rate
        ? new StreamFailure(Kind.RATE, why + ": too many connections with these credentials")
        : new StreamFailure(Kind.HTTP, why);
  }

  private static int code(TwitterException e) {
    if (e.getStatusCode() > 0) return e.getStatusCode();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException) return 404;
      Matcher code = CODE.matcher(String.valueOf(cause.getMessage()));
      if (code.find()) return Integer.parseInt(code.group(1));
    }
    return -1;
  }

  private static StreamFailure ofNetwork(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String why = switch (cause) {
        case SocketTimeoutException e -> "the server was silent for too long";
        case UnknownHostException e -> "the server's name is unknown, check TWITTER4J_STREAM_BASE_URL";
        case ConnectException e -> "no server listens, check TWITTER4J_STREAM_BASE_URL";
        case SSLException e -> "no TLS connection, check TWITTER4J_STREAM_BASE_URL";
        default -> null;
      };
      if (why != null) return new StreamFailure(Kind.NETWORK, why);
    }
    return LOST;
  }
}
