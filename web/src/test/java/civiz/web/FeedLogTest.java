package civiz.web;

import static civiz.web.TestLines.append;
import static civiz.web.TestLines.lines;
import static civiz.web.TestLines.numbers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.Retraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedLogTest {
  private static Window window(FeedLog log) {
    return Objects.requireNonNull(log.window());
  }

  private static List<String> snapshot(FeedLog log) {
    return lines(window(log).opening(null));
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static List<String> read(@Nullable Message message) {
    return message == null ? List.of() : lines(message);
  }

  @Test
  void nothingIsSeenBeforeTheLogWasRead() {
    FeedLog log = new FeedLog(TestLines.HELLO, TestLines.metrics());
    log.status("{\"status\":{}}\n".getBytes(UTF_8));
    log.seal();
    assertThat(log.window()).isNull();
    log.begin("e", 5, 0);
    append(log, 6);
    log.seal();
    assertThat(log.window()).isNull();
    log.end();
    assertThat(snapshot(log)).hasSize(3).first().asString()
        .isEqualTo(
            "{\"hello\":{\"area\":\"chicago\",\"bounds\":[-87.96,41.644,-87.4,42.04],\"areas\":[\"chicago\"],"
                + "\"epoch\":\"e\",\"seq\":6,\"resumed\":false,\"retention\":3600,\"version\":\"test\"}}");
  }

  @Test
  void whoIsUpToDateSharesTheFragmentItself() {
    FeedLog log = TestLines.log(0);
    long cursor = window(log).next;
    append(log, 1);
    append(log, 2);
    log.seal();
    Message message = Objects.requireNonNull(window(log).since(cursor));
    assertThat(message.parts()).containsExactly(window(log).fragments().getLast());
    assertThat(window(log).since(cursor)).isSameAs(message);
    assertThat(window(log).since(message.next())).isNull();
  }

  @Test
  void everyPositionGetsExactlyWhatFollowsHoweverTheLogIsCut() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    FeedLog log = TestLines.log(0);
    List<Viewpoint> viewers = new ArrayList<>();
    for (long seq = 1; seq <= 3000; seq++) {
      if (random.nextInt(50) == 0) viewers.add(new Viewpoint(window(log)));
      append(log, seq);
      if (random.nextInt(20) == 0) log.seal();
      if (random.nextInt(30) == 0) log.status("{\"status\":{}}\n".getBytes(UTF_8));
      for (Viewpoint viewer : viewers)
        if (random.nextInt(40) == 0) viewer.take(window(log).since(viewer.cursor));
    }
    log.seal();
    for (Viewpoint viewer : viewers) {
      viewer.take(window(log).since(viewer.cursor));
      assertThat(viewer.seen).as("seed %d", seed).isEqualTo(range(1, 3000));
    }
  }

  private static final class Viewpoint {
    final List<Long> seen = new ArrayList<>();
    long cursor;

    Viewpoint(Window window) {
      seen.addAll(numbers(TestLines.everything(window)));
      cursor = window.opening(null).next();
    }

    void take(@Nullable Message message) {
      if (message == null) return;
      seen.addAll(numbers(lines(message)));
      cursor = message.next();
    }
  }

  @Test
  void everyNumberIsResumedExactly() {
    FeedLog log = TestLines.log(500);
    for (long since = 0; since <= 500; since++) {
      List<String> lines = lines(window(log).opening(new Since("e", since)));
      assertThat(lines.getFirst()).contains("\"resumed\":true", "\"seq\":500");
      assertThat(numbers(lines)).isEqualTo(range(since + 1, 500));
    }
  }

  @Test
  void whatCannotBeResumedBeginsAnew() {
    FeedLog log = new FeedLog(TestLines.HELLO, TestLines.metrics());
    log.begin("e", 10, 0);
    for (long seq = 11; seq <= 20; seq++)
      append(log, seq);
    log.end();
    for (Since since : List.of(new Since("e", 9), new Since("e", 21), new Since("f", 15),
        new Since("", 15))) {
      List<String> lines = lines(window(log).opening(since));
      assertThat(lines.getFirst()).contains("\"resumed\":false");
      assertThat(numbers(lines)).isEqualTo(range(11, 20));
    }
    assertThat(read(window(log).opening(new Since("e", 10)))).first().asString().contains("\"resumed\":true");
  }

  @Test
  void aBareFeatureIsSentAgainRatherThanMissed() {
    FeedLog log = TestLines.log(3);
    log.append("{\"post\":{\"bare\":1}}".getBytes(UTF_8), 4, "test:bare", null);
    append(log, 4);
    log.seal();
    assertThat(lines(window(log).opening(new Since("e", 3)))).hasSize(3).element(1).asString()
        .contains("bare");
    assertThat(lines(window(log).opening(new Since("e", 4)))).hasSize(1);
  }

  @Test
  void lineFeedsInsideAnEventDoNotBreakTheLine() {
    FeedLog log = TestLines.log(0);
    log.append("{\"post\":\r\n{}\n}".getBytes(UTF_8), 1, null, null);
    log.seal();
    assertThat(snapshot(log)).last().isEqualTo("{\"post\":  {} }");
  }

  @Test
  void whoeverAsksForManyPlacesGetsThemRight() {
    FeedLog log = TestLines.log(300);
    Window window = window(log);
    for (long cursor = window.start; cursor < window.next; cursor++) {
      assertThat(numbers(read(window.since(cursor)))).hasSize((int) (window.next - cursor));
    }
  }

  @Test
  void onlyTheLatestStatusStays() {
    FeedLog log = TestLines.log(2);
    long behind = window(log).next;
    log.status("{\"status\":1}\n".getBytes(UTF_8));
    log.seal();
    long upToDate = window(log).next;
    log.status("{\"status\":2}\n".getBytes(UTF_8));
    append(log, 3);
    log.seal();
    assertThat(read(window(log).since(behind))).hasSize(2).last().isEqualTo("{\"status\":2}");
    assertThat(read(window(log).since(upToDate))).hasSize(2);
    assertThat(snapshot(log)).filteredOn(line -> line.contains("status")).containsExactly("{\"status\":2}");
    append(log, 4);
    log.seal();
    assertThat(numbers(read(window(log).since(window(log).next - 1)))).containsExactly(4L);
    assertThat(read(window(log).since(window(log).next - 1))).hasSize(1);
  }

  @Test
  void smallFragmentsBecomeFew() {
    FeedLog log = TestLines.log(0);
    for (long seq = 1; seq <= 5000; seq++) {
      append(log, seq);
      log.seal();
    }
    assertThat(window(log).fragments()).hasSizeLessThan(100);
    assertThat(window(log).events()).isEqualTo(5000);
    assertThat(numbers(TestLines.everything(window(log)))).isEqualTo(range(1, 5000));
  }

  @Test
  void itIsBoundedAndKnowsWhatItForgot() {
    FeedLog log = new FeedLog(TestLines.HELLO, TestLines.metrics());
    log.begin("e", 0, 0);
    log.end();
    long early = window(log).next;
    int events = FeedLog.MOST_EVENTS + 5000;
    for (long seq = 1; seq <= events; seq++) {
      append(log, seq);
      if (seq % 50 == 0) log.seal();
    }
    Window window = window(log);
    assertThat(log.since()).as("events of these tests come at the millisecond of their number")
        .isEqualTo(window.trimmed);
    assertThat(window.events()).isBetween(FeedLog.MOST_EVENTS - 1000, FeedLog.MOST_EVENTS);
    assertThat(window.trimmed).isEqualTo(events - window.events());
    assertThat(read(window.since(early)).getFirst()).contains("\"resumed\":false");
    assertThat(read(window.opening(new Since("e", window.trimmed - 1))).getFirst())
        .contains("\"resumed\":false");
    assertThat(numbers(read(window.opening(new Since("e", window.trimmed))))).first()
        .isEqualTo(window.trimmed + 1);
  }

  @Test
  void longPostsAreBoundedByTheirBytes() {
    FeedLog log = TestLines.log(0);
    Random random = new Random(1);
    byte[] noise = new byte[20_000];
    for (long seq = 1; seq <= 1500; seq++) {
      for (int i = 0; i < noise.length; i++)
        noise[i] = (byte) ('!' + random.nextInt(90));
      log.append(noise, seq, seq, "test:" + seq, null);
    }
    log.seal();
    assertThat(window(log).bytes()).isBetween(FeedLog.MOST_BYTES * 9 / 10, FeedLog.MOST_BYTES);
  }

  @Test
  void whatIsTooOldLeavesAlsoFromInsideAFragment() {
    FeedLog log = TestLines.log(1000);
    log.expire(300);
    assertThat(numbers(snapshot(log))).first().satisfies(first -> assertThat(first).isLessThanOrEqualTo(300));
    log.expire(700 + TestLines.HELLO.retention().toMillis() / 1000);
    long trimmed = window(log).trimmed;
    assertThat(numbers(snapshot(log))).isEqualTo(range(trimmed + 1, 1000));
    log.expire(1_000_000);
    assertThat(window(log).events()).isZero();
    assertThat(window(log).trimmed).isEqualTo(1000);
    assertThat(read(window(log).opening(new Since("e", 1000))).getFirst()).contains("\"resumed\":true");
  }

  @Test
  void aRetractedPostLeavesMemory() {
    FeedLog log = new FeedLog(TestLines.HELLO, TestLines.metrics());
    log.begin("e", 0, 0);
    log.end();
    for (long seq = 1; seq <= 200; seq++) {
      append(log, seq);
      if (seq % 7 == 0) log.seal();
    }
    // a new version of the same post, and one that is not sealed yet
    log.append(TestLines.event(201, "test:50", "test:author"), 201, 201, "test:50", "test:author");
    log.retract(new Retraction.OfPost("test:50"));
    log.retract(new Retraction.OfPost("test:200"));
    for (Fragment fragment : window(log).fragments())
      assertThat(new String(fragment.inflate(), UTF_8)).doesNotContain("\"test:50\"", "\"test:200\"");
    log.seal();
    assertThat(numbers(snapshot(log))).hasSize(198).doesNotContain(50L, 200L, 201L);
    assertThat(numbers(read(window(log).opening(new Since("e", 50))))).first().isEqualTo(51L);
  }

  @Test
  void aBareFeatureCanBeTakenBackToo() {
    FeedLog log = TestLines.log(0);
    String post = TestPublisher.post("test:bare", "test:someone", "", "open");
    log.append(("{\"post\":" + post + "}").getBytes(UTF_8), 1, "test:bare", "test:someone");
    log.seal();
    log.retract(new Retraction.OfAuthor("test:someone", null));
    assertThat(window(log).fragments()).isEmpty();
  }

  @Test
  void aNewEpochGreetsWhoWasThere() {
    FeedLog log = TestLines.log(10);
    long cursor = window(log).next;
    Window before = window(log);
    log.begin("f", 20, 0);
    log.append(TestLines.event(21), 21, 21, "test:21", null);
    log.seal();
    assertThat(window(log)).isSameAs(before);
    log.end();
    List<String> lines = read(window(log).since(cursor));
    assertThat(lines.getFirst()).contains("\"epoch\":\"f\"", "\"seq\":21", "\"resumed\":false");
    assertThat(lines).hasSize(2);
    assertThat(read(window(log).since(window(log).next))).isEmpty();
  }
}
