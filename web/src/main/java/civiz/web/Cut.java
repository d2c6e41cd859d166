package civiz.web;

import java.util.Locale;

/** Why the server ends a viewer: what the close frame tells it (RFC 6455, 7.4.1), and how such ends are counted. */
enum Cut {
  /** It was let in, and then took nothing: neither its first frame nor a ping was ever answered. */
  ABSENT(1008, "the first message was not taken"),
  /** It did not take a frame for as long as {@link Patience#frame} says. */
  STALLED(1008, "too slow"),
  /** It did not answer a ping for as long as {@link Patience#pong} says, whatever a proxy has taken for it. */
  SILENT(1008, "a ping was not answered"),
  /** It sent a message. */
  TALKATIVE(1008, "no messages are expected"),
  /** It sent more pings and pongs than {@link Viewer#MOST_CONTROLS}. */
  FLOODING(1008, "too many pings or pongs"),
  /** It sent what is no WebSocket; the server's library has told it 1002, 1007 or 1009. */
  MALFORMED(1002, "not a WebSocket"),
  /** Others from its address were faster: {@link Refusal#ADDRESS_FULL} after the upgrade (IANA: try again later). */
  CROWDED(1013, "too many viewers from your address"),
  /** The process ends. */
  GOING_AWAY(1001, "the server goes away");

  /** The close frame's code. */
  final int code;
  /** The close frame's reason. */
  final String text;

  Cut(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** As a metric's label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
