package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.FeedEvent;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The collector as a process, with signals that only processes get. */
class CollectorProcessTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(30);
  /** What is promised from the death of a collector to the first word of the next. */
  private static final Duration TAKEOVER = Duration.ofSeconds(15);

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  private static RunningProcess collector() {
    return RunningProcess.command(Path.of("."),
        Map.of("REDIS_URL", redis.uri().toString(), "SIMULATED_RATE", "50", "LOG_LEVEL", "INFO"),
        RunningProcess.java(), "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
        "civiz.collector.CollectorMain");
  }

  private static Feed feed() {
    return new Feed(redis.uri(), Samples.CHICAGO);
  }

  private static String leader(Feed feed) {
    String status = feed.head().getOrDefault("status", "");
    int at = status.indexOf("\"collector\":\"");
    return at < 0 ? "" : status.substring(at + 13, at + 29);
  }

  @Test
  void aSecondOneTakesOverFromOneThatWasKilled() {
    try (Feed feed = feed(); RunningProcess first = collector()) {
      first.awaitLine(": leads", LONG);
      try (RunningProcess second = collector()) {
        second.awaitLine("stands by", LONG);
        Awaitility.await().atMost(LONG).until(() -> !leader(feed).isEmpty());
        String before = leader(feed);
        first.kill();
        Awaitility.await().atMost(TAKEOVER).until(() -> !leader(feed).equals(before));
        assertThat(numbers(feed.log())).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void oneThatHungAndWakesUpIsRefusedAndExits() {
    try (Feed feed = feed().listen(); RunningProcess first = collector()) {
      first.awaitLine(": leads", LONG);
      try (RunningProcess second = collector()) {
        second.awaitLine("stands by", LONG);
        Awaitility.await().atMost(LONG).until(() -> !leader(feed).isEmpty());
        String before = leader(feed);
        first.pause();
        Awaitility.await().atMost(TAKEOVER).until(() -> !leader(feed).equals(before));
        int heard = feed.statuses().size();
        first.resume();
        assertThat(first.awaitExit(LONG)).isEqualTo(1);
        assertThat(first.output()).contains("the collector can't go on");
        assertThat(feed.statuses().subList(heard, feed.statuses().size()))
            .noneMatch(status -> status.contains(before));
        List<Long> numbers = numbers(feed.events());
        assertThat(numbers)
            .isEqualTo(LongStream.rangeClosed(numbers.getFirst(), numbers.getLast()).boxed().toList());
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  @Test
  void sigtermPublishesWhatWaitsAndFreesTheLease() {
    try (Feed feed = feed(); RunningProcess collector = collector()) {
      collector.awaitLine("SIMULATED", LONG);
      Awaitility.await().atMost(LONG).until(() -> feed.entries().size() > 20);
      collector.terminate();
      assertThat(collector.awaitExit(Duration.ofSeconds(20))).isEqualTo(143);
      assertThat(collector.awaitLine("has stopped", LONG)).doesNotContain("waiting", "dropped");
      assertThat(feed.redis.exists("civiz:lease")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRecordingThatIsStoppedIsAWholeFile(boolean fromTheKeyboard, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("city.ndjson.gz");
    try (RunningProcess record = RunningProcess.command(Path.of("."), Map.of("SIMULATED_RATE", "50"),
        RunningProcess.java(), "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
        "civiz.collector.CollectorMain", "record", file.toString())) {
      record.await("write", LONG, () -> file.toFile().length() > 1000);
      if (fromTheKeyboard) record.interrupt();
      else record.terminate();
      assertThat(record.awaitExit(LONG)).isEqualTo(fromTheKeyboard ? 130 : 143);
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lines).endsWith("}\n");
        assertThat(record.awaitLine("recorded ", LONG)).contains("recorded %d posts and %d retraction"
            .formatted(lines.lines().filter(line -> line.contains("Feature")).count(),
                lines.lines().filter(line -> line.contains("\"retract\"")).count()));
      }
    }
  }

  private static List<Long> numbers(List<String> events) {
    return events.stream().map(Feed::read).map(FeedEvent::seq).toList();
  }
}
