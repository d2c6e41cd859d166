package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.collector.source.SourceStatus;
import civiz.contract.Area;
import civiz.contract.FeedEvent;
import civiz.contract.FeedKeys;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** Posts on their way to a real Redis that is slow, away, restarted, emptied or full. */
class FeedPublisherTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestSource source = new TestSource();
  private final CountedSource counted = new CountedSource(source);
  private final Counts counts = counted.counts();
  private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();
  private @Nullable RedisFeed connection;
  private @Nullable FeedPublisher running;
  private List<Area> areas = List.of(Samples.CHICAGO);

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  @AfterEach
  void stop() {
    if (running != null) running.close();
    if (connection != null) connection.close();
  }

  private FeedPublisher publisher(URI uri, EventBuffer buffer) {
    RedisFeed made = new RedisFeed(Samples.config(uri));
    List<AreaFeed> feeds = areas.stream()
        .map(area -> new AreaFeed(area, made.token(FeedKeys.of(area)), Duration.ofHours(1))).toList();
    FeedPublisher publisher = new FeedPublisher(made, feeds,
        new Heartbeat("me", Instant.EPOCH, List.of(counted), new Counts()), buffer, stopped::complete);
    connection = made;
    running = publisher;
    publisher.start();
    return publisher;
  }

  private FeedPublisher publisher(URI uri) {
    return publisher(uri, new EventBuffer());
  }

  private void add(FeedPublisher publisher, Post post) {
    counts.receive(Counts.Fate.WAITING);
    publisher.add(PendingEvent.of(post, PostJson.write(post), areas, counts));
  }

  private void addAll(FeedPublisher publisher, int from, int to) {
    for (int i = from; i <= to; i++)
      add(publisher, Samples.post(i));
  }

  private void awaitNothingWaits() {
    Awaitility.await().atMost(LONG).until(() -> counts.snapshot().of(Counts.Fate.WAITING) == 0);
  }

  private static Feed feed() {
    return new Feed(redis.uri(), Samples.CHICAGO);
  }

  private static List<String> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "test:" + i).toList();
  }

  @Test
  void postsThatComeWhileABatchIsOnItsWayGoTogetherInTheNext() {
    try (TcpProxy proxy = new TcpProxy(redis.uri()); Feed feed = feed()) {
      proxy.delay(Duration.ofMillis(20));
      addAll(publisher(proxy.uri("redis")), 1, 2000);
      awaitNothingWaits();
      assertThat(feed.logIds()).isEqualTo(ids(1, 2000));
      String batch = feed.head().getOrDefault("batch", "");
      assertThat(Integer.parseInt(batch.substring(batch.indexOf('-') + 1))).isBetween(4, 50);
    }
  }

  @Test
  void aPostAfterSilenceDoesNotWaitForOthers() {
    try (Feed feed = feed().listen()) {
      FeedPublisher publisher = publisher(redis.uri());
      long fastest = Long.MAX_VALUE;
      for (int i = 1; i <= 20; i++) {
        long before = System.nanoTime();
        add(publisher, Samples.post(i));
        int expected = i;
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> feed.events().size() >= expected);
        fastest = Math.min(fastest, System.nanoTime() - before);
      }
      assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
    }
  }

  @Test
  void nothingIsLostDoubledOrReorderedWhileRedisRestarts() {
    Random random = seeded();
    FeedPublisher publisher = publisher(redis.uri());
    int next = 1;
    for (int restart = 0; restart < 3; restart++) {
      int before = next + random.nextInt(500);
      addAll(publisher, next, before - 1);
      if (random.nextBoolean()) {
        redis.kill();
      } else {
        redis.stop();
      }
      next = before + random.nextInt(500);
      addAll(publisher, before, next - 1);
      redis.start(true);
    }
    awaitNothingWaits();
    try (Feed feed = feed()) {
      assertThat(feed.logIds()).isEqualTo(ids(1, next - 1));
      assertThat(epochs(feed.log())).as("no data was lost, so no epoch was begun").hasSize(1);
    }
    assertThat(counts.snapshot().of(Counts.Fate.PUBLISHED)).isEqualTo(next - 1);
  }

  @Test
  void nothingIsDoubledWhenAnswersAreLost() {
    Random random = seeded();
    try (TcpProxy proxy = new TcpProxy(redis.uri()); Feed feed = feed().listen()) {
      FeedPublisher publisher = publisher(proxy.uri("redis"));
      proxy.delay(Duration.ofMillis(5));
      for (int cut = 0; cut < 30; cut++) {
        int posts = 10 + random.nextInt(40);
        addAll(publisher, cut * 50 + 1, cut * 50 + posts);
        int expected = cut * 50 + random.nextInt(posts) + 1;
        Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(LONG)
            .until(() -> feed.logIds().contains("test:" + expected));
        proxy.cut();
        addAll(publisher, cut * 50 + posts + 1, (cut + 1) * 50);
      }
      awaitNothingWaits();
      assertThat(feed.logIds()).isEqualTo(ids(1, 1500));
      Awaitility.await().until(() -> feed.events().size() >= 1500);
      assertThat(feed.events()).isEqualTo(feed.log());
      assertThat(epochs(feed.log())).hasSize(1);
    }
    assertThat(counts.snapshot()).hasToString("received 1500 = 1500 published");
  }

  @Test
  void aRedisThatForgotEverythingGetsANewEpochAndEveryPostFromThenOn() {
    FeedPublisher publisher = publisher(redis.uri());
    addAll(publisher, 1, 100);
    awaitNothingWaits();
    redis.stop();
    addAll(publisher, 101, 200);
    redis.start(false);
    awaitNothingWaits();
    try (Feed feed = feed()) {
      assertThat(feed.logIds()).isEqualTo(ids(101, 200));
      assertThat(feed.head()).containsEntry("seq", "200").containsEntry("trimmed", "100");
    }
  }

  @Test
  void aFullBufferDropsTheOldestPostsAndKeepsRetractions() {
    EventBuffer buffer = new EventBuffer(100, Long.MAX_VALUE);
    FeedPublisher publisher = publisher(redis.uri(), buffer);
    awaitFirstHeartbeat();
    redis.stop();
    add(publisher, Samples.post(0));
    Awaitility.await("a batch is on its way and no part of the buffer").until(() -> buffer.size() == 0);
    publisher.add(PendingEvent.of(new Retraction.OfPost("test:5000"), areas, counts));
    addAll(publisher, 1, 250);
    assertThat(counts.snapshot().of(Counts.Fate.DROPPED)).isEqualTo(151);
    redis.start(true);
    awaitNothingWaits();
    try (Feed feed = feed()) {
      List<String> expected = new ArrayList<>(List.of("test:0", "test:5000"));
      expected.addAll(ids(152, 250));
      assertThat(feed.logIds()).isEqualTo(expected);
    }
    assertThat(counts.snapshot().retracted()).isEqualTo(1);
  }

  private void awaitFirstHeartbeat() {
    try (Feed feed = feed()) {
      Awaitility.await().atMost(LONG).until(() -> feed.head().containsKey("status"));
    }
  }

  @Test
  void allPostsOfAnAuthorUpToOneAreTakenBackAlsoThoseThatCameJustBefore() {
    try (Feed feed = feed()) {
      FeedPublisher publisher = publisher(redis.uri());
      for (int i = 1; i <= 2500; i++)
        add(publisher,
            Samples.post("test:" + i, Samples.IN_CHICAGO, i % 2 == 0 ? "test:even" : "test:odd", "x"));
      publisher.add(PendingEvent.of(new Retraction.OfAuthor("test:even", "test:2400"), areas, counts));
      add(publisher, Samples.post("test:2502", Samples.IN_CHICAGO, "test:even", "x"));
      awaitNothingWaits();
      List<FeedEvent> log = feed.log().stream().map(Feed::read).toList();
      assertThat(log).filteredOn(event -> "test:even".equals(event.author())).extracting(FeedEvent::id)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1201, 1251).mapToObj(i -> "test:" + 2 * i).toList());
      assertThat(log).filteredOn(event -> "test:odd".equals(event.author())).hasSize(1250);
      assertThat(log).filteredOn(event -> event.kind() == FeedEvent.Kind.RETRACT).hasSize(1);
      assertThat(feed.ids()).containsKey("test:2400").hasSize(2501);
    }
    assertThat(counts.snapshot().retracted()).isEqualTo(1);
  }

  @Test
  void whenALaterCollectorPublishesItStopsForGood() {
    try (Feed feed = feed(); RedisFeed later = new RedisFeed(Samples.config(redis.uri()))) {
      FeedPublisher publisher = publisher(redis.uri());
      addAll(publisher, 1, 10);
      awaitNothingWaits();
      later.token(feed.keys);
      addAll(publisher, 11, 20);
      assertThat(stopped.orTimeout(10, TimeUnit.SECONDS).join())
          .isInstanceOf(RedisFeed.Fenced.class);
      assertThat(feed.logIds()).isEqualTo(ids(1, 10));
    }
  }

  @Test
  void aFullRedisMakesPostsWaitAndTheStatusSaysSo() {
    try (Feed feed = feed().listen()) {
      FeedPublisher publisher = publisher(redis.uri());
      addAll(publisher, 1, 10);
      awaitNothingWaits();
      feed.configure("maxmemory", "1");
      try {
        addAll(publisher, 11, 20);
        Awaitility.await().atMost(LONG).until(() -> feed.statuses().getLast().contains("OOM"));
        assertThat(feed.statuses().getLast()).contains("\"waiting\":10").contains("Redis refuses posts");
      } finally {
        feed.configure("maxmemory", "0");
      }
      awaitNothingWaits();
      assertThat(feed.statuses()).as("statuses in at most 20 s").hasSizeLessThan(10);
      assertThat(feed.logIds()).isEqualTo(ids(1, 20));
      source.become(SourceStatus.State.WAITING);
      Awaitility.await().atMost(LONG).until(() -> feed.statuses().getLast().contains("waiting\",\"since"));
      assertThat(feed.statuses().getLast()).doesNotContain("OOM");
    }
  }

  @Test
  void aRedisThatRunsFullForgetsThePastAndTakesTheNew() {
    try (Feed feed = feed()) {
      FeedPublisher publisher = publisher(redis.uri());
      addAll(publisher, 1, 3000);
      awaitNothingWaits();
      feed.configure("maxmemory", String.valueOf(feed.memory() + 500_000));
      try {
        addAll(publisher, 3001, 9000);
        awaitNothingWaits();
      } finally {
        feed.configure("maxmemory", "0");
      }
      assertThat(feed.logIds()).endsWith("test:9000").hasSizeBetween(1000, 6000);
      addAll(publisher, 9001, 18000);
      awaitNothingWaits();
      assertThat(feed.logIds()).as("there is room again").hasSizeGreaterThan(9000);
      assertThat(counts.snapshot()).hasToString("received 18000 = 18000 published");
    }
  }

  @Test
  void aRedisThatFillsUpSlowlyNeverRefusesAPost() {
    areas = List.of(Samples.CHICAGO, Samples.LOOP);
    try (Feed feed = feed(); Feed loop = new Feed(redis.uri(), Samples.LOOP)) {
      long most = feed.memory() + 5_000_000;
      feed.configure("maxmemory", String.valueOf(most));
      try {
        FeedPublisher publisher = publisher(redis.uri());
        long refusals = feed.outOfMemory();
        for (int posts = 0; posts < 20_000; posts += 1000) {
          addAll(publisher, posts + 1, posts + 1000);
          awaitNothingWaits();
        }
        assertThat(feed.outOfMemory()).isEqualTo(refusals);
        assertThat(feed.memory()).isBetween(most / 2, most);
        assertThat(feed.logIds()).endsWith("test:20000").hasSizeLessThan(15_000);
        assertThat((double) loop.logIds().size()).isCloseTo(feed.logIds().size(),
            Percentage.withPercentage(20));
      } finally {
        feed.configure("maxmemory", "0");
      }
    }
  }

  @Test
  void aServerThatForgotTheScriptGetsItAgain() {
    try (Feed feed = feed()) {
      FeedPublisher publisher = publisher(redis.uri());
      addAll(publisher, 1, 10);
      awaitNothingWaits();
      feed.redis.executeCommand(new CommandArguments(Protocol.Command.SCRIPT).add("FLUSH"));
      addAll(publisher, 11, 20);
      awaitNothingWaits();
      assertThat(feed.logIds()).isEqualTo(ids(1, 20));
    }
  }

  @Test
  void aPostInTwoAreasIsInBothFeedsAndCountsOnce() {
    areas = List.of(Samples.CHICAGO, Samples.LOOP);
    try (Feed chicago = feed(); Feed loop = new Feed(redis.uri(), Samples.LOOP)) {
      FeedPublisher publisher = publisher(redis.uri());
      addAll(publisher, 1, 10);
      awaitNothingWaits();
      assertThat(chicago.logIds()).isEqualTo(ids(1, 10));
      assertThat(loop.logIds()).isEqualTo(ids(1, 10));
      assertThat(counts.snapshot()).hasToString("received 10 = 10 published");
    }
  }

  @Test
  void aStatusFollowsAtOnceWhenASourceChangesItsState() {
    try (Feed feed = feed().listen()) {
      publisher(redis.uri());
      Awaitility.await().until(() -> feed.statuses().size() == 1);
      source.become(SourceStatus.State.FAILED);
      Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> feed.statuses().size() == 2);
      assertThat(feed.statuses().getLast()).contains("{\"name\":\"test\",\"state\":\"failed\","
          + "\"since\":\"1970-01-01T00:00:00Z\",\"detail\":\"\",\"perMinute\":0,\"counts\":{\"received\":0,")
          .contains("\"notices\":{\"withheld\":3}}");
    }
  }

  @Test
  void closingSendsWhatWaits() {
    try (TcpProxy proxy = new TcpProxy(redis.uri()); Feed feed = feed()) {
      FeedPublisher publisher = publisher(proxy.uri("redis"));
      proxy.delay(Duration.ofMillis(100));
      addAll(publisher, 1, 3000);
      publisher.close();
      assertThat(feed.logIds()).isEqualTo(ids(1, 3000));
    }
  }

  @Test
  void closingSendsWhatWaitsWhenRedisReturnsInTime() {
    FeedPublisher publisher = publisher(redis.uri());
    awaitFirstHeartbeat();
    redis.stop();
    addAll(publisher, 1, 100);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(publisher::close);
    redis.start(true);
    closed.join();
    try (Feed feed = feed()) {
      assertThat(feed.logIds()).isEqualTo(ids(1, 100));
    }
  }

  private static List<String> epochs(List<String> log) {
    return new ArrayList<>(
        log.stream().map(event -> String.valueOf(Feed.read(event).epoch())).distinct().toList());
  }

  private static Random seeded() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    return new Random(seed);
  }
}
