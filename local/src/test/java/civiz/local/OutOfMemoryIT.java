package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Redis has no memory left and evicts nothing: posts wait in the collector, which says so and goes on leading, web goes
 * on serving, and when there is memory again everything goes out once and in order.
 */
class OutOfMemoryIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  /** Longer than a lease that is not renewed. */
  private static final Duration LEASE = Duration.ofSeconds(12);
  private static final String REFUSES = "Redis refuses posts; they wait";

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  void postsWaitUntilThereIsMemoryAndTheirCollectorGoesOnLeading() {
    try (Tweeter tweeter = new Tweeter();
        RunningProcess collector = Stack.collector(redis.uri(), Stack.reading(tweeter.server));
        Stack.Web web = Stack.web(redis.uri());
        RunningProcess standby = standby(tweeter);
        FeedReader reader = FaultyPath.reader(web.uri())) {
      tweeter.awaitListener().write(50);
      Awaitility.await().atMost(SOON).until(() -> reader.posts().size() == 50);
      String leader = lease();

      memory("1");
      tweeter.write(500);
      Awaitility.await("the status says what waits and why").atMost(SOON).until(() -> waiting(reader) == 500);
      assertThat(source(reader).path("detail").stringValue("")).startsWith(REFUSES).contains("OOM");
      Awaitility.await("one collector leads").during(LEASE).atMost(LEASE.plus(SOON))
          .until(() -> lease().equals(leader) && web.ready());
      try (FeedReader newcomer = FaultyPath.reader(web.uri())) {
        assertThat(newcomer.posts()).hasSize(50);
      }

      memory("0");
      Awaitility.await("everything is in the log").atMost(SOON)
          .until(() -> FeedOnRedis.read(redis.uri(), Stack.AREA).posts().size() == 550);
      FeedOnRedis feed = FeedOnRedis.read(redis.uri(), Stack.AREA);
      assertThat(feed.posts()).containsExactlyElementsOf(tweeter.written);
      assertThat(feed.numbers()).isEqualTo(LongStream.rangeClosed(1, 550).boxed().toList());
      Awaitility.await().atMost(SOON).until(() -> feed.position().equals(reader.position()));
      assertThat(reader.posts()).isEqualTo(feed.documents());
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.resets()).isZero();
      collector.awaitLine("Redis takes posts again", SOON);
      assertThat(collector.output().lines().filter(line -> line.contains(REFUSES))).hasSize(1);
      assertThat(standby.output()).doesNotContain("\"leads\"");
    }
  }

  private static RunningProcess standby(Tweeter tweeter) {
    tweeter.awaitListener();
    RunningProcess standby = Stack.collector(redis.uri(), Stack.reading(tweeter.server));
    standby.awaitLine("stands by", SOON);
    return standby;
  }

  private static void memory(String bytes) {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      client.configSet("maxmemory-policy", "noeviction");
      client.configSet("maxmemory", bytes);
    }
  }

  private static String lease() {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      return String.valueOf(client.get("civiz:lease"));
    }
  }

  private static long waiting(FeedReader reader) {
    return source(reader).at("/counts/waiting").longValue(-1);
  }

  private static JsonNode source(FeedReader reader) {
    JsonNode status = reader.status();
    return status == null ? MissingNode.getInstance() : status.at("/collector/sources/0");
  }
}
