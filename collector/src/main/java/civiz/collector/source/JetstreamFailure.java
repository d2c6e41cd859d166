package civiz.collector.source;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Why a Jetstream could not be opened or has ended, in words of ours: one line, nothing that the server wrote. */
final class JetstreamFailure {
  static final StreamFailure SILENT = network("the server was silent for too long");

  private JetstreamFailure() {}

  static StreamFailure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      StreamFailure why = switch (cause) {
        case WebSocketHandshakeException e -> ofStatus(e.getResponse().statusCode());
        case HttpTimeoutException e -> network("the server did not answer in time");
        case UnresolvedAddressException e -> network("the server's name is unknown, check JETSTREAM_URLS");
        case UnknownHostException e -> network("the server's name is unknown, check JETSTREAM_URLS");
        case SSLException e -> network("no TLS connection, check JETSTREAM_URLS");
        case ProtocolException e -> network("the server does not speak WebSocket");
        default -> null;
      };
      if (why != null) return why;
    }
    return failure instanceof ConnectException || failure.getCause() instanceof ConnectException
        ? network("no server listens, check JETSTREAM_URLS")
        : StreamFailure.LOST;
  }

  /** Of a close frame (RFC 6455, section 7.4). */
  static StreamFailure ofClose(int code) {
    return network("the server closed the connection with code " + code);
  }

  private static StreamFailure ofStatus(int status) {
    String why = "the server answers " + status;
    if (status == 429) return new StreamFailure(StreamFailure.Kind.RATE, why + ": too many connections");
    return status >= 400 && status < 500
        ? new StreamFailure(StreamFailure.Kind.REFUSED, why + ": check JETSTREAM_URLS")
        : new StreamFailure(StreamFailure.Kind.HTTP, why);
  }

  private static StreamFailure network(String why) {
    return new StreamFailure(StreamFailure.Kind.NETWORK, why);
  }
}
