package civiz.collector;

import civiz.collector.source.PostSource;
import civiz.contract.Area;
import civiz.contract.CollectorKeys;
import civiz.contract.FeedKeys;
import civiz.contract.SharedConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector as a value: built, started and closed, several in one JVM if need be. It stands by until no other
 * collector leads; then {@code PostSource ▶ Collector ▶ FeedPublisher ▶ Redis} runs until it is closed or can't go on.
 *
 * <p>It holds one connection to Redis while it stands by and two while it leads, never more: the smallest Redis has 20
 * for all processes, old and new ones during a deploy (contract/README.md, "What Redis must have"). On a cluster it is a
 * connection for each area, and one to each node that has a lease, a cursor or a counter; or there is a collector for each
 * area ({@link SharedAreas}).
 */
public final class CollectorApp implements CollectorProcess {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorApp.class);

  private final String id;
  private final SharedConfig config;
  private final List<CountedSource> sources;
  private final Blocklist blocked;
  /** What the collector publishes of its own accord. */
  private final Counts own = new Counts();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  /** Of the publisher alone, opened when it begins: a post waits for nobody else's question. */
  private final RedisFeed publisherRedis;
  /** For all else: the lease, and then what sources and the blocklist ask. */
  private final RedisFeed redis;
  private final RedisAgreement agreement;
  private final FairShare share;
  private final Lease lease;
  private volatile @Nullable Publisher publisher;
  private boolean closed;

  /** Builds it, for all areas; nothing runs yet. */
  public CollectorApp(CollectorConfig config) {
    this(config, CollectorKeys.ALL_AREAS, new FairShare(1));
  }

  /** One of several in this process. */
  CollectorApp(CollectorConfig config, CollectorKeys keys, FairShare share) {
    this(config, keys, share, new RedisFeed(config.shared()));
  }

  private CollectorApp(CollectorConfig config, CollectorKeys keys, FairShare share, RedisFeed redis) {
    this(config.shared(), config.blocked(), redis, keys, share,
        Sources.open(config, new RedisMemory(new RedisAgreement(redis, keys))));
  }

  CollectorApp(SharedConfig config, Blocklist blocked, RedisFeed redis, Collection<PostSource> sources) {
    this(config, blocked, redis, CollectorKeys.ALL_AREAS, new FairShare(1), sources);
  }

  private CollectorApp(SharedConfig config, Blocklist blocked, RedisFeed redis, CollectorKeys keys,
      FairShare share, Collection<PostSource> sources) {
    this.config = config;
    this.blocked = blocked;
    this.redis = redis;
    this.share = share;
    id = share.holder();
    this.sources = sources.stream().map(CountedSource::new).toList();
    publisherRedis = new RedisFeed(config);
    agreement = new RedisAgreement(redis, keys);
    lease = new Lease(agreement, share, this::lead, this::hangs, ended::completeExceptionally);
  }

  /** Stands by, and leads as soon as nobody else does. Returns at once, whether Redis is there or not. */
  @Override
  public void start() {
    LOG.atInfo().addKeyValue("id", id).addKeyValue("sources", names())
        .addKeyValue("areas", config.areas().stream().map(area -> area.name() + "=" + area.box()).toList())
        .addKeyValue("retention", config.retention()).log(says());
    lease.start();
  }

  private List<String> names() {
    return sources.stream().map(CountedSource::name).toList();
  }

  private String says() {
    return names().contains("simulated")
        ? "the collector starts; its posts are SIMULATED"
        : "the collector starts";
  }

  /** On the lease's thread, which tries again when Redis goes away before the publisher runs. */
  private void lead() {
    Instant now = Instant.now();
    Supplier<Publisher> publishing = config.redisCluster() ? overNodes(now) : overOneRedis(now);
    synchronized (this) {
      if (closed) return;
      Publisher started = publishing.get();
      publisher = started;
      new BlockedPosts(redis, config.areas(), blocked, own, started::add).start();
      for (CountedSource counted : sources)
        counted.source().start(new Collector(config.areas(), blocked, counted, started::add));
    }
    LOG.atInfo().addKeyValue("id", id).addKeyValue("areas", config.areas().stream().map(Area::name).toList())
        .log("leads");
  }

  /** Begins with the fencing tokens of all areas. */
  private Supplier<Publisher> overOneRedis(Instant now) {
    List<AreaFeed> feeds = new ArrayList<>();
    for (Area area : config.areas())
      feeds.add(new AreaFeed(area, redis.token(FeedKeys.of(area)), config.retention()));
    return () -> new FeedPublisher(publisherRedis, feeds, new Heartbeat(id, now, sources, own),
        new EventBuffer(),
        ended::completeExceptionally).start();
  }

  /** Each area gets its token when its node is there. */
  private Supplier<Publisher> overNodes(Instant now) {
    return () -> new ClusterPublisher(config, agreement, share.leases() * config.areas().size(),
        () -> new Heartbeat(id, now, sources, own), ended::completeExceptionally);
  }

  private boolean hangs() {
    Publisher running = publisher;
    return running != null && running.hangs();
  }

  /** What became of the posts so far; callable from any thread. */
  Counts.Snapshot counts() {
    return CountedSource.sum(sources, own);
  }

  /**
   * Completes when it has come to its end: normally by {@link #close}, exceptionally when it can't go on, because
   * another collector leads, or should, or because of a bug. Then its owner closes it, and builds a new one or exits.
   */
  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** Stops the sources, publishes what waits, gives the lease back; within 20 s. A second call does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) return;
      closed = true;
    }
    for (CountedSource counted : sources)
      stop(counted.source());
    Publisher running = publisher;
    if (running != null) running.close();
    // held until here, so that a standby does not fence off what still goes out
    lease.close();
    publisherRedis.close();
    redis.close();
    long lost = sources.stream().mapToLong(counted -> counted.counts().dropWaiting()).sum();
    if (lost > 0)
      LOG.atWarn().addKeyValue("posts", lost).log("posts that waited are lost");
    LOG.atInfo().addKeyValue("posts", counts()).log("the collector has stopped");
    ended.complete(null);
  }

  /** What one source does wrong at its end must not cost the posts of the others. */
  private static void stop(PostSource source) {
    try {
      source.close();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("source", source.name()).setCause(e).log("the source did not stop");
    }
  }
}
