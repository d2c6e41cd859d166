package civiz.local;

import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes tweets all the time, and now and then takes one back: the truth that {@link FaultsIT} compares with. Writes
 * on a thread of its own; the other methods are callable from any.
 */
final class Publisher implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(25);
  /** One in so many is a deletion. */
  private static final int DELETION = 12;

  private final TwitterStreamServer server;
  private final Random random;
  private final List<Long> kept = new ArrayList<>();
  private final Set<String> retracted = new HashSet<>();
  private volatile boolean writing;
  private Thread thread;

  Publisher(TwitterStreamServer server, long seed) {
    this.server = server;
    random = new Random(seed);
    resume();
  }

  /** Writes on after {@link #pause}. */
  void resume() {
    writing = true;
    thread = Thread.ofPlatform().name("publisher").start(this::write);
  }

  private void write() {
    while (writing) {
      if (random.nextInt(DELETION) == 0) delete();
      else post();
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  /** Writes one tweet; gives back its post's id. */
  synchronized String post() {
    Tweets tweet = Tweets.at(-87.9 + random.nextDouble() * 0.45, 41.7 + random.nextDouble() * 0.3)
        .text("number " + kept.size());
    server.send(tweet.json());
    kept.add(tweet.id());
    return "x:" + tweet.id();
  }

  private synchronized void delete() {
    if (kept.isEmpty()) return;
    // of the latest ones, so that some are still on their way
    int from = Math.max(0, kept.size() - 30);
    long id = kept.remove(from + random.nextInt(kept.size() - from));
    server.delete(id, 42);
    retracted.add("x:" + id);
  }

  /** The ids of the posts that were written and not taken back. */
  synchronized Set<String> kept() {
    Set<String> ids = new HashSet<>();
    kept.forEach(id -> ids.add("x:" + id));
    return ids;
  }

  /** Counts as kept only what Redis still has after it lost data. */
  synchronized void keepOnly(Set<String> ids) {
    kept.removeIf(id -> !ids.contains("x:" + id));
  }

  /** The ids of those taken back. */
  synchronized Set<String> retracted() {
    return Set.copyOf(retracted);
  }

  /** Pauses. */
  void pause() {
    writing = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    pause();
  }
}
