package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.collector.source.SourceMemory;
import civiz.contract.CollectorKeys;
import civiz.contract.FeedKeys;
import civiz.contract.PasswordPatience;
import civiz.contract.SharedConfig;
import civiz.testing.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** Who leads, and what a leader survives; two collectors in one JVM. */
class CollectorAppTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestSource firstSource = new TestSource();
  private final TestSource secondSource = new TestSource();
  private final CollectorApp first = app(firstSource);
  private final CollectorApp second = app(secondSource);

  private static CollectorApp app(TestSource source) {
    return app(source, Samples.NOTHING_BLOCKED);
  }

  private static CollectorApp app(TestSource source, Blocklist blocked) {
    SharedConfig config = Samples.config(redis.uri(), Samples.CHICAGO);
    return new CollectorApp(config, blocked, new RedisFeed(config), Set.of(source));
  }

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static Feed feed() {
    return new Feed(redis.uri(), Samples.CHICAGO);
  }

  private static void awaitStarted(TestSource source) {
    Awaitility.await().atMost(LONG).until(source::isStarted);
  }

  private static void awaitLog(Feed feed, String... ids) {
    Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(feed.logIds()).containsExactly(ids));
  }

  @Test
  void oneLeadsAndTheOtherFollowsWhenItIsClosed() {
    try (Feed feed = feed()) {
      first.start();
      awaitStarted(firstSource);
      second.start();
      firstSource.post(Samples.post(1));
      awaitLog(feed, "test:1");
      assertThat(secondSource.isStarted()).isFalse();
      String epoch = feed.head().get("epoch");
      first.close();
      assertThat(firstSource.isClosed()).isTrue();
      assertThat(first.ended()).isCompleted();
      awaitStarted(secondSource);
      secondSource.post(Samples.post(2));
      awaitLog(feed, "test:1", "test:2");
      assertThat(feed.head()).containsEntry("epoch", epoch).containsEntry("seq", "2");
    }
  }

  @Test
  void closingPublishesWhatWasReadAndGivesTheLeaseBack() {
    try (Feed feed = feed()) {
      first.start();
      awaitStarted(firstSource);
      for (int i = 1; i <= 2000; i++)
        firstSource.post(Samples.post(i));
      first.close();
      first.close();
      assertThat(feed.entries()).hasSize(2000);
      assertThat(first.counts()).hasToString("received 2000 = 2000 published");
      assertThat(feed.redis.exists(CollectorKeys.ALL_AREAS.lease())).isFalse();
    }
  }

  @Test
  void closingWithoutRedisEndsInTimeAndCountsWhatIsLost() {
    first.start();
    awaitStarted(firstSource);
    firstSource.failToClose();
    redis.stop();
    try {
      firstSource.post(Samples.post(1));
      firstSource.post(Samples.post(2));
      assertThat(CompletableFuture.runAsync(first::close)).succeedsWithin(LONG);
    } finally {
      redis.start(true);
    }
    assertThat(first.counts()).hasToString("received 2 = 2 dropped");
  }

  @Test
  void aStandbyThatIsClosedNeverCollected() {
    first.start();
    awaitStarted(firstSource);
    second.start();
    second.close();
    assertThat(secondSource.isStarted()).isFalse();
    assertThat(second.ended()).isCompleted();
    try (Feed feed = feed()) {
      assertThat(feed.redis.exists(CollectorKeys.ALL_AREAS.lease())).isTrue();
    }
  }

  @Test
  void whoLosesTheLeaseEnds() {
    try (Feed feed = feed()) {
      first.start();
      awaitStarted(firstSource);
      feed.redis.set(CollectorKeys.ALL_AREAS.lease(), "another");
      assertThatThrownBy(() -> first.ended().get(10, TimeUnit.SECONDS))
          .hasMessageContaining("another collector leads");
      first.close();
      assertThat(feed.redis.get(CollectorKeys.ALL_AREAS.lease())).isEqualTo("another");
    }
  }

  @Test
  void whoIsFencedOffEnds() {
    try (Feed feed = feed()) {
      first.start();
      awaitStarted(firstSource);
      feed.redis.hset(feed.keys.head(), "token", "9000000000000");
      firstSource.post(Samples.post(1));
      assertThatThrownBy(() -> first.ended().get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(RedisFeed.Fenced.class);
      assertThat(feed.logIds()).isEmpty();
    }
  }

  @Test
  void whenRedisForgetsTheLeaseTheSameCollectorGoesOn() {
    try (Feed feed = feed()) {
      first.start();
      awaitStarted(firstSource);
      redis.flush();
      Awaitility.await().atMost(LONG).until(() -> feed.redis.exists(CollectorKeys.ALL_AREAS.lease()));
      firstSource.post(Samples.post(1));
      awaitLog(feed, "test:1");
      assertThat(first.ended()).isNotDone();
    }
  }

  @Test
  void itWaitsForARedisThatIsNotThereYet() {
    redis.stop();
    try {
      first.start();
    } finally {
      redis.start(true);
    }
    awaitStarted(firstSource);
    try (Feed feed = feed()) {
      firstSource.post(Samples.post(1));
      awaitLog(feed, "test:1");
    }
  }

  @Test
  void aStaleTokenIsRefusedEvenAfterRedisForgotTheTokens() {
    try (RedisFeed connection = new RedisFeed(Samples.config(redis.uri()))) {
      FeedKeys keys = FeedKeys.of(Samples.CHICAGO);
      long before = connection.token(keys);
      assertThat(connection.token(keys)).isGreaterThan(before);
      redis.flush();
      assertThat(connection.token(keys)).isGreaterThan(before);
    }
  }

  @Test
  void theLeaseCanBeTakenWhenMemoryIsShort() {
    try (Feed feed = feed()) {
      feed.configure("maxmemory", "1");
      try {
        first.start();
        awaitStarted(firstSource);
        Awaitility.await().atMost(LONG).until(() -> feed.head().containsKey("status"));
      } finally {
        feed.configure("maxmemory", "0");
      }
    }
  }

  @Test
  void aPostBlockedLaterLeavesTheLogWhenTheNextCollectorLeads() {
    try (Feed feed = feed().listen()) {
      first.start();
      awaitStarted(firstSource);
      firstSource.post(Samples.post("test:1", Samples.IN_LOOP, "a spoiler"));
      firstSource.post(Samples.post("test:2", Samples.IN_LOOP, "nothing"));
      awaitLog(feed, "test:1", "test:2");
      first.close();
      try (CollectorApp strict = app(secondSource, new Blocklist(List.of("spoiler"), List.of()))) {
        strict.start();
        awaitLog(feed, "test:2", "test:1");
        assertThat(feed.events()).last().asString().endsWith("\"retract\":{\"id\":\"test:1\"}}");
        assertThat(strict.counts()).hasToString("received 0");
      }
    }
  }

  @Test
  void aCursorIsKeptOnceAllBeforeItIsInRedis() {
    SharedConfig config = Samples.config(redis.uri());
    try (RedisFeed connection = new RedisFeed(config)) {
      RedisMemory memory = RedisMemory.ofAllAreas(connection);
      first.start();
      awaitStarted(firstSource);
      assertThat(memory.cursor("test")).isNull();
      redis.stop();
      firstSource.post(Samples.post(1));
      firstSource.checkpoint("17");
      firstSource.post(Samples.post(2));
      assertThatThrownBy(() -> memory.cursor("test")).isInstanceOf(SourceMemory.Away.class);
      redis.start(true);
      Awaitility.await().atMost(LONG).until(() -> "17".equals(memory.cursor("test")));
      try (Feed feed = feed()) {
        awaitLog(feed, "test:1", "test:2");
      }
    }
  }

  @Test
  void aCounterIsSharedAndForgottenInTime() {
    SharedConfig config = Samples.config(redis.uri());
    try (RedisFeed connection = new RedisFeed(config); RedisFeed another = new RedisFeed(config)) {
      RedisMemory memory = RedisMemory.ofAllAreas(connection);
      RedisMemory other = RedisMemory.ofAllAreas(another);
      assertThat(memory.count("x:day", 0, Duration.ofHours(1))).isZero();
      assertThat(memory.count("x:day", 2, Duration.ofHours(1))).isEqualTo(2);
      assertThat(other.count("x:day", 5, Duration.ofMillis(50))).isEqualTo(7);
      Awaitility.await().atMost(LONG).until(() -> memory.count("x:day", 0, Duration.ofHours(1)) == 0);
    }
  }

  @Test
  void aPasswordThatIsRefusedForTooLongEndsItAndOneThatIsValidAgainDoesNot() {
    URI uri = URI.create(redis.uri().toString().replace("//", "//civiz:first@"));
    SharedConfig config = Samples.config(uri, Samples.CHICAGO);
    try (Feed feed = feed();
        CollectorApp patient = new CollectorApp(config, Samples.NOTHING_BLOCKED, new RedisFeed(config),
            Set.of(firstSource));
        CollectorApp impatient = new CollectorApp(config, Samples.NOTHING_BLOCKED,
            new RedisFeed(config, new PasswordPatience(Duration.ofSeconds(1))), Set.of(secondSource))) {
      acl(feed, "SETUSER", "civiz", "on", ">first", "~*", "&*", "+@all");
      patient.start();
      awaitStarted(firstSource);
      impatient.start();
      acl(feed, "SETUSER", "civiz", "resetpass", ">second");
      kill(feed, "USER", "civiz");
      firstSource.post(Samples.post(1));
      assertThatThrownBy(() -> impatient.ended().get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(RedisFeed.LockedOut.class).hasMessageContaining("REDIS_URL")
          .hasMessageNotContaining("first");
      acl(feed, "SETUSER", "civiz", ">first");
      awaitLog(feed, "test:1");
      assertThat(patient.ended()).isNotDone();
    } finally {
      try (Feed feed = feed()) {
        acl(feed, "DELUSER", "civiz");
      }
    }
  }

  private static void acl(Feed feed, String... arguments) {
    feed.redis.executeCommand(new CommandArguments(Protocol.Command.ACL).addObjects(List.of(arguments)));
  }

  private static void kill(Feed feed, String... whom) {
    feed.redis.executeCommand(
        new CommandArguments(Protocol.Command.CLIENT).add("KILL").addObjects(List.of(whom)));
  }

  @Test
  void itHoldsTwoConnectionsWhoeverAsksAndOneWhileItStandsBy() {
    SharedConfig config = Samples.config(redis.uri(), Samples.CHICAGO);
    RedisFeed connection = new RedisFeed(config);
    RedisMemory memory = RedisMemory.ofAllAreas(connection);
    try (Feed feed = feed();
        CollectorApp busy = new CollectorApp(config, new Blocklist(List.of("spoiler"), List.of()), connection,
            Set.of(firstSource))) {
      busy.start();
      awaitStarted(firstSource);
      firstSource.post(Samples.post(1));
      awaitLog(feed, "test:1");
      IntStream.range(0, 200).parallel().forEach(i -> memory.count("asked", 1, Duration.ofHours(1)));
      assertThat(memory.count("asked", 0, Duration.ofHours(1))).isEqualTo(200);
      assertThat(connections(feed)).isEqualTo(2);
      second.start();
      Awaitility.await().atMost(LONG).until(() -> connections(feed) == 3);
      kill(feed, "TYPE", "normal", "SKIPME", "yes");
      firstSource.post(Samples.post(2));
      awaitLog(feed, "test:1", "test:2");
      Awaitility.await().atMost(LONG).until(() -> connections(feed) == 3);
      assertThat(secondSource.isStarted()).isFalse();
    }
  }

  private static long connections(Feed feed) {
    byte[] clients = (byte[]) feed.redis
        .executeCommand(new CommandArguments(Protocol.Command.CLIENT).add("LIST"));
    return new String(clients, UTF_8).lines().filter(line -> line.contains("name=civiz-collector")).count();
  }
}
