package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.testing.FeedReader;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What goes into Redis comes out of the WebSocket: every event once and in order, or told and begun anew. */
class FeedSubscriberTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private TestPublisher publisher;
  private TcpProxy proxy;
  private WebApp app;
  private FeedReader reader;

  @BeforeEach
  void start() {
    redis.flush();
    publisher = new TestPublisher(redis.uri(), TestLines.AREA);
    publisher.heartbeat("{}");
    proxy = new TcpProxy(redis.uri());
    app = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", proxy.uri("redis").toString()))).start();
    reader = new FeedReader(URI.create("http://localhost:" + app.port()), "chicago");
    await().until(reader::connected);
  }

  @AfterEach
  void stop() {
    List<String> complaints = reader.complaints();
    reader.close();
    app.close();
    proxy.close();
    publisher.close();
    assertThat(complaints).isEmpty();
  }

  private void awaitTaken(long from, long to) {
    await().untilAsserted(
        () -> assertThat(reader.taken()).isEqualTo(LongStream.rangeClosed(from, to).boxed().toList()));
  }

  private void awaitShown(String... ids) {
    await().untilAsserted(() -> assertThat(reader.posts()).containsOnlyKeys(ids));
  }

  private JsonNode shown(String id) {
    return reader.posts().getOrDefault(id, MissingNode.getInstance());
  }

  private JsonNode status() {
    JsonNode status = reader.status();
    return status == null ? MissingNode.getInstance() : status;
  }

  private void awaitDown() {
    await().until(() -> !app.feed("chicago").status.redis().up());
  }

  @Test
  void aPostReachesAViewerAsItWasPublished() {
    publisher.post("test:1", "Zażółć 😀 </script>");
    awaitShown("test:1");
    assertThat(shown("test:1").at("/properties/text").asString())
        .isEqualTo("Zażółć 😀 </script>");
  }

  @Test
  void whoComesLateGetsWhatThereIs() {
    for (int i = 1; i <= 3000; i++)
      publisher.post("test:" + i, "hello");
    awaitTaken(1, 3000);
    try (FeedReader late = new FeedReader(URI.create("http://localhost:" + app.port()), "chicago")) {
      await().untilAsserted(() -> assertThat(late.taken()).hasSize(3000));
      assertThat(late.complaints()).isEmpty();
      assertThat(late.hellos()).isEqualTo(1);
    }
  }

  @Test
  void aLogThatWasThereBeforeIsRead() {
    for (int i = 1; i <= 1200; i++)
      publisher.post("test:" + i, "hello");
    try (
        WebApp second = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString())))
            .start();
        FeedReader there = new FeedReader(URI.create("http://localhost:" + second.port()), "chicago")) {
      await().untilAsserted(() -> assertThat(there.taken()).hasSize(1200));
      assertThat(there.complaints()).isEmpty();
    }
  }

  @Test
  void itHoldsOneConnectionAndASecondOneOnlyWhileItReads() {
    await().until(() -> connections() == 1);
    long rejected = number("stats", "rejected_connections");
    // the second one, and one that Redis has not yet seen the end of
    publisher.configure("maxclients", String.valueOf(number("clients", "connected_clients") + 2));
    try {
      for (int cut = 1; cut <= 5; cut++) {
        proxy.cut();
        publisher.post("test:" + cut, "meanwhile");
        awaitTaken(1, cut);
        await().until(() -> connections() == 1);
      }
      assertThat(number("stats", "rejected_connections")).isEqualTo(rejected);
    } finally {
      publisher.configure("maxclients", "10000");
    }
  }

  private long connections() {
    byte[] clients = (byte[]) publisher.redis
        .executeCommand(new CommandArguments(Protocol.Command.CLIENT).add("LIST"));
    return new String(clients, UTF_8).lines().filter(line -> line.contains("name=civiz-web")).count();
  }

  private long number(String section, String name) {
    return publisher.redis.info(section).lines().filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip())).findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasPublishedWhileRedisWasOutOfReachIsFilledIn() {
    publisher.post("test:1", "before");
    awaitTaken(1, 1);
    proxy.refuse();
    awaitDown();
    for (int i = 2; i <= 1000; i++)
      publisher.post("test:" + i, "meanwhile");
    proxy.carry();
    awaitTaken(1, 1000);
    assertThat(reader.resets()).isZero();
    assertThat(reader.hellos()).isEqualTo(1);
  }

  @Test
  void aHoleInsideTheLogIsNoGap() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    proxy.refuse();
    awaitDown();
    publisher.post("test:2", "two");
    publisher.post("test:3", "three");
    publisher.post("test:2", "two again");
    publisher.retract("test:3");
    publisher.post("test:6", "six");
    publisher.retract("test:6");
    proxy.carry();
    await().untilAsserted(() -> assertThat(reader.taken()).containsExactly(1L, 4L, 5L, 7L));
    publisher.post("test:8", "eight");
    await().untilAsserted(() -> assertThat(reader.taken()).containsExactly(1L, 4L, 5L, 7L, 8L));
    awaitShown("test:1", "test:2", "test:8");
    assertThat(reader.resets()).isZero();
  }

  @Test
  void aMessageThatNeverCameIsFoundInTheLog() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    publisher.lose(2, System.currentTimeMillis());
    publisher.post("test:3", "three");
    awaitTaken(1, 3);
  }

  @Test
  void aHeartbeatTellsOfWhatNeverCame() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    publisher.lose(2, System.currentTimeMillis());
    publisher.heartbeat("{\"perMinute\":1}");
    awaitTaken(1, 2);
  }

  @Test
  void aNewEpochBeginsAnewForEveryViewer() {
    publisher.post("test:1", "one");
    awaitShown("test:1");
    publisher.redis.del(publisher.keys.head(), publisher.keys.log(), publisher.keys.ids());
    publisher.forget();
    publisher.post("test:2", "two");
    awaitShown("test:2");
    assertThat(reader.resets()).isEqualTo(1);
  }

  @Test
  void theStatusSaysHowFarBackTheLogGoesWhereThatIsLessThanTheRetention() {
    publisher.post("test:1", "hello");
    publisher.post("test:2", "hello");
    await().until(() -> status().at("/log/since").isString());
    publisher.redis.hset(publisher.keys.head(), "since", "1");
    try (WebApp other = other()) {
      assertThat(health(other).at("/log/since").isNull()).as("nothing is missing").isTrue();
    }
    publisher.most = 1;
    publisher.heartbeat("{}");
    String since = time(publisher.redis.hget(publisher.keys.head(), "since"));
    await().until(() -> health(app).at("/redisLog/since").asString("").equals(since));
    awaitTaken(1, 2);
    try (WebApp other = other()) {
      assertThat(health(other).at("/log/since").asString("")).isEqualTo(since);
      assertThat(health(other).path("events").asInt(0)).isEqualTo(1);
    }
  }

  private WebApp other() {
    WebApp other = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString())))
        .start();
    await().until(() -> other.feed("chicago").isReady());
    return other;
  }

  private static String time(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis)).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static JsonNode health(WebApp app) {
    try (InputStream in = URI.create("http://localhost:" + app.port() + "/health").toURL().openStream()) {
      return JsonMapper.shared().readTree(in).at("/areas/chicago");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoWasAwayLongerThanTheLogReachesBeginsAnew() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    proxy.refuse();
    awaitDown();
    for (int i = 2; i <= 100; i++)
      publisher.post("test:" + i, "meanwhile");
    publisher.most = 10;
    publisher.heartbeat("{}");
    proxy.carry();
    awaitTaken(91, 100);
    assertThat(reader.resets()).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanTheRetentionIsNotLoaded() {
    publisher.post("test:1", "one");
    publisher.lose(2, System.currentTimeMillis() - 25 * 3_600_000L);
    publisher.post("test:3", "three");
    await().untilAsserted(() -> assertThat(reader.taken()).containsExactly(1L, 3L));
  }

  @Test
  void aRetractionReachesEveryViewerAndTheMemory() {
    publisher.post("test:1", "one");
    publisher.post("test:2", "two");
    awaitShown("test:1", "test:2");
    publisher.retract("test:1");
    awaitShown("test:2");
    Window window = app.feed("chicago").log.window();
    assertThat(window).isNotNull();
    for (Fragment fragment : window.fragments())
      assertThat(new String(fragment.inflate(), UTF_8))
          .doesNotContain("\"id\":\"test:1\",\"geometry\"");
  }

  @Test
  void theOpenDoorTakesAnyFeature() {
    publisher.raw("""
        {"type":"Feature","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
         "properties":{"text":"Hello from the shell","mine":[1]}}""");
    await().untilAsserted(() -> assertThat(reader.posts()).hasSize(1));
    String id = reader.posts().keySet().iterator().next();
    assertThat(id).startsWith("feature:");
    assertThat(shown(id).at("/properties/rights").asString()).isEqualTo("display");
    assertThat(shown(id).at("/properties/mine/0").asInt()).isEqualTo(1);
    publisher.raw("{\"retract\":{\"id\":\"" + id + "\"}}");
    awaitShown();
  }

  @Test
  void whatCannotBeReadCostsOnlyItself() {
    publisher.post("test:1", "one");
    for (String garbage : List.of("", "x", "[]", "null", "{", "{}", "{\"type\":\"Feature\"}",
        "{\"epoch\":\"e\"}",
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[500,0]}}",
        "{\"retract\":{}}",
        "{\"epoch\":\"zz\",\"seq\":99,\"post\":{\"id\":\"test:99\"}}",
        "{\"epoch\":\"zz\",\"seq\":99,\"status\":{}}",
        "{\"epoch\":\"%s\",\"seq\":50,\"post\":{\"id\":\"test:50\"}}".formatted(publisher.epoch()),
        "[".repeat(100_000), "{\"type\":\"Feature\",\"x\":\"" + "x".repeat(100_000) + "\"}")) {
      publisher.raw(garbage);
    }
    publisher.post("test:2", "two");
    awaitTaken(1, 2);
    awaitShown("test:1", "test:2");
    assertThat(app.feed("chicago").status.malformed()).isEqualTo(15);
    assertThat(reader.resets()).isZero();
  }

  @Test
  void anUnreadableEntryOfTheLogCostsOnlyItself() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    publisher.lose(2, Map.of("event", "{\"epoch\":", "at", "x1"));
    publisher.lose(3, Map.of("nothing", "here"));
    publisher.post("test:4", "four");
    publisher.post("test:5", "five");
    await().untilAsserted(() -> assertThat(reader.taken()).containsExactly(1L, 4L, 5L));
    assertThat(reader.resets()).isZero();
  }

  @Test
  void theCollectorsStatusReachesViewers() {
    await().until(() -> reader.status() != null);
    publisher.heartbeat("{\"collector\":\"secret-host\",\"perMinute\":42,\"sources\":[]}");
    await().untilAsserted(() -> {
      assertThat(status().at("/collector/perMinute").asInt()).isEqualTo(42);
      assertThat(status().at("/collector/up").asBoolean()).isTrue();
      assertThat(status().at("/redis/up").asBoolean()).isTrue();
      assertThat(status().at("/viewers").asInt()).isEqualTo(1);
      assertThat(status().toString()).doesNotContain("secret-host");
    });
    proxy.refuse();
    await().untilAsserted(() -> assertThat(status().at("/redis/up").asBoolean()).isFalse());
    assertThat(reader.hellos()).isEqualTo(1);
  }

  @Test
  void itsClockIsThatOfRedis() {
    publisher
        .raw("{\"epoch\":\"%s\",\"seq\":0,\"at\":4000000000000,\"status\":{}}".formatted(publisher.epoch()));
    await().untilAsserted(() -> assertThat(status().at("/at").asString()).startsWith("2096-10-02T07:0"));
    assertThat(status().at("/collector/up").asBoolean()).isTrue();
    publisher.heartbeat("{}");
    Instant now = Instant.ofEpochMilli(Long.parseLong(publisher.redis.hget(publisher.keys.head(), "heard")));
    await().untilAsserted(
        () -> assertThat(Instant.parse(status().at("/at").asString())).isBefore(now.plusSeconds(600)));
  }

  @Test
  void redisRestartedWithItsDataLosesNothing() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    redis.kill();
    redis.start(true);
    publisher.reconnect(redis.uri());
    publisher.post("test:2", "two");
    awaitTaken(1, 2);
    assertThat(reader.resets()).isZero();
  }

  @Test
  void redisRestartedWithoutItsDataBeginsAnew() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    redis.kill();
    redis.start(false);
    publisher.reconnect(redis.uri());
    publisher.post("test:2", "two");
    awaitShown("test:2");
    assertThat(reader.resets()).isPositive();
  }

  @Test
  void silenceOfRedisIsNoticed() {
    publisher.post("test:1", "one");
    awaitTaken(1, 1);
    await().until(() -> reader.status() != null);
    proxy.swallow();
    await().atMost(Duration.ofSeconds(25)).untilAsserted(
        () -> assertThat(status().at("/redis/up").asBoolean()).isFalse());
    publisher.post("test:2", "two");
    proxy.carry();
    await().atMost(Duration.ofSeconds(25)).untilAsserted(() -> assertThat(reader.taken()).hasSize(2));
    assertThat(reader.resets()).isZero();
  }

  @Test
  void aMissingCollectorIsNotTakenForADeadRedis() {
    Instant since = app.feed("chicago").status.redis().since();
    await().during(Duration.ofSeconds(18)).atMost(Duration.ofSeconds(20))
        .until(() -> app.feed("chicago").status.redis().equals(new FeedStatus.Redis(true, since)));
  }

  @Test
  void aLogWhoseReadingBreaksOffIsReadAllTheSame() {
    for (int i = 1; i <= 4000; i++)
      publisher.post("test:" + i, "hello");
    proxy.delay(Duration.ofMillis(3));
    try (WebApp second = new WebApp(
        WebConfig.read(Map.of("PORT", "0", "REDIS_URL", proxy.uri("redis").toString()))).start()) {
      Feed feed = second.feed("chicago");
      int cuts = 0;
      for (long reached = 500; reached < 4000; reached += 900) {
        long seq = reached;
        await().pollInterval(Duration.ofMillis(1)).until(() -> feed.log.seq() >= seq);
        if (feed.isReady()) break;
        proxy.cut();
        cuts++;
      }
      assertThat(cuts).isPositive();
      await().until(feed::isReady);
      publisher.post("test:4001", "hello");
      try (FeedReader late = new FeedReader(URI.create("http://localhost:" + second.port()), "chicago")) {
        await().untilAsserted(
            () -> assertThat(late.taken()).isEqualTo(LongStream.rangeClosed(1, 4001).boxed().toList()));
        assertThat(late.complaints()).isEmpty();
      }
    }
  }

  @Test
  void everyEventComesOnceHoweverTheConnectionsAreCut() {
    long seed = Long.getLong("civiz.seed", new Random().nextLong());
    System.out.println("cuts with -Dciviz.seed=" + seed);
    Random random = new Random(seed);
    int events = 4000;
    for (int i = 1; i <= events; i++) {
      publisher.post("test:" + i, "hello");
      if (random.nextInt(200) == 0) reader.drop();
      if (random.nextInt(400) == 0) proxy.cut();
    }
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(reader.taken()).hasSize(events));
    assertThat(reader.taken()).as("seed %d", seed)
        .isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
    assertThat(reader.resets()).as("seed %d", seed).isZero();
  }
}
