package civiz.collector.source;

import java.time.Duration;

/**
 * How long a poll may take and a failure may keep one away. A record, so that tests need not wait for minutes.
 *
 * @param answer  from the request to the end of the answer
 * @param longest the wait after a failure doubles up to this, or stays at the feed's own where that is longer
 */
record GeoJsonTiming(Duration answer, Duration longest) {
  /** 16 MB over 2 Mbit/s; a feed that comes back is seen before anybody asks. */
  static final GeoJsonTiming USUAL = new GeoJsonTiming(Duration.ofMinutes(1), Duration.ofMinutes(15));
}
