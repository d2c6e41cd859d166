package civiz.collector;

import civiz.contract.CollectorKeys;
import civiz.contract.Retraction;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events in their order, each once. Events come in on any thread and leave on one, "publisher", in batches:
 * the first event after silence leaves at once and alone; while a batch is on its way the next one gathers, so the
 * busier the sources, the fuller the batches, and no event ever waits for a clock.
 *
 * <p>A batch whose answer was lost is sent again, the same, before anything else, until it is answered. When Redis is
 * away or refuses, events wait in a bounded buffer and go out when it takes them again. When a later collector
 * publishes, or on a bug, it stops for good and tells its owner.
 */
final class FeedPublisher implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(FeedPublisher.class);

  /** A batch holds Redis up for a few milliseconds at most. */
  private static final int BATCH_EVENTS = 500;
  private static final long BATCH_BYTES = 1L << 20;
  /** How long what waits may still go out at the end: Heroku kills 30 s after SIGTERM, and sources stop before. */
  private static final Duration FLUSH = Duration.ofSeconds(10);
  /** First and longest pause after a failure; each is shortened at random by up to a half. */
  private static final long PAUSE_NANOS = 100_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;
  private static final long CLOSING_PAUSE_NANOS = 500_000_000L;
  /** How often it looks whether a heartbeat is due. */
  private static final long LOOK_NANOS = 250_000_000L;

  /** Longer than the time-outs of one turn, and short enough for another collector to take over within 15 s. */
  private static final long HANG_NANOS = 8_000_000_000L;
  private static final byte[] NO_STATUS = {};

  private final RedisFeed redis;
  private final Collection<AreaFeed> feeds;
  private final Heartbeat heartbeat;
  private final EventBuffer buffer;
  private final AtomicLong dropped = new AtomicLong();
  private final Consumer<PendingEvent> checkpoints;
  private final Consumer<Throwable> stopped;
  private final Thread thread;
  private volatile long turned = System.nanoTime();
  private volatile boolean closing;
  private volatile long closeBy;

  // of the publisher's thread
  private final String batchIds = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private long batches;
  private @Nullable Batch unsure;
  private @Nullable Batch refused;
  /** Whether Redis has refused posts because its memory is full, and has not taken any since. */
  private boolean full;
  private boolean unmeasured;
  /** How much may still be sent before Redis's memory is looked at again, sooner than with the next heartbeat. */
  private long unseen = Long.MAX_VALUE;
  private @Nullable String trouble;
  private long troubleSince;
  private int failures;
  private long retryAt = System.nanoTime();

  /** Of all areas of the one Redis there is, which also keeps where the sources resume. */
  FeedPublisher(RedisFeed redis, Collection<AreaFeed> feeds, Heartbeat heartbeat, EventBuffer buffer,
      Consumer<Throwable> stopped) {
    this("publisher", redis, feeds, heartbeat, buffer, cursors(redis), stopped);
  }

  /**
   * @param name        of its thread
   * @param redis       used by this thread only; its owner closes it afterwards
   * @param feeds       of the areas it publishes in, which are on one server
   * @param checkpoints told, on this thread, that all before one is in the logs of these areas; as {@code redis} it may
   *                    throw {@link RedisFeed.Away} and {@link RedisFeed.Refused}
   * @param stopped     told once, on this thread, when it stopped for good: {@link RedisFeed.Fenced},
   *                    {@link RedisFeed.LockedOut}, or a bug
   */
  FeedPublisher(String name, RedisFeed redis, Collection<AreaFeed> feeds, Heartbeat heartbeat,
      EventBuffer buffer, Consumer<PendingEvent> checkpoints, Consumer<Throwable> stopped) {
    thread = new Thread(this::run, name);
    this.redis = redis;
    this.feeds = feeds;
    this.heartbeat = heartbeat;
    this.buffer = buffer;
    this.checkpoints = checkpoints;
    this.stopped = stopped;
  }

  private static Consumer<PendingEvent> cursors(RedisFeed redis) {
    RedisAgreement agreement = new RedisAgreement(redis, CollectorKeys.ALL_AREAS);
    return event -> agreement.remember(Objects.requireNonNull(event.checkpoint));
  }

  FeedPublisher start() {
    thread.start();
    return this;
  }

  @Override
  public void add(PendingEvent event) {
    List<PendingEvent> gone = buffer.add(event);
    if (gone.isEmpty()) return;
    gone.forEach(old -> settle(old, Counts.Fate.DROPPED));
    if (dropped.getAndAdd(gone.size()) == 0) {
      LOG.atWarn().log("too many posts wait for Redis; from now on the oldest make room");
    }
  }

  @Override
  public boolean hangs() {
    return thread.isAlive() && System.nanoTime() - turned > HANG_NANOS;
  }

  private void run() {
    try {
      for (Batch batch = next(); batch != null; batch = next())
        send(batch);
    } catch (Throwable e) {
      stopped.accept(e);
    }
  }

  /** Waits for something to send; null when it is time to end. */
  private @Nullable Batch next() {
    while (true) {
      long now = System.nanoTime();
      turned = now;
      if (closing && now - closeBy >= 0) return null;
      boolean pausing = now - retryAt < 0;
      if (unsure != null) {
        if (!pausing) return unsure;
      } else if (heartbeat.isDue(now)) {
        return batch(List.of(), heartbeat.beat(now, refused == null ? null : trouble));
      } else if (!pausing) {
        if (refused != null) return refused;
        List<PendingEvent> events = buffer.take(BATCH_EVENTS, BATCH_BYTES);
        if (!events.isEmpty()) return batch(events, NO_STATUS);
        if (closing) return null;
      }
      if (pausing) {
        buffer.awaitWake(Math.min(LOOK_NANOS, retryAt - now));
      } else {
        buffer.awaitEvent(LOOK_NANOS);
      }
    }
  }

  private Batch batch(List<PendingEvent> events, byte[] status) {
    return new Batch(batchIds + "-" + batches++, events, status, feeds);
  }

  private void send(Batch batch) {
    try {
      for (Batch.Part part : batch.unanswered()) {
        if (!part.feed.hasToken()) part.feed.token(redis.token(part.feed.keys));
        Retraction.OfAuthor wanted = part.wanted();
        if (wanted != null) part.found(redis.postsOf(part.feed.keys, wanted));
      }
      if (batch.isHeartbeat() || unseen < 0) measure();
      unseen -= batch.bytes();
      redis.publish(batch.unanswered());
      for (PendingEvent event : batch.events) {
        if (event.checkpoint != null) checkpoints.accept(event);
      }
      unsure = null;
      if (!batch.isHeartbeat()) {
        refused = null;
        full = false;
      }
      for (PendingEvent event : batch.events)
        settle(event, Counts.Fate.DUPLICATE);
      if (refused == null) {
        succeeded();
      } else {
        // the heartbeat may have made room
        retryAt = System.nanoTime();
      }
    } catch (RedisFeed.Away e) {
      unsure = batch;
      failed("Redis is away; posts wait", String.valueOf(e.getMessage()));
    } catch (RedisFeed.Refused e) {
      unsure = null;
      if (!batch.isHeartbeat()) refused = batch;
      if (e.isOutOfMemory()) makeRoom();
      failed("Redis refuses posts; they wait", String.valueOf(e.getMessage()));
    }
  }

  /** The live map matters more than its past. A heartbeat, which a full Redis takes all the same, trims the logs. */
  private void makeRoom() {
    full = true;
    if (measure()) heartbeat.hurry();
  }

  /**
   * Finds out how long each log may be. When Redis is away nothing changes; what is sent next will tell.
   *
   * @return whether one is longer
   */
  private boolean measure() {
    try {
      LogRoom room = redis.room(feeds.stream().map(feed -> feed.keys).toList());
      int[] limits = room.limits(full);
      unseen = room.step();
      boolean over = false;
      int i = 0;
      for (AreaFeed feed : feeds) {
        over |= room.logs().get(i).events() > limits[i];
        feed.keep(limits[i++]);
      }
      return over;
    } catch (RedisFeed.Refused e) {
      if (!unmeasured) {
        LOG.atWarn().addKeyValue("why", e.getMessage())
            .log("Redis does not tell what memory it has; only their count bounds the events it keeps");
      }
      unmeasured = true;
    } catch (RedisFeed.Away e) {
      // so is what follows
    }
    return false;
  }

  /** @param otherwise what became of a post that is news to no area */
  private static void settle(PendingEvent event, Counts.Fate otherwise) {
    if (event.checkpoint != null || !event.done()) return;
    if (event.isPost()) {
      event.counts.settle(event.published ? Counts.Fate.PUBLISHED : otherwise);
    } else if (event.published) {
      event.counts.retract();
    }
  }

  private void failed(String event, String why) {
    long now = System.nanoTime();
    if (trouble == null) {
      troubleSince = now;
      LOG.atWarn().addKeyValue("why", why).log(event);
    }
    trouble = event + ": " + why;
    long longest = closing ? CLOSING_PAUSE_NANOS : LONGEST_PAUSE_NANOS;
    long pause = Math.min(longest, PAUSE_NANOS << Math.min(failures++, 10));
    retryAt = now + pause - ThreadLocalRandom.current().nextLong(pause / 2);
  }

  private void succeeded() {
    if (trouble == null) return;
    LOG.atInfo().addKeyValue("seconds", (System.nanoTime() - troubleSince) / 1_000_000_000L)
        .addKeyValue("dropped", dropped.getAndSet(0)).log("Redis takes posts again");
    trouble = null;
    failures = 0;
    retryAt = System.nanoTime();
  }

  @Override
  public void close() {
    closeBy = System.nanoTime() + FLUSH.toNanos();
    closing = true;
    buffer.wake();
    try {
      thread.join(FLUSH.plusSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
