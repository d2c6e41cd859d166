package civiz.collector.source;

import java.time.Duration;

/**
 * How long a client of a stream waits for what. A record, so that tests need not wait for minutes.
 *
 * @param tcpStep   network errors: the wait grows by this much each time
 * @param tcpMost   … up to this
 * @param httpFirst HTTP errors: the first wait, which doubles each time
 * @param httpMost  … up to this
 * @param rateFirst rate limiting, 420 or 429: the first wait, which doubles each time
 * @param rateMost  … up to this
 * @param silence   after so long without a byte the connection is dead
 * @param steady    a connection that held so long was a success, after which waits begin small again
 */
record StreamTiming(Duration tcpStep, Duration tcpMost, Duration httpFirst, Duration httpMost,
    Duration rateFirst,
    Duration rateMost, Duration silence, Duration steady) {

  /**
   * What X documents for v1.1 ("Connecting to a streaming endpoint", and Twitter4J quotes it): network errors by
   * 250 ms up to 16 s, HTTP errors from 10 s doubling to 240 s, 420 from one minute doubling, for which the end
   * is ours. The server sends at least a blank line every 30 s, and three of them missing mean a dead connection.
   */
  static final StreamTiming V1 = new StreamTiming(Duration.ofMillis(250), Duration.ofSeconds(16),
      Duration.ofSeconds(10), Duration.ofSeconds(240), Duration.ofMinutes(1), Duration.ofMinutes(16),
      Duration.ofSeconds(90), Duration.ofSeconds(30));
}
