package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.FeedEvent;
import civiz.contract.SharedConfig;
import civiz.testing.FreePort;
import civiz.testing.TestRedis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code java -jar collector.jar retract}, beside a collector and without one. */
class TakedownTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String LOOP = "loop=-87.64,41.87,-87.62,41.89";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final TestSource source = new TestSource();
  private final SharedConfig config = Samples.config(redis.uri(), Samples.CHICAGO, Samples.LOOP);

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  private int retract(String... arguments) {
    return retractAt(redis.uri().toString(), arguments);
  }

  private int retractAt(String url, String... arguments) {
    out.reset();
    String[] line = new String[arguments.length + 1];
    line[0] = "retract";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return CollectorMain.run(line,
        Map.of("REDIS_URL", url, "AREAS", "chicago=-87.96,41.644,-87.40,42.04;" + LOOP),
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private List<String> told() {
    return out.toString(UTF_8).lines().toList();
  }

  private CollectorApp collector() {
    CollectorApp app = new CollectorApp(config, Samples.NOTHING_BLOCKED, new RedisFeed(config),
        Set.of(source));
    app.start();
    Awaitility.await().atMost(LONG).until(source::isStarted);
    return app;
  }

  private static void awaitLog(Feed feed, String... ids) {
    Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(feed.logIds()).containsExactly(ids));
  }

  @Test
  void besideACollectorItTakesAPostBackAndTheCollectorGoesOnInTheSameEpoch() {
    try (Feed chicago = new Feed(redis.uri(), Samples.CHICAGO).listen();
        Feed loop = new Feed(redis.uri(), Samples.LOOP).listen();
        CollectorApp app = collector()) {
      source.post(Samples.post("test:1", Samples.IN_LOOP, "one"));
      source.post(Samples.post("test:2", Samples.IN_CHICAGO, "two"));
      awaitLog(chicago, "test:1", "test:2");
      awaitLog(loop, "test:1");
      String epoch = chicago.head().get("epoch");

      assertThat(retract("test:1")).isZero();
      assertThat(told()).containsExactly("chicago: retracted test:1", "loop: retracted test:1");
      assertThat(retract("test:2")).isZero();
      assertThat(told()).containsExactly("chicago: retracted test:2",
          "loop: test:2 is not in the log; told all the same");
      assertThat(retract("test:2")).isZero();
      assertThat(told()).containsExactly("chicago: test:2 was retracted before",
          "loop: test:2 was retracted before");

      source.post(Samples.post("test:1", Samples.IN_LOOP, "one, once more"));
      source.post(Samples.post("test:3", Samples.IN_LOOP, "three"));
      awaitLog(chicago, "test:1", "test:2", "test:3");
      awaitLog(loop, "test:1", "test:2", "test:3");
      Awaitility.await().atMost(LONG).until(() -> chicago.events().size() == 5);
      assertThat(chicago.events()).extracting(event -> Feed.read(event).seq())
          .containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(chicago.events()).extracting(event -> Feed.read(event).epoch()).containsOnly(epoch);
      assertThat(chicago.log()).extracting(event -> Feed.read(event).kind())
          .containsExactly(FeedEvent.Kind.RETRACT, FeedEvent.Kind.RETRACT, FeedEvent.Kind.POST);
      assertThat(app.ended()).isNotDone();
      assertThat(app.counts()).hasToString("received 4 = 3 published + 1 duplicate");
    }
  }

  @Test
  void withoutACollectorTooAndTheNextOneContinuesTheEpoch() {
    try (Feed feed = new Feed(redis.uri(), Samples.CHICAGO).listen()) {
      try (CollectorApp _ = collector()) {
        source.post(Samples.post(1));
        source.post(Samples.post(2));
        awaitLog(feed, "test:1", "test:2");
      }
      String epoch = feed.head().get("epoch");
      assertThat(retract("test:1")).isZero();
      assertThat(feed.logIds()).containsExactly("test:2", "test:1");
      TestSource next = new TestSource();
      try (CollectorApp app = new CollectorApp(config, Samples.NOTHING_BLOCKED, new RedisFeed(config),
          Set.of(next))) {
        app.start();
        Awaitility.await().atMost(LONG).until(next::isStarted);
        next.post(Samples.post(1));
        next.post(Samples.post(3));
        awaitLog(feed, "test:2", "test:1", "test:3");
        assertThat(feed.head()).containsEntry("epoch", epoch).containsEntry("seq", "4");
      }
    }
  }

  @Test
  void allPostsOfAnAuthorOrThoseUpToOne() {
    try (Feed feed = new Feed(redis.uri(), Samples.CHICAGO); CollectorApp _ = collector()) {
      for (int i = 1; i <= 3; i++)
        source.post(Samples.post("test:" + i, Samples.IN_CHICAGO, "test:ada", "text"));
      source.post(Samples.post("test:4", Samples.IN_CHICAGO, "test:bob", "text"));
      awaitLog(feed, "test:1", "test:2", "test:3", "test:4");

      assertThat(retract("--author", "test:ada", "--up-to", "test:2")).isZero();
      assertThat(told()).containsExactly("chicago: retracted 2 posts of test:ada",
          "loop: no post of test:ada is in the log; told all the same");
      assertThat(feed.logIds()).containsExactly("test:3", "test:4", "test:1 test:2");
      assertThat(feed.log().getLast()).contains("\"retract\":{\"author\":\"test:ada\",\"upTo\":\"test:2\"}");
      assertThat(retract("--author=test:ada")).isZero();
      assertThat(told()).first().isEqualTo("chicago: retracted 1 post of test:ada");
      source.post(Samples.post("test:2", Samples.IN_CHICAGO, "test:ada", "once more"));
      source.post(Samples.post("test:5", Samples.IN_CHICAGO, "test:ada", "new"));
      awaitLog(feed, "test:4", "test:1 test:2", "test:3", "test:5");
    }
  }

  @Test
  void whenRedisIsAwayItSaysSoInOneLine() {
    assertThat(retractAt("redis://user:s3cret@127.0.0.1:" + FreePort.next(), "x:1")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).hasLineCount(1).contains("Redis").doesNotContain("s3cret");
    assertThat(out.size()).isZero();
  }

  @Test
  void whatIsNoIdOrNoClearOrderIsAMistake() {
    for (List<String> line : List.of(List.<String>of(), List.of("1234"), List.of("x:1", "--author", "x:2"),
        List.of("x:1", "--up-to", "x:2"), List.of("--author", "ada"), List.of("--up-to", "x:1"),
        List.of("--author", "x:1", "--up-to", "9"), List.of("x:1", "x:2"))) {
      assertThat(retract(line.toArray(String[]::new))).as("%s", line).isEqualTo(2);
    }
    assertThat(err.toString(UTF_8)).contains("\"1234\" is not source:native-id", "either ID or --author");
    assertThat(out.size()).isZero();
  }
}
