package civiz.collector.source;

import civiz.collector.source.StreamFailure.Kind;
import civiz.contract.Limits;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What it means for the next attempt that X's API refused a request, ended the stream or could not be reached, and
 * what a person can check.
 */
final class XFailure {
  /** X's windows for rate limits are 15 minutes long; a reset much later than that is a wrong clock. */
  private static final Duration WINDOW = Duration.ofMinutes(20);
  /** A reset sooner than the documented first wait after a 429 is left to the backoff. */
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  /** The last second of the year 9999: no header makes a time that can't be written. */
  private static final long LATEST = 253_402_300_799L;

  private XFailure() {}

  /**
   * X answered with something else than what was asked for.
   *
   * @param status  of HTTP, not 2xx
   * @param problem the name in its body, see {@link XProblem#nameIn}
   * @param now     the time
   */
  static StreamFailure ofAnswer(int status, HttpHeaders headers, String problem, Instant now) {
    String why = "X answers " + status;
    return switch (status) {
      case 401 -> new StreamFailure(Kind.FINAL, why + ": check X_BEARER_TOKEN, then start again");
      case 402 -> new StreamFailure(Kind.REFUSED, why + ": check that the X account has credits");
      case 403 -> new StreamFailure(Kind.FINAL, why + ": check that the app of X_BEARER_TOKEN is in a project"
          + " that may use the filtered stream, then start again");
      case 404, 410 -> new StreamFailure(Kind.REFUSED, why + ": check X_API_BASE_URL");
      case 409 -> new StreamFailure(Kind.HTTP, why + ": it knows no rules yet");
      case 429 -> ofRateLimit(problem, reset(headers, now));
      default -> status < 500
          ? new StreamFailure(Kind.REFUSED, why + ": check X_API_BASE_URL and X_RULE")
          : new StreamFailure(Kind.HTTP, why);
    };
  }

  private static StreamFailure ofRateLimit(String problem, @Nullable Instant reset) {
    return switch (problem) {
      case "TooManyConnections", "UsageCapExceeded" -> ofProblem(problem);
      default ->
        new StreamFailure(Kind.RATE, "X answers 429: too many requests with this X_BEARER_TOKEN", reset);
    };
  }

  /** X ends the stream; the name is of the world. */
  static StreamFailure ofProblem(String name) {
    return switch (name) {
      case "TooManyConnections" -> new StreamFailure(Kind.RATE,
          "X allows no second connection: check that no other program uses this X_BEARER_TOKEN");
      case "UsageCapExceeded" -> new StreamFailure(Kind.RATE,
          "the X account's cap of posts is reached: check its plan");
      case "UpstreamOperationalDisconnect", "OperationalDisconnect", "operational-disconnect" ->
        new StreamFailure(Kind.NETWORK, "X ended the stream for operational reasons");
      default -> new StreamFailure(Kind.HTTP, "X ended the stream: " + Limits.quote(name));
    };
  }

  /** There was no answer, or it broke off. */
  static StreamFailure ofNetwork(Exception failure) {
    if (isCause(failure, UnknownHostException.class) || isCause(failure, UnresolvedAddressException.class)) {
      return new StreamFailure(Kind.NETWORK, "the name of X's server is unknown, check X_API_BASE_URL");
    }
    if (isCause(failure, HttpTimeoutException.class)) {
      return new StreamFailure(Kind.NETWORK, "X was silent for too long");
    }
    if (isCause(failure, ConnectException.class)) {
      return new StreamFailure(Kind.NETWORK, "no server listens, check X_API_BASE_URL");
    }
    if (isCause(failure, SSLException.class)) {
      return new StreamFailure(Kind.NETWORK, "no TLS connection, check X_API_BASE_URL");
    }
    return StreamFailure.LOST;
  }

  private static boolean isCause(Throwable failure, Class<? extends Exception> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) return true;
    }
    return false;
  }

  /** When X takes requests again, where it says that none is left. */
  private static @Nullable Instant reset(HttpHeaders headers, Instant now) {
    boolean left = headers.firstValue("x-rate-limit-remaining").filter(number -> !number.equals("0"))
        .isPresent();
    if (left) return null;
    try {
      long seconds = headers.firstValueAsLong("x-rate-limit-reset").orElse(0);
      Instant reset = Instant.ofEpochSecond(Math.clamp(seconds, 0, LATEST));
      boolean sound = reset.isAfter(now.plus(FIRST_WAIT)) && reset.isBefore(now.plus(WINDOW));
      return sound ? reset : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
