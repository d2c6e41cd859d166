package civiz.web;

import java.time.Duration;

/**
 * How long a viewer, and whoever may become one, is waited for.
 *
 * @param request to send a whole request
 * @param frame   to take a frame: at most some 100 KB
 * @param pong    to answer a ping. A router before it may hold 1 MB, and the kernels on the way more, which all has to be
 *                taken first
 * @param close   to take the close frame, before its connection is dropped
 */
record Patience(Duration request, Duration frame, Duration pong, Duration close) {
  static final Patience DEFAULT = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(30),
      Duration.ofSeconds(60), Duration.ofSeconds(5));
}
