package civiz.collector.source;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;

/**
 * Why a feed could not be read. The message is for the status and the log: written here, never taken from the server,
 * so that it is one line and holds no secret.
 */
final class GeoJsonFailure extends Exception {
  private static final long serialVersionUID = 1;

  /** Whether a person must change something. */
  final boolean lasting;
  /** How long the server wants us to stay away; zero where it said nothing. */
  final Duration away;

  private GeoJsonFailure(String why, boolean lasting, Duration away) {
    super(why);
    this.lasting = lasting;
    this.away = away;
  }

  /** Most likely gone in a moment. */
  static GeoJsonFailure passing(String why) {
    return new GeoJsonFailure(why, false, Duration.ZERO);
  }

  /** The answer has more bytes than are read. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** A person must change something. */
  static GeoJsonFailure lasting(String why) {
    return new GeoJsonFailure(why, true, Duration.ZERO);
  }

  /**
   * An answer that is not the feed.
   *
   * @param away what its Retry-After says
   */
  static GeoJsonFailure ofStatus(int code, Duration away) {
    String why = "the server answers " + code;
    return switch (code) {
      case 401, 403 ->
        lasting(why + ": check that the URL in GEOJSON_FEEDS may be read without login, or its token");
      case 404, 410 -> lasting(why + ": there is no feed, check the URL in GEOJSON_FEEDS");
      case 301, 302, 303, 307, 308 ->
        lasting(why + ": it redirects to http, to nowhere or in circles, check the URL in GEOJSON_FEEDS");
      case 429 -> new GeoJsonFailure(why + ": we ask too often", false, away);
      case 503 -> new GeoJsonFailure(why + ": it is busy", false, away);
      case 408, 425 -> passing(why);
      default -> code >= 400 && code < 500
          ? lasting(why + ": check the URL in GEOJSON_FEEDS")
          : passing(why);
    };
  }

  /** The connection could not be made, or broke. */
  static GeoJsonFailure ofNetwork(IOException failure) {
    if (failure instanceof TooLong) {
      return lasting("the answer is longer than %d MB, ask for fewer features"
          .formatted(GeoJsonClient.MOST_BYTES >> 20));
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String why = switch (cause) {
        case HttpTimeoutException e -> "the server was silent for too long";
        case UnresolvedAddressException e -> "the server's name is unknown, check the URL in GEOJSON_FEEDS";
        case SSLException e -> "no TLS connection, check the URL in GEOJSON_FEEDS";
        case EOFException e -> "the answer ends too soon";
        case ZipException e -> "the answer is not the gzip that it says it is";
        default -> null;
      };
      if (why != null) return passing(why);
    }
    return passing(failure instanceof ConnectException
        ? "no server listens, check the URL in GEOJSON_FEEDS"
        : "the connection was lost");
  }
}
