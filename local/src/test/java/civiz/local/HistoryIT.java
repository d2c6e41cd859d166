package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** A page opens with the newest posts of a feed that has thousands, and then looks back over all of them. */
class HistoryIT {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();
  @RegisterExtension
  static final Browser browser = new Browser();

  private static final int POSTS = 5_000;
  /** What the first message may bring of them (Window.java), and a fragment less. */
  private static final int MOST_AT_FIRST = 1_000;
  private static final int LEAST_AT_FIRST = 500;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private static final Duration BETWEEN = Duration.ofSeconds(4);

  /** As the collector would have left it: a post every four seconds, the last one just now. */
  private void fill(RedisClient client) {
    try (AbstractPipeline pipeline = client.pipelined()) {
      for (int seq = 1; seq <= POSTS; seq++) {
        Instant at = now.minus(BETWEEN.multipliedBy(POSTS - seq));
        pipeline.xadd("civiz:{chicago}:log", new StreamEntryID(seq, 0), Map.of("event",
            "{\"epoch\":\"e\",\"seq\":%d,\"post\":%s}".formatted(seq, post(seq, at)), "ids", "test:" + seq,
            "author",
            "", "at", Long.toString(at.toEpochMilli())));
      }
      pipeline.hset("civiz:{chicago}:head",
          Map.of("epoch", "e", "seq", Integer.toString(POSTS), "trimmed", "0"));
    }
  }

  private static String post(int seq, Instant at) {
    return """
        {"type":"Feature","id":"test:%d","geometry":{"type":"Point","coordinates":[-87.63,41.88]},\
        "properties":{"source":"test","created":"%s","text":"number %d"}}""".formatted(seq, at, seq);
  }

  @Test
  void theNewestPostsAreThereAtOnceAndAllTheOthersSoonAfter() {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      fill(client);
      try (Stack.Web web = Stack.web(redis.uri()); MapPage map = browser.open(web.uri())) {
        Page page = map.page;
        page.waitForCondition(() -> map.posts() == POSTS);
        assertThat(page.locator("#timeline canvas")).hasAttribute("aria-label",
            Pattern.compile("5,000 posts since .*"));
        assertThat(page.locator("#timeline .history")).isHidden();

        Held history = new Held(page);
        page.reload();
        assertThat(map.row("test:" + POSTS)).isVisible();
        assertThat(page.locator("#timeline .history")).hasText("Loading earlier posts…");
        assertThat(map.posts()).isBetween(LEAST_AT_FIRST, MOST_AT_FIRST);
        page.waitForCondition(() -> !history.answers.isEmpty());

        // taken back after the answer was made, and before the page has it
        client.publish("civiz:{chicago}", "{\"retract\":{\"id\":\"test:7\"}}");
        client.publish("civiz:{chicago}", post(POSTS + 1, now.plusSeconds(1)));
        assertThat(map.row("test:" + (POSTS + 1))).isVisible();
        history.release();
        page.waitForCondition(() -> map.posts() == POSTS);
        assertThat(page.locator("#timeline .history")).isHidden();
        assertThat(page.locator("#list .more")).isHidden();
        page.locator("#search input").fill("7");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> map.posts() > 0 && map.posts() < POSTS);
        assertThat(map.row("test:7")).hasCount(0);
        assertThat(map.breaches()).isEmpty();
      }
    }
  }

  /** Holds what the server answers until it is released, as a slow network does. Used by the page's thread. */
  private static final class Held {
    final List<APIResponse> answers = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final Page page;

    Held(Page page) {
      this.page = page;
      page.route("**/history?*", route -> {
        answers.add(route.fetch());
        routes.add(route);
      });
    }

    void release() {
      for (int i = 0; i < routes.size(); i++)
        routes.get(i).fulfill(new Route.FulfillOptions().setResponse(answers.get(i)));
      page.unroute("**/history?*");
    }
  }
}
