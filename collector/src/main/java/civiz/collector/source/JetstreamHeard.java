package civiz.collector.source;

import java.net.http.WebSocket;

/** What {@link JetstreamConnection} hears of its server, in this order: open, messages, the end. */
sealed interface JetstreamHeard {
  /** The server took the subscription. */
  record Open(WebSocket webSocket) implements JetstreamHeard {}

  /** A whole text message. */
  record Message(String text) implements JetstreamHeard {}

  /** The connection was not opened, or is over. */
  record End(StreamFailure why) implements JetstreamHeard {}
}
