package civiz.web;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process takes leave of its viewers: each gets what the log still has, and then a close frame which says when
 * to come back, so that whoever takes over is not overrun. Who does not take it in time is left behind, and finds
 * what it missed in the next one's log. Runs on the thread that ends the process, when the logs have stopped growing.
 */
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
  /** For the close frames of those who did not. */
  private static final Duration LAST_WORD = Duration.ofSeconds(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Nobody comes back earlier: a process takes at least this long to start. */
  static final double FIRST_SECONDS = 1;
  /** What one process greets without delay: each gets a snapshot. */
  static final int RETURNS_PER_SECOND = 1000;
  /** However few they are: where the next process starts slowly, they would come in step. */
  static final double LEAST_SPREAD_SECONDS = 3;
  /** However many they are: nobody watches a map that stands still for longer. */
  static final double MOST_SPREAD_SECONDS = 10;

  private final Collection<Feed> feeds;
  private final Duration drain;
  private final double spread;

  /**
   * Of all viewers of all areas.
   *
   * @param drain for viewers to take what there is
   */
  Farewell(Collection<Feed> feeds, Duration drain) {
    this.feeds = feeds;
    this.drain = drain;
    spread = spreadSeconds(viewers());
  }

  /** Over how long a time the viewers are spread. */
  static double spreadSeconds(int viewers) {
    return Math.clamp((double) viewers / RETURNS_PER_SECOND, LEAST_SPREAD_SECONDS, MOST_SPREAD_SECONDS);
  }

  /** The reason of a close frame, as contract/README.md has it. */
  private String reason() {
    double wait = FIRST_SECONDS + spread * ThreadLocalRandom.current().nextDouble();
    return String.format(Locale.ROOT, "retry %.3f", wait);
  }

  private int viewers() {
    return feeds.stream().mapToInt(Feed::viewers).sum();
  }

  /** Returns when all have gone, or their time is over. */
  void say() {
    int before = viewers();
    feeds.forEach(feed -> feed.log.seal());
    repeat(drain, feed -> feed.finish(this::reason));
    int late = viewers();
    repeat(LAST_WORD, feed -> feed.dismiss(this::reason));
    LOG.atInfo().addKeyValue("viewers", before).addKeyValue("late", late).addKeyValue("left", viewers())
        .log("took leave of the viewers");
  }

  private void repeat(Duration most, Consumer<Feed> step) {
    long deadline = System.nanoTime() + most.toNanos();
    while (viewers() > 0 && System.nanoTime() < deadline) {
      feeds.forEach(step);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
