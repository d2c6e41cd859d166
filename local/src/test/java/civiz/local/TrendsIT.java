package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

class TrendsIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  void whatRisesIsListedAndFiltersWhenPressed() {
    try (Stack.Web web = Stack.web(redis.uri());
        RedisClient client = RedisClient.create(redis.uri());
        MapPage map = browser.open(web.uri())) {
      Locator rows = map.page.locator("#trends-panel li");
      map.page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Trends")).click();
      assertThat(map.page.locator("#trends-panel .empty")).isVisible();
      for (int i = 0; i < 20; i++)
        publish(client, "old" + i, "Umbrella weather", Duration.ofMinutes(60 + i));
      for (int i = 0; i < 4; i++)
        publish(client, "new" + i, "Umbrella at the #Parade", Duration.ofMinutes(i));
      assertThat(rows).hasCount(1);
      assertThat(rows).containsText("#Parade");
      assertThat(rows).containsText("4 posts");
      rows.locator("button").focus();
      map.page.keyboard().press("Enter");
      assertThat(map.page.locator(".pill")).hasText("#Parade");
      map.page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Posts")).click();
      assertThat(map.page.locator(".row")).hasCount(4);
      assertThat(map.breaches()).isEmpty();
    }
  }

  private static void publish(RedisClient client, String id, String text, Duration age) {
    client.publish("civiz:{chicago}", """
        {"type":"Feature","id":"shell:%s","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
         "properties":{"text":"%s","created":"%s"}}""".formatted(id, text, Instant.now().minus(age)));
  }
}
