package civiz.web;

import java.util.Locale;

/** Why the server ends a viewer: what the close frame tells it (RFC 6455, 7.4.1), and how such ends are counted. */
enum Cut {
  /** It did not take a frame for {@link Viewer#STALL_NANOS}. */
  STALLED(1008, "too slow"),
  /** It did not answer a ping. */
  SILENT(1008, "a ping was not answered"),
  /** It sent a message. */
  TALKATIVE(1008, "no messages are expected"),
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
