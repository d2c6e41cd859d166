package civiz.web;

import civiz.contract.FeedKeys;
import civiz.contract.PasswordPatience;
import civiz.contract.SharedConfig;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings every area's events from Redis into its {@link FeedLog}, or on a cluster those of one area, on one thread named "subscriber". It subscribes
 * first and reads the logs then, so nothing falls between. When Redis goes away it comes back by itself, at once and
 * then after growing random pauses; meanwhile viewers keep what they have, and the status says so. When Redis has
 * refused the password for too long it gives up and tells its owner.
 */
final class FeedSubscriber implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSubscriber.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  /** Short, because everybody waits for it; random, because every process comes at once. */
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final SharedConfig config;
  private final RedisServers servers;
  /** For the log. */
  private final String where;
  private final Map<String, FeedFollower> followers;
  private final Collection<Feed> feeds;
  private final RedisClock clock;
  private final PasswordPatience patience;
  private final Runnable lockedOut;
  private final Thread thread = Thread.ofPlatform().name("subscriber").daemon().unstarted(this::run);
  private volatile @Nullable RedisFeed redis;
  private volatile FeedStatus.Redis state = new FeedStatus.Redis(false, Instant.now());
  private final AtomicLong subscriptions = new AtomicLong();
  private volatile boolean closed;
  // of the subscriber's thread
  private long stateSince;
  private boolean told;

  /**
   * Not started yet.
   *
   * @param clock     is set by Redis
   * @param patience  with a password that is refused
   * @param lockedOut told once, on this thread, when that is over
   */
  FeedSubscriber(SharedConfig config, Collection<Feed> feeds, RedisClock clock, PasswordPatience patience,
      Runnable lockedOut) {
    this.patience = patience;
    this.lockedOut = lockedOut;
    this.config = config;
    servers = new RedisServers(config);
    String host = config.redis().getHost();
    where = config.redisCluster() ? host + "/" + config.areas().getFirst().name() : host;
    this.feeds = feeds;
    this.clock = clock;
    followers = feeds.stream().collect(
        Collectors.toMap(feed -> FeedKeys.of(feed.area).channel(),
            feed -> new FeedFollower(feed, config.retention(), clock)));
  }

  void start() {
    thread.start();
  }

  /** Whether the subscription stands, and since when. */
  FeedStatus.Redis state() {
    return state;
  }

  /** How many have stood. */
  long subscriptions() {
    return subscriptions.get();
  }

  /** Asks Redis for a sign of life, so that its silence means something; on the pulse's thread. */
  void ping() {
    RedisFeed open = redis;
    if (open != null) open.ping();
  }

  private void run() {
    long pause = 0;
    while (!closed) {
      try (RedisFeed open = new RedisFeed(config, servers, new Listener())) {
        redis = open;
        if (closed) return;
        open.subscribe();
      } catch (RedisFeed.Unavailable e) {
        if (closed) return;
        if (stoodLong()) pause = 0;
        down(e);
        if (patience.isOver(e.getMessage())) {
          lockedOut.run();
          return;
        }
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("reading the feed failed");
        pause = LONGEST_PAUSE_MILLIS;
        become(false);
      }
      redis = null;
      if (!rest(pause)) return;
      pause = Math.clamp(pause * 2, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }
  }

  /** What breaks as soon as it stands does not deserve to be tried again at once. */
  private boolean stoodLong() {
    return state.up() && System.nanoTime() - stateSince > TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MILLIS);
  }

  /** Between a half and the whole of a pause; false when the process ends. */
  private boolean rest(long millis) {
    try {
      Thread.sleep(millis == 0 ? 0 : ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void down(RedisFeed.Unavailable why) {
    if (!told || state.up()) {
      LOG.atWarn().addKeyValue("redis", where).addKeyValue("why", why.getMessage())
          .log("Redis is away");
    }
    told = true;
    become(false);
  }

  private void become(boolean up) {
    if (state.up() != up) {
      state = new FeedStatus.Redis(up, clock.instant());
      stateSince = System.nanoTime();
    }
    for (Feed feed : feeds)
      feed.status.redis(state);
  }

  private final class Listener implements RedisFeed.Listener {
    @Override
    public void subscribed() throws RedisFeed.Unavailable {
      RedisFeed open = redis;
      if (open == null) return;
      patience.accepted();
      for (FeedFollower follower : followers.values())
        follower.catchUp(open);
      become(true);
      subscriptions.incrementAndGet();
      LOG.atInfo().addKeyValue("redis", where).log("Redis is here");
    }

    @Override
    public void message(FeedKeys keys, byte[] message) throws RedisFeed.Unavailable {
      RedisFeed open = redis;
      FeedFollower follower = followers.get(keys.channel());
      if (open != null && follower != null) follower.message(message, open);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    RedisFeed open = redis;
    if (open != null) open.close();
  }
}
