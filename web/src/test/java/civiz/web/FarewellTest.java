package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.testing.RunningProcess;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of the web process, and its viewers' return to the next one. {@code -Dstorm=5000} for so many viewers. */
class FarewellTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Patience PATIENCE = new Patience(LONG, LONG, LONG, LONG, LONG, Duration.ofSeconds(3));
  private static final int STORM = Integer.getInteger("storm", 300);
  private static final Pattern RETRY = Pattern.compile("retry ([0-9]{1,3}\\.[0-9]{3})");

  private final TestPublisher publisher = new TestPublisher(redis.uri(), TestLines.AREA);
  private final List<RawViewer> viewers = new ArrayList<>();
  private long events;

  @BeforeEach
  void begin() {
    redis.flush();
    publisher.heartbeat("{}");
  }

  @AfterEach
  void closeAll() {
    viewers.forEach(RawViewer::close);
    publisher.close();
  }

  private static WebApp start(int port) {
    WebApp app = new WebApp(
        WebConfig.read(Map.of("PORT", String.valueOf(port), "REDIS_URL", redis.uri().toString(),
            "MAX_VIEWERS_PER_ADDRESS", "1000000")),
        PATIENCE)
        .start();
    await().atMost(LONG).until(() -> app.feed("chicago").isReady());
    return app;
  }

  private void look(int port, int count) {
    for (int i = 0; i < count; i++) {
      RawViewer viewer = new RawViewer(0);
      viewers.add(viewer);
      assertThat(viewer.connect(port)).isEqualTo(101);
    }
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++)
      publisher.post("test:" + ++events, "news");
  }

  private static double wait(RawViewer viewer) {
    Matcher retry = RETRY.matcher(viewer.reason());
    assertThat(retry.matches()).as(viewer.reason()).isTrue();
    return Double.parseDouble(retry.group(1));
  }

  @Test
  void allViewersGetTheLastEventAndAreToldWhenToComeBack() {
    WebApp app = start(0);
    look(app.port(), 50);
    publish(500);
    await().atMost(LONG).until(() -> app.feed("chicago").log.seq() == events);
    app.close();
    await().atMost(LONG).until(() -> viewers.stream().allMatch(viewer -> viewer.code() != 0));
    assertThat(viewers).allSatisfy(viewer -> {
      assertThat(viewer.code()).isEqualTo(1001);
      assertThat(viewer.last()).isEqualTo(events);
      assertThat(wait(viewer)).isBetween(Farewell.FIRST_SECONDS,
          Farewell.FIRST_SECONDS + Farewell.LEAST_SPREAD_SECONDS);
    });
    assertThat(viewers.stream().map(RawViewer::reason).distinct().count()).isGreaterThan(40);
  }

  @Test
  void theReturningRateIsBounded() {
    assertThat(Farewell.spreadSeconds(0)).isEqualTo(3);
    assertThat(Farewell.spreadSeconds(5_000)).isEqualTo(5);
    assertThat(Farewell.spreadSeconds(1_000_000)).isEqualTo(10);
    for (int count : new int[]{1, 100, 3_000, 9_000})
      assertThat(count / Farewell.spreadSeconds(count)).isLessThanOrEqualTo(Farewell.RETURNS_PER_SECOND);
  }

  @Test
  void whileOneTakesNothingTheOthersGoNobodyComesAndTheEndComesAllTheSame() throws InterruptedException {
    WebApp app = start(0);
    look(app.port(), 5);
    RawViewer stalled = new RawViewer(4096);
    viewers.add(stalled);
    stalled.stall();
    stalled.connect(app.port());
    Feed feed = app.feed("chicago");
    // more than the buffers on the way to it hold
    Random random = new Random(1);
    for (int i = 0; i < 100; i++)
      publisher.post("test:" + ++events, random.ints(9_000, 'a', 'z' + 1)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
    await().atMost(LONG).until(() -> feed.log.seq() == events);
    await().atMost(LONG).during(Duration.ofMillis(300)).until(() -> feed.sending() == 1);

    Thread end = Thread.ofPlatform().start(app::close);
    List<RawViewer> others = viewers.subList(0, 5);
    await().atMost(LONG).until(() -> others.stream().allMatch(viewer -> viewer.code() == 1001));
    assertThat(others).allSatisfy(viewer -> assertThat(viewer.last()).isEqualTo(events));
    assertThat(end.isAlive()).isTrue();
    assertThat(new RawViewer(0).connect(app.port())).isEqualTo(503);
    assertThat(end.join(Duration.ofSeconds(25))).isTrue();
    stalled.unstall();
    await().atMost(LONG).until(() -> stalled.code() != 0);
  }

  @Test
  void inAStormAllComeBackToWhereTheyWere() throws InterruptedException {
    WebApp first = start(0);
    int port = first.port();
    look(port, STORM);
    publish(100);
    await().atMost(LONG).until(() -> viewers.stream().allMatch(viewer -> viewer.last() == events));
    first.close();
    publish(100);
    long before = events;
    try (WebApp second = start(port)) {
      List<Thread> returning = viewers.stream()
          .map(viewer -> Thread.ofVirtual().start(() -> viewer.connect(port)))
          .toList();
      publish(100);
      for (Thread thread : returning)
        thread.join();
      await().atMost(LONG).until(() -> viewers.stream().allMatch(viewer -> viewer.last() == events));
      List<Long> all = LongStream.rangeClosed(1, events).boxed().toList();
      assertThat(before).isLessThan(events);
      assertThat(viewers).allSatisfy(viewer -> {
        assertThat(viewer.taken()).isEqualTo(all);
        assertThat(viewer.freshStarts()).isEqualTo(1);
        assertThat(viewer.resumes()).isEqualTo(1);
      });
      assertThat(second.feed("chicago").viewers()).isEqualTo(STORM);
    }
  }

  @Test
  void sigtermEndsTheProcessWhileRedisHangsAndViewersDoNotAnswer() throws IOException {
    try (TcpProxy proxy = new TcpProxy(redis.uri());
        RunningProcess web = RunningProcess.command(Path.of("."),
            Map.of("REDIS_URL", proxy.uri("redis").toString(), "PORT", "0", "LOG_LEVEL", "INFO"),
            RunningProcess.java(),
            "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), "civiz.web.WebMain")) {
      String line = web.awaitLine("listening", LONG);
      int port = URI.create(line.replaceFirst(".*url=\"([^\"]*)\".*", "$1")).getPort();
      web.awaitLine("Redis is here", LONG);
      publish(10);
      look(port, 10);
      await().atMost(LONG).until(() -> viewers.stream().allMatch(viewer -> viewer.last() == events));
      viewers.subList(0, 5).forEach(RawViewer::stall);
      proxy.stall();
      web.terminate();
      web.terminate();
      assertThat(web.awaitExit(Duration.ofSeconds(25))).isEqualTo(143);
      assertThat(web.output()).contains("took leave of the viewers").doesNotContain("ERROR", "took too long");
      await().atMost(LONG)
          .until(() -> viewers.subList(5, 10).stream().allMatch(viewer -> viewer.code() == 1001));
    }
  }
}
