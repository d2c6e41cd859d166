package civiz.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.FeedEvent;
import civiz.testing.JetstreamServer;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/**
 * The feed's fourth promise (contract/README.md): two collectors, of which the first is killed or hangs for 30 s while
 * posts arrive. The other one takes over in time, the late one is refused, and every post is published exactly once.
 * Runs are mostly waiting, so several go on at a time, each in a database of Redis and an area of its own.
 * {@code -Druns=20} makes more of them, {@code -Dseed=42} repeats one.
 */
class TakeoverIT {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final int AT_A_TIME = 4;
  /** What is promised from the death of a collector to the first word of the next. */
  private static final Duration TAKEOVER = Duration.ofSeconds(15);
  private static final Duration HANG = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofSeconds(60);

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  @Test
  void anotherCollectorTakesOverAndEveryPostIsPublishedOnce() throws InterruptedException {
    List<Long> seeds = seeds();
    try (ExecutorService runs = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < seeds.size(); i++) {
        // both kinds of faults, however few runs there are
        Run run = new Run(i % 15 + 1, seeds.get(i), i % 2 == 0);
        results.add(runs.submit(run::happen));
      }
      for (int i = 0; i < results.size(); i++)
        await(results.get(i), "run with -Dseed=" + seeds.get(i));
    }
  }

  private static List<Long> seeds() {
    String seed = System.getProperty("seed");
    LongStream seeds = seed == null
        ? new Random().longs(Integer.getInteger("runs", 3), 0, 1_000_000)
        : LongStream.of(Long.parseLong(seed), Long.parseLong(seed));
    return seeds.boxed().toList();
  }

  private static void await(Future<?> run, String name) throws InterruptedException {
    try {
      run.get();
    } catch (ExecutionException e) {
      throw new AssertionError(name, e.getCause());
    }
  }

  private static final class Run {
    private final URI database;
    private final String area;
    private final Random random;
    private final boolean killed;
    private final List<String> written = new ArrayList<>();
    private volatile boolean writing = true;

    Run(int number, long seed, boolean killed) {
      database = URI.create(redis.uri() + "/" + number);
      area = "run" + number;
      random = new Random(seed);
      this.killed = killed;
    }

    void happen() {
      try (RedisClient client = RedisClient.create(database)) {
        client.flushDB(); // of an earlier run
      }
      try (JetstreamServer server = JetstreamServer.start()) {
        try (RunningProcess first = collector(server)) {
          first.awaitLine("the stream is open", LONG);
          Thread writer = Thread.ofPlatform().name("writer").start(() -> write(server));
          try (RunningProcess second = collector(server)) {
            second.awaitLine("stands by", LONG);
            // what comes before the first cursor is the past of a stream that nobody has asked for
            first.await("kept a cursor", LONG, () -> !get("civiz:cursor:jetstream").isEmpty());
            pause(random.nextInt(500, 3000));
            if (killed) loseByDeath(first);
            else loseByHanging(first);
            pause(random.nextInt(500, 1500));
            writing = false;
            writer.join();
            check(second);
          }
        } finally {
          writing = false;
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }

    private RunningProcess collector(JetstreamServer server) {
      return Stack.collector(database,
          Map.of("AREAS", area + "=-87.96,41.644,-87.40,42.04", "JETSTREAM_URLS", server.url().toString()));
    }

    private void write(JetstreamServer server) {
      while (writing) {
        String key = "post" + written.size();
        String record = """
            {"$type":"app.beaconbits.beacon","shout":"number %d","createdAt":"%s",
             "location":{"latitude":"41.88","longitude":"-87.63"}}""".formatted(written.size(),
            Instant.now());
        server.commit("create", "did:plc:aaaabbbbccccddddeeeeffff", "app.beaconbits.beacon", key, record);
        written.add("jetstream:did:plc:aaaabbbbccccddddeeeeffff/app.beaconbits.beacon/" + key);
        pause(random.nextInt(5, 40));
      }
    }

    private void loseByDeath(RunningProcess first) {
      String before = leader();
      first.kill();
      awaitAnother(before);
    }

    private void loseByHanging(RunningProcess first) {
      String before = leader();
      first.pause();
      long start = System.nanoTime();
      awaitAnother(before);
      LockSupport.parkNanos(HANG.toNanos() - (System.nanoTime() - start));
      first.resume();
      assertThat(first.awaitExit(LONG)).isEqualTo(1);
      assertThat(first.output()).contains("the collector can't go on");
      assertThat(leader()).isNotEqualTo(before);
    }

    private void awaitAnother(String before) {
      long start = System.nanoTime();
      Awaitility.await().atMost(TAKEOVER).pollInterval(Duration.ofMillis(100))
          .until(() -> !leader().equals(before));
      System.out.printf("%s: %s, another led after %.1f s%n", area, killed ? "killed" : "hung",
          (System.nanoTime() - start) / 1e9);
    }

    /** Every post once and in order: as events, not only as ids, because a doubled one would be an event of its own. */
    private void check(RunningProcess second) {
      String last = written.getLast();
      second.await("published the last post", LONG, () -> published().contains(last));
      assertThat(published()).isEqualTo(written);
      List<Long> numbers = FeedOnRedis.read(database, area).numbers();
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, written.size()).boxed().toList());
      assertThat(second.isAlive()).isTrue();
    }

    private List<String> published() {
      return FeedOnRedis.read(database, area).raw().lines()
          .map(line -> String.valueOf(FeedEvent.read(line.getBytes(UTF_8)).id()))
          .toList();
    }

    /** The collector that was heard last; empty before the first. */
    private String leader() {
      try (RedisClient client = RedisClient.create(database)) {
        String status = client.hget("civiz:{" + area + "}:head", "status");
        int at = status == null ? -1 : status.indexOf("\"collector\":\"");
        return at < 0 ? "" : status.substring(at + 13, at + 29);
      }
    }

    private String get(String key) {
      try (RedisClient client = RedisClient.create(database)) {
        String value = client.get(key);
        return value == null ? "" : value;
      }
    }

    private static void pause(int millis) {
      LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
  }
}
