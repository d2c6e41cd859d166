package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.TestRedis;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The feed's first three promises (contract/README.md) while everything breaks: every event once and in order, or the
 * reader is told and gets everything anew; what is taken back is nowhere. {@code -Druns=20} makes more runs,
 * {@code -Dseed=42} repeats one's faults.
 */
@ParameterizedClass(name = "seed {0}")
@MethodSource("seeds")
class FaultsIT {
  private static final int ROUNDS = 2;
  /** Besides a slow one. */
  private static final int FAULTS_A_ROUND = 5;

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private final long seed;
  private final Random random;
  private final Map<FeedReader, Integer> resets = new HashMap<>();
  private final Set<Fault> happened = EnumSet.noneOf(Fault.class);
  private FaultyPath path;
  private MapPage map;

  FaultsIT(long seed) {
    this.seed = seed;
    random = new Random(seed);
  }

  static LongStream seeds() {
    String seed = System.getProperty("seed");
    return seed != null
        ? LongStream.of(Long.parseLong(seed))
        : new Random().longs(Integer.getInteger("runs", 1), 0, 1_000_000);
  }

  @BeforeEach
  void start() {
    redis.flush();
    System.out.println("Faults with -Dseed=" + seed);
    path = new FaultyPath(redis, seed);
    map = browser.open(path.readerToWeb.uri("http"));
  }

  @AfterEach
  void stop() {
    if (map != null) map.close();
    if (path != null) path.close();
  }

  @Test
  void everyEventArrivesOnceOrTheReaderIsTold() {
    Deque<Fault> quick = shuffled(false);
    Deque<Fault> slow = shuffled(true);
    for (int round = 0; round < ROUNDS; round++) {
      List<Fault> faults = new ArrayList<>(List.of(slow.pop()));
      for (int i = 0; i < FAULTS_A_ROUND; i++)
        faults.add(quick.pop());
      Collections.shuffle(faults, random);
      for (Fault fault : faults) {
        System.out.printf("seed %d: %s%n", seed, fault);
        fault.happen(path);
        happened.add(fault);
        path.pause(200, 800);
      }
      check();
      happened.clear();
    }
  }

  private Deque<Fault> shuffled(boolean slow) {
    List<Fault> faults = new ArrayList<>(
        Stream.of(Fault.values()).filter(fault -> fault.slow == slow).toList());
    Collections.shuffle(faults, random);
    return new ArrayDeque<>(faults);
  }

  /** Looks at every end of the path while nothing is written. */
  private void check() {
    path.publisher.pause();
    path.publisher.awaitListener(FaultyPath.SETTLE);
    List<String> last = path.publisher.postBoth();
    Awaitility.await("the last posts are in the log").atMost(FaultyPath.SETTLE)
        .until(() -> path.feed().posts().containsAll(last));
    boolean dataLost = happened.contains(Fault.REDIS_LOSES_ITS_DATA);
    if (!dataLost) {
      Awaitility.await("every post is in the log").atMost(FaultyPath.SETTLE)
          .untilAsserted(() -> assertThat(path.feed().posts()).isEqualTo(path.publisher.kept()));
    }
    FeedOnRedis feed = path.feed();
    assertThat(feed.posts()).doesNotContainAnyElementsOf(path.publisher.retracted());
    for (String id : path.publisher.retracted())
      assertThat(feed.raw()).doesNotContain("\"post\":{\"type\":\"Feature\",\"id\":\"" + id + "\"");
    for (FeedReader reader : path.readers)
      check(reader, feed);
    for (Stack.Web one : List.of(path.web, path.secondWeb)) {
      try (FeedReader fresh = FaultyPath.reader(one.uri())) {
        assertThat(fresh.taken()).as("what a newcomer gets").isEqualTo(feed.numbers());
        assertThat(fresh.posts()).isEqualTo(feed.documents());
      }
    }
    map.page.evaluate("window.dispatchEvent(new Event('online'))");
    map.page.waitForCondition(() -> map.posts() == feed.posts().size());
    assertThat(map.breaches()).isEmpty();
    if (dataLost) path.publisher.keepOnly(feed.posts());
    path.publisher.resume();
  }

  private void check(FeedReader reader, FeedOnRedis feed) {
    Awaitility.await("the reader is where the log is").atMost(FaultyPath.SETTLE)
        .untilAsserted(() -> assertThat(reader.position()).isEqualTo(feed.position()));
    assertThat(reader.complaints()).isEmpty();
    assertThat(reader.posts()).isEqualTo(feed.documents());
    assertThat(reader.taken()).containsAll(feed.numbers()).doesNotHaveDuplicates();
    int told = reader.resets() - resets.getOrDefault(reader, 0);
    if (happened.contains(Fault.REDIS_LOSES_ITS_DATA)) {
      assertThat(told).as("told to forget").isPositive();
    } else if (!isUnprovable()) {
      assertThat(told).as("told to forget").isZero();
    }
    resets.put(reader, reader.resets());
  }

  /** A new collector can't know what a Redis that restarted has lost. */
  private boolean isUnprovable() {
    return happened.contains(Fault.COLLECTOR_KILLED)
        && (happened.contains(Fault.REDIS_KILLED) || happened.contains(Fault.REDIS_RESTARTED));
  }
}
