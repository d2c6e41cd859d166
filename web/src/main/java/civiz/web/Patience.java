package civiz.web;

import java.time.Duration;

/**
 * How long a viewer, and whoever may become one, is waited for.
 *
 * @param request to send a whole request
 * @param frame   to take a frame: at most some 100 KB
 * @param ping    between two pings, in whole seconds: inside the 55 s after which Heroku's router gives up
 * @param pong    to answer a ping. A router before it may hold 1 MB, and the kernels on the way more, which all has to
 *                be taken first
 * @param close   to take the close frame, before its connection is dropped
 * @param drain   to take what there is when the process ends, which the platform kills 30 s after it has asked it to
 */
record Patience(Duration request, Duration frame, Duration ping, Duration pong, Duration close,
    Duration drain) {
  static final Patience DEFAULT = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(30),
      Duration.ofSeconds(25),
      Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(8));
}
