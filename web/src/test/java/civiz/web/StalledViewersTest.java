package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Viewers that stop reading, or are gone without a word, among many that do neither. */
class StalledViewersTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Patience PATIENT = new Patience(LONG, LONG, LONG, LONG, LONG, LONG);
  private static final int VIEWERS = Integer.getInteger("viewers", 200);
  private static final int STALLED = 3;
  /** So that little has to be sent before the one who does not read it is noticed. */
  private static final int SMALL_BUFFER = 4096;

  private final TestPublisher publisher = new TestPublisher(redis.uri(), TestLines.AREA);
  private final List<RawViewer> viewers = new ArrayList<>();
  private long events;

  @AfterEach
  void closeAll() {
    viewers.forEach(RawViewer::close);
    publisher.close();
  }

  private WebApp start(Patience patience) {
    redis.flush();
    publisher.heartbeat("{}");
    WebApp app = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString(),
        "MAX_VIEWERS_PER_ADDRESS", "1000000")),
        patience)
        .start();
    await().atMost(LONG).until(() -> app.feed("chicago").isReady());
    return app;
  }

  private RawViewer viewer(int port, int buffer) {
    RawViewer viewer = new RawViewer(buffer);
    viewers.add(viewer);
    assertThat(viewer.connect(port)).isEqualTo(101);
    return viewer;
  }

  private void publish(String text) {
    events++;
    publisher.post("test:" + events, text);
  }

  /** Publishes until the buffers on the way to those who do not read are full. */
  private void fill(Feed feed, int stalled, List<RawViewer> others) {
    Random random = new Random(1);
    do {
      assertThat(events).as("events published to fill the buffers").isLessThan(5_000);
      for (int i = 0; i < 20; i++)
        publish(random.ints(9_000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
      await().atMost(LONG).until(() -> feed.log.seq() == events);
      await().atMost(LONG)
          .untilAsserted(() -> assertThat(others).allMatch(viewer -> viewer.last() == events));
    } while (!standStill(feed, stalled));
  }

  /** Whether so many have a message in flight, and keep it. */
  private static boolean standStill(Feed feed, int stalled) {
    for (int look = 0; look < 20; look++) {
      if (feed.sending() < stalled) return false;
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return true;
  }

  private List<Long> all() {
    return LongStream.rangeClosed(1, events).boxed().toList();
  }

  private static long cut(WebApp app, Cut why) {
    return app.metrics().viewersCut.labelValues("chicago", why.label()).getLongValue();
  }

  @Test
  void theStalledAreCutAndCatchUpExactlyAndTheOthersMissNothing() {
    try (WebApp app = start(
        new Patience(LONG, Duration.ofSeconds(8), LONG, LONG, Duration.ofSeconds(1), LONG))) {
      Feed feed = app.feed("chicago");
      List<RawViewer> stalled = IntStream.range(0, STALLED).mapToObj(i -> viewer(app.port(), SMALL_BUFFER))
          .toList();
      List<RawViewer> others = IntStream.range(STALLED, VIEWERS).mapToObj(i -> viewer(app.port(), 0))
          .toList();
      publish("for all");
      await().atMost(LONG).until(() -> viewers.stream().allMatch(viewer -> viewer.last() == events));
      await().atMost(LONG).until(() -> feed.met() == VIEWERS);

      stalled.forEach(RawViewer::stall);
      fill(feed, STALLED, others);
      while (cut(app, Cut.STALLED) < STALLED) {
        publish("meanwhile");
        await().atMost(LONG)
            .untilAsserted(() -> assertThat(others).allMatch(viewer -> viewer.last() == events));
      }
      await().atMost(LONG).until(() -> feed.viewers() == VIEWERS - STALLED);
      assertThat(others).allSatisfy(viewer -> {
        assertThat(viewer.taken()).isEqualTo(all());
        assertThat(viewer.freshStarts()).isEqualTo(1);
        assertThat(viewer.code()).isZero();
      });

      stalled.forEach(RawViewer::unstall);
      await().atMost(LONG).until(() -> stalled.stream().allMatch(viewer -> viewer.code() != 0));
      assertThat(stalled).allSatisfy(viewer -> {
        assertThat(viewer.last()).isLessThan(events);
        assertThat(viewer.connect(app.port())).isEqualTo(101);
      });
      publish("together again");
      await().atMost(LONG).until(() -> viewers.stream().allMatch(viewer -> viewer.last() == events));
      assertThat(stalled).allSatisfy(viewer -> {
        assertThat(viewer.taken()).isEqualTo(all());
        assertThat(viewer.resumes()).isEqualTo(1);
      });
      assertThat(cut(app, Cut.STALLED)).isEqualTo(STALLED);
    }
  }

  @Test
  void oneThatIsBehindWhatTheLogKeepsBeginsAnewAndOnce() {
    try (WebApp app = start(PATIENT)) {
      Feed feed = app.feed("chicago");
      RawViewer sleeper = viewer(app.port(), SMALL_BUFFER);
      publish("before");
      await().atMost(LONG).until(() -> sleeper.last() == events);
      sleeper.stall();
      fill(feed, 1, List.of());
      publish("soon forgotten");
      long forgotten = events;
      await().atMost(LONG).until(() -> feed.log.seq() == forgotten);
      feed.log.expire(Long.MAX_VALUE);
      publish("kept");
      sleeper.unstall();
      await().atMost(LONG).until(() -> sleeper.last() == events);
      publish("and on");
      await().atMost(LONG).until(() -> sleeper.last() == events);
      assertThat(sleeper.freshStarts()).isEqualTo(2);
      assertThat(sleeper.taken()).containsExactly(forgotten + 1, forgotten + 2);
      assertThat(sleeper.code()).isZero();
    }
  }

  @Test
  void oneThatIsGoneBehindAProxyThatTakesEverythingIsFound() {
    Duration pong = Duration.ofSeconds(4);
    try (
        WebApp app = start(
            new Patience(LONG, LONG, Duration.ofSeconds(1), pong, Duration.ofSeconds(1), LONG));
        TcpProxy proxy = new TcpProxy("localhost", app.port())) {
      Feed feed = app.feed("chicago");
      RawViewer gone = viewer(proxy.port(), 0);
      RawViewer here = viewer(app.port(), 0);
      publish("before");
      await().atMost(LONG).until(() -> gone.last() == events && here.last() == events);
      await().atMost(LONG).until(() -> feed.met() == 2);
      proxy.swallow();
      while (cut(app, Cut.SILENT) == 0) {
        publish("meanwhile");
        await().atMost(LONG).until(() -> here.last() == events);
      }
      await().atMost(LONG).until(() -> feed.viewers() == 1);
      assertThat(here.code()).isZero();
      assertThat(gone.last()).isEqualTo(1);
      proxy.carry();
      assertThat(gone.connect(proxy.port())).isEqualTo(101);
      await().atMost(LONG).until(() -> gone.last() == events);
      assertThat(gone.taken()).isEqualTo(all());
      assertThat(gone.freshStarts()).isEqualTo(1);
    }
  }
}
