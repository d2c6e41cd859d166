package civiz.web;

import static civiz.web.TestLines.append;
import static civiz.web.TestLines.everything;
import static civiz.web.TestLines.lines;
import static civiz.web.TestLines.numbers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.Retraction;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A fresh start and what history has make everything, wherever the two are cut. */
class HistoryTest {
  private static Window window(FeedLog log) {
    return Objects.requireNonNull(log.window());
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static FeedLog log(int events, int sealEvery) {
    FeedLog log = TestLines.log(0);
    for (long seq = 1; seq <= events; seq++) {
      append(log, seq);
      if (seq % sealEvery == 0) log.seal();
    }
    log.seal();
    return log;
  }

  @Test
  void aShortLogIsSentWhole() {
    List<String> lines = lines(window(log(Window.SNAPSHOT_EVENTS, 50)).opening(null));
    assertThat(lines.getFirst()).doesNotContain("after");
    assertThat(numbers(lines)).isEqualTo(range(1, Window.SNAPSHOT_EVENTS));
  }

  @Test
  void aLongOneBeginsWithItsNewestPart() {
    List<String> lines = lines(window(log(12_000, 50)).opening(null));
    long after = Objects.requireNonNull(TestLines.after(lines.getFirst()));
    assertThat(numbers(lines)).isEqualTo(range(after + 1, 12_000));
    assertThat(12_000 - after).isBetween(Window.SNAPSHOT_EVENTS / 2L, (long) Window.SNAPSHOT_EVENTS);
  }

  @Test
  void allPartsTogetherHaveEverythingOnceAndNoneIsLarge() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 5; round++) {
      Window window = window(log(8_000 + random.nextInt(8_000), 1 + random.nextInt(500)));
      assertThat(numbers(everything(window))).as("seed %d", seed).isEqualTo(range(1, window.seq));
      assertThat(numbers(lines(window.history(window.seq))).size())
          .isLessThanOrEqualTo(Window.HISTORY_EVENTS);
    }
  }

  @Test
  void historyUpToAnyEventEndsThere() {
    Window window = window(log(700, 90));
    for (long upTo = 0; upTo <= 700; upTo++) {
      List<String> lines = lines(window.history(upTo));
      assertThat(lines.getFirst()).isEqualTo(
          "{\"history\":{\"area\":\"chicago\",\"epoch\":\"e\",\"upTo\":%d}}".formatted(upTo));
      assertThat(numbers(lines)).isEqualTo(range(1, upTo));
    }
  }

  @Test
  void whatComesWhileItIsLoadedIsInNeitherTwiceNorMissing() {
    FeedLog log = log(9_000, 50);
    Window before = window(log);
    List<String> start = lines(before.opening(null));
    Long after = TestLines.after(start.getFirst());
    Set<Long> got = new HashSet<>(numbers(start));
    long next = 9_001;
    while (after != null) {
      for (int i = 0; i < 777; i++)
        append(log, next++);
      log.seal();
      List<String> part = lines(window(log).history(after));
      assertThat(got).doesNotContainAnyElementsOf(numbers(part));
      got.addAll(numbers(part));
      after = TestLines.after(part.getFirst());
    }
    assertThat(got).containsExactlyInAnyOrderElementsOf(range(1, 9_000));
  }

  @Test
  void clocksThatGoBackwardsLoseNothing() {
    FeedLog log = TestLines.log(0);
    for (long seq = 1; seq <= 9_000; seq++)
      log.append(TestLines.event(seq), seq, 1_000_000 - seq % 5 * 100_000, "test:" + seq, "test:author");
    log.seal();
    assertThat(numbers(everything(window(log)))).isEqualTo(range(1, 9_000));
  }

  @Test
  void whatCameByTheOpenDoorIsInOneOfTheParts() {
    FeedLog log = TestLines.log(0);
    for (long seq = 1; seq <= 4_000; seq++) {
      append(log, seq);
      log.append("{\"post\":{\"door\":%d}}".formatted(seq).getBytes(UTF_8), seq, "door:" + seq, null);
      if (seq % 37 == 0) log.seal();
    }
    log.seal();
    List<String> lines = everything(window(log));
    assertThat(numbers(lines)).isEqualTo(range(1, 4_000));
    assertThat(lines).filteredOn(line -> line.contains("door")).hasSize(4_000).doesNotHaveDuplicates();
  }

  @Test
  void aFeedOfNothingButBareFeaturesIsSentWhole() {
    FeedLog log = TestLines.log(0);
    for (int i = 0; i < 5_000; i++)
      log.append("{\"post\":{\"door\":%d}}".formatted(i).getBytes(UTF_8), i, "door:" + i, null);
    log.seal();
    assertThat(lines(window(log).opening(null))).hasSize(5_001);
  }

  @Test
  void longPostsMakeFewerAPart() {
    FeedLog log = TestLines.log(0);
    Random random = new Random(1);
    byte[] noise = new byte[20_000];
    for (long seq = 1; seq <= 500; seq++) {
      for (int i = 0; i < noise.length; i++)
        noise[i] = (byte) ('!' + random.nextInt(90));
      log.append(noise, seq, seq, "test:" + seq, null);
    }
    log.seal();
    Message part = window(log).history(500);
    assertThat(part.parts().stream().mapToInt(Fragment::size).sum())
        .isBetween((int) Window.HISTORY_BYTES / 2, (int) Window.HISTORY_BYTES);
  }

  @Test
  void whatWasTakenBackIsInNoPart() {
    FeedLog log = log(9_000, 50);
    Long after = Objects.requireNonNull(TestLines.after(lines(window(log).opening(null)).getFirst()));
    log.retract(new Retraction.OfPost("test:100"));
    log.retract(new Retraction.OfPost("test:" + after));
    assertThat(numbers(everything(window(log)))).hasSize(8_998).doesNotContain(100L, after);
    assertThat(numbers(lines(window(log).history(after)))).last().isEqualTo(after - 1);
  }

  @Test
  void whoFellBehindTheLogGetsAFreshStartToo() {
    FeedLog log = log(9_000, 50);
    long cursor = window(log).start;
    log.expire(500 + TestLines.HELLO.retention().toMillis() / 1000);
    List<String> lines = lines(Objects.requireNonNull(window(log).since(cursor)));
    assertThat(lines.getFirst()).contains("\"resumed\":false", "\"after\":");
    assertThat(numbers(everything(window(log)))).isEqualTo(range(window(log).trimmed + 1, 9_000));
  }

  @Test
  void partsAreMadeOnceForAll() {
    Window window = window(log(9_000, 50));
    assertThat(window.history(7_000)).isSameAs(window.history(7_000));
  }
}
