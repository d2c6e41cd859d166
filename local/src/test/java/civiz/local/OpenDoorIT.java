package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

class OpenDoorIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  void aFeatureThatAnyProgramPublishesIsOnEveryOpenMap() {
    try (RedisClient client = RedisClient.create(redis.uri());
        Stack.Web one = Stack.web(redis.uri());
        Stack.Web two = Stack.web(redis.uri());
        MapPage first = browser.open(one.uri());
        MapPage second = browser.open(two.uri())) {
      client.publish("civiz:{chicago}", "this is not even JSON");
      client.publish("civiz:{chicago}",
          "{\"type\":\"Feature\",\"id\":\"shell:1\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-87.63,41.88]},"
              + "\"properties\":{\"text\":\"Hello from the shell\"}}");
      assertThat(first.row("shell:1")).containsText("Hello from the shell");
      assertThat(second.row("shell:1")).containsText("Hello from the shell");
      client.publish("civiz:{chicago}", "{\"retract\":{\"id\":\"shell:1\"}}");
      assertThat(first.row("shell:1")).hasCount(0);
      assertThat(second.row("shell:1")).hasCount(0);
      Awaitility.await().untilAsserted(
          () -> assertThat(Stack.health(one.uri()).at("/areas/chicago/malformed").asInt()).isOne());
      assertThat(first.breaches()).isEmpty();
    }
  }
}
