package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.collector.source.XConfig;
import civiz.contract.Secret;
import civiz.testing.TestRedis;
import civiz.testing.XApiServer;
import civiz.testing.XPosts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One budget for the collectors that come after one another; on a real Redis. */
class XBudgetSharedTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void aTakeoverAndARestartGoOnWithTheBudgetUntilItIsSpent() {
    redis.flush();
    try (XApiServer server = XApiServer.start(); Feed feed = new Feed(redis.uri(), Samples.CHICAGO)) {
      try (CollectorApp standby = app(server)) {
        try (CollectorApp first = app(server)) {
          first.start();
          send(server, 2);
          awaitLog(feed, 2);
          standby.start();
        }
        send(server, 2);
        awaitLog(feed, 4);
      }
      try (CollectorApp restarted = app(server)) {
        restarted.start();
        send(server, 4);
        await().atMost(LONG).until(() -> status(feed).contains("5 posts a month"));
        assertThat(status(feed)).contains("\"state\":\"waiting\"", "next attempt at 20", "-01T00:00:00Z");
        assertThat(server.open()).isZero();
      }
      assertThat(feed.logIds()).hasSize(5);
      int connections = server.connections();
      try (CollectorApp spent = app(server)) {
        spent.start();
        await().atMost(LONG).until(() -> status(feed).contains("5 posts a month"));
        assertThat(server.connections()).isEqualTo(connections);
      }
    }
  }

  /** A month's limit, because a day's would end when the test runs over midnight. */
  private static CollectorApp app(XApiServer server) {
    XConfig config = new XConfig(server.baseUrl(), new Secret(XApiServer.TOKEN), null, null, 5);
    return new CollectorApp(new CollectorConfig(Samples.config(redis.uri(), Samples.CHICAGO), List.of(config),
        Samples.NOTHING_BLOCKED));
  }

  /** In one piece; waits for a stream to be open. */
  private static void send(XApiServer server, int posts) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < posts; i++)
      lines.append(XPosts.at(-87.63, 41.88).json()).append("\r\n");
    server.sendRaw(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void awaitLog(Feed feed, int posts) {
    await().atMost(LONG).untilAsserted(() -> assertThat(feed.logIds()).hasSize(posts));
  }

  private static String status(Feed feed) {
    return feed.head().getOrDefault("status", "");
  }
}
