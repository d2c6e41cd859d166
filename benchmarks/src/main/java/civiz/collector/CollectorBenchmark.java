package civiz.collector;

import civiz.collector.source.FloodSource;
import civiz.contract.Area;
import civiz.contract.SharedConfig;
import civiz.testing.TestRedis;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.RedisClient;

/**
 * How many posts a second the collector puts into a real Redis, from a line of X's stream to the event in the log and
 * on the channel, each post once. Arguments: posts a run (300,000), runs (5). The first run warms up.
 */
public final class CollectorBenchmark {
  private static final List<Area> AREAS = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04");

  private CollectorBenchmark() {}

  /** Prints a line a run. */
  public static void main(String[] arguments) {
    int posts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    try (TestRedis redis = new TestRedis().open()) {
      for (int run = 0; run < runs; run++) {
        redis.flush();
        measure(run, posts, redis.uri());
      }
    }
  }

  private static void measure(int run, int posts, URI redis) {
    SharedConfig config = new SharedConfig(redis, true, false, AREAS, Duration.ofHours(24));
    AtomicReference<CollectorApp> running = new AtomicReference<>();
    FloodSource source = new FloodSource(posts, () -> published(running.get()));
    try (CollectorApp app = new CollectorApp(config, new Blocklist(List.of(), List.of()),
        new RedisFeed(config),
        List.of(source))) {
      running.set(app);
      app.start();
      while (published(app) == 0)
        LockSupport.parkNanos(1_000_000);
      long before = published(app);
      long start = System.nanoTime();
      long cpu = cpu();
      double redisCpu = redisCpu(redis);
      while (published(app) < posts)
        LockSupport.parkNanos(1_000_000);
      double seconds = (System.nanoTime() - start) / 1e9;
      long counted = posts - before;
      System.out.printf(
          "run %d: %,d posts in %.2f s: %,.0f posts/s; CPU a post: collector %.1f us, Redis %.1f us%s%n", run,
          counted, seconds, counted / seconds, (cpu() - cpu) / 1e3 / counted,
          (redisCpu(redis) - redisCpu) * 1e6 / counted, run == 0 ? " (warming up)" : "");
    }
  }

  private static long published(CollectorApp app) {
    return app.counts().of(Counts.Fate.PUBLISHED);
  }

  /** Nanoseconds of all threads of this process. */
  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  /** Seconds of the server's process. */
  private static double redisCpu(URI redis) {
    try (RedisClient client = RedisClient.create(redis)) {
      return client.info("cpu").lines().filter(line -> line.matches("used_cpu_(user|sys):.*"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1))).sum();
    }
  }
}
