package civiz.local;

import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/**
 * Measures what a person feels: how long a post takes to the list in a browser, how soon web.jar is ready, what both
 * processes weigh. It asserts nothing: figures depend on the machine, and on what else runs there. After
 * {@code mvn verify}:
 *
 * <pre>mvn -q -pl local -am test-compile exec:exec@figures</pre>
 */
public final class Figures {
  private static final int POSTS = 300;
  private static final Duration BETWEEN = Duration.ofMillis(100);
  /** Notes when a row appears; the text of a post is the time when it was written. */
  private static final String WATCH = """
      globalThis.delays = [];
      const watch = () => new MutationObserver((changes) => {
        const now = Date.now();
        for (const { addedNodes } of changes) for (const row of addedNodes) {
          const sent = Number(row.querySelector?.('.text')?.textContent);
          if (sent > 0) delays.push(now - sent);
        }
      }).observe(document.querySelector('.rows'), { childList: true });
      document.addEventListener('DOMContentLoaded', watch);
      """;

  private Figures() {}

  /** Prints them. */
  public static void main(String[] arguments) {
    Browser browser = new Browser();
    browser.open();
    try (TestRedis redis = new TestRedis().open();
        TwitterStreamServer twitter = TwitterStreamServer.start()) {
      measure(browser, redis.uri(), twitter);
    } finally {
      browser.close();
    }
  }

  private static void measure(Browser browser, URI redis, TwitterStreamServer twitter) {
    long before = System.nanoTime();
    try (RunningProcess collector = Stack.collector(redis, Stack.reading(twitter));
        Stack.Web web = Stack.web(redis);
        RedisClient client = RedisClient.create(redis)) {
      System.out.printf("web.jar started to ready, beside a starting collector.jar: %.1f s%n",
          since(before) / 1e3);
      try (MapPage map = browser.open(web.uri(), WATCH)) {
        run(map, "Redis PUBLISH to browser",
            at -> client.publish("civiz:{chicago}",
                """
                    {"type":"Feature","geometry":{"type":"Point","coordinates":[-87.6,41.8]},"properties":{"text":"%d"}}"""
                    .formatted(at)));
        run(map, "v1.1 stream to browser", at -> twitter.send(Tweets.at(-87.6, 41.8).text("" + at).json()));
      }
      System.out.printf("resident memory: collector.jar %d MB, web.jar %d MB%n", residentMegabytes(collector),
          residentMegabytes(web.process()));
    }
    before = System.nanoTime();
    try (Stack.Web _ = Stack.web(redis)) {
      System.out.printf("web.jar started to ready, alone: %.1f s%n", since(before) / 1e3);
    }
  }

  private static void run(MapPage map, String what, LongConsumer send) {
    map.page.evaluate("delays.length = 0");
    for (int i = 0; i < POSTS; i++) {
      send.accept(System.currentTimeMillis());
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    map.page.waitForCondition(() -> delays(map).size() >= POSTS);
    List<Integer> sorted = delays(map).stream().sorted().toList();
    System.out.printf("%s, %d posts at 10/s: p50 %d ms, p99 %d ms%n", what, POSTS, sorted.get(POSTS / 2),
        sorted.get(POSTS * 99 / 100));
  }

  private static List<Integer> delays(MapPage map) {
    return ((List<?>) map.page.evaluate("delays")).stream().map(delay -> (Integer) delay).toList();
  }

  private static long since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
  }

  private static long residentMegabytes(RunningProcess process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      String resident = lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(resident.replaceAll("[^0-9]", "")) / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
