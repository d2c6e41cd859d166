package civiz.benchmarks;

import org.jspecify.annotations.Nullable;

/** How a server speaks to its viewers. */
enum Dialect {
  /** Raw deflate of lines, a greeting first; {@code since} resumes. */
  CIVIZ("/ws", true),
  /** The collector's messages as text, one a frame or one a line. */
  LINES("/", false),
  /** Engine.IO 4 and Socket.IO 5 on the WebSocket transport: events are {@code 42["post",{…}]}. */
  SOCKET_IO("/socket.io/?EIO=4&transport=websocket", false);

  private final String path;
  private final boolean deflated;

  Dialect(String path, boolean deflated) {
    this.path = path;
    this.deflated = deflated;
  }

  boolean isDeflated() {
    return deflated;
  }

  /** What to ask for. */
  String path(@Nullable String since) {
    return since == null || this != CIVIZ ? path : path + "?since=" + since;
  }
}
