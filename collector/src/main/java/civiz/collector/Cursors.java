package civiz.collector;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where sources resume, written to a cluster beside the posts, because the node that has a cursor may be away while those
 * of the areas are not. Then it is written later; a cursor that is too old costs a restart some posts read twice, and
 * none published twice.
 */
final class Cursors implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;
  /** Redis answers or fails sooner. */
  private static final long END_SECONDS = 5;

  private final RedisAgreement redis;
  /** By source, what is not written yet. */
  private final Map<String, PendingEvent.Checkpoint> latest = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("cursors").daemon().factory());

  /** @param redis its connection's owner closes that afterwards, and finds out by itself when a password is refused for good */
  Cursors(RedisAgreement redis) {
    this.redis = redis;
    var _ = clock.scheduleWithFixedDelay(this::write, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Callable on any thread. */
  void keep(PendingEvent.Checkpoint checkpoint) {
    latest.put(checkpoint.source(), checkpoint);
  }

  private void write() {
    for (PendingEvent.Checkpoint checkpoint : List.copyOf(latest.values())) {
      try {
        redis.remember(checkpoint);
        latest.remove(checkpoint.source(), checkpoint);
      } catch (RedisFeed.Away | RedisFeed.Refused | RedisFeed.LockedOut e) {
        // the next time
      }
    }
  }

  /** Writes what is not written yet, if that can be done. */
  @Override
  public void close() {
    clock.execute(this::write);
    clock.shutdown();
    try {
      clock.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
