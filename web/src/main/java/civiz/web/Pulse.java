package civiz.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens by the clock, once a second on a thread named "pulse": status, age, pings of viewers and of Redis. */
final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  /** Redis is pinged once in so many: three pings fit into the silence that counts as death. */
  private static final int REDIS_PULSES = 5;

  private final Collection<Feed> feeds;
  private final Subscribers subscribers;
  private final Duration retention;
  private final Thread thread = Thread.ofPlatform().name("pulse").daemon().unstarted(this::run);

  Pulse(Collection<Feed> feeds, Subscribers subscribers, Duration retention) {
    this.feeds = feeds;
    this.subscribers = subscribers;
    this.retention = retention;
  }

  void start() {
    thread.start();
  }

  private void run() {
    for (int pulses = 1;; pulses++) {
      try {
        TimeUnit.SECONDS.sleep(1);
        if (pulses % REDIS_PULSES == 0) subscribers.ping();
        Instant now = subscribers.clock().instant();
        for (Feed feed : feeds)
          feed.pulse(now, now.minus(retention), System.nanoTime());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("pulse failed");
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
