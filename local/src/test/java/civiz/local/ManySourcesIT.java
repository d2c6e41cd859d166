package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.GeoJsonReply;
import civiz.testing.GeoJsonServer;
import civiz.testing.JetstreamServer;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.XApiServer;
import civiz.testing.XPosts;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three sources at once: one reaches its budget, one has no server, and neither is noticed by the third. */
class ManySourcesIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final LocatorAssertions.ContainsTextOptions SOON = new LocatorAssertions.ContainsTextOptions()
      .setTimeout(30_000);

  @Test
  void whatOneSourceSuffersTheOthersDoNotAndThePageTellsThemApart() {
    try (XApiServer x = XApiServer.start();
        JetstreamServer jetstream = JetstreamServer.start();
        GeoJsonServer quakes = GeoJsonServer.start(GeoJsonReply.document("{}"));
        RunningProcess collector = Stack.collector(redis.uri(), Map.of("SOURCES", "x,jetstream,geojson",
            "X_BEARER_TOKEN", XApiServer.TOKEN, "X_API_BASE_URL", x.baseUrl().toString(), "X_POSTS_PER_DAY",
            "2",
            "JETSTREAM_URLS", jetstream.url().toString(), "GEOJSON_FEEDS", "quakes=" + quakes.url()));
        Stack.Web web = Stack.web(redis.uri());
        MapPage map = browser.open(web.uri())) {
      collector.awaitLine("the feed can't be read", Stack.START);
      quakes.stop();
      x.post(XPosts.at(-87.63, 41.88).text("the first one").json());
      x.post(XPosts.at(-87.64, 41.89).text("the second one").json());
      map.page.locator("#status").click();
      Locator hops = map.page.locator("#hops");
      assertThat(hops).containsText("today 2 of 2 posts, $0.01", SOON);
      assertThat(hops).containsText("resumes", SOON);
      assertThat(hops.locator("li").filter(new Locator.FilterOptions().setHasText("Source quakes")))
          .containsText("failed", SOON);
      map.page.keyboard().press("Escape");

      jetstream.commit("create", "did:plc:aaaabbbbccccddddeeeeffff", "app.beaconbits.beacon", "3k1", """
          {"$type":"app.beaconbits.beacon","shout":"hello from elsewhere","createdAt":"2026-11-21T09:00:00Z",
           "location":{"latitude":"41.9","longitude":"-87.65"}}""");
      assertThat(
          map.page.locator(".row").filter(new Locator.FilterOptions().setHasText("hello from elsewhere")))
          .isVisible();
      assertThat(map.page.locator(".row")).hasCount(3);
      assertThat(collector.isAlive()).isTrue();
      assertThat(map.breaches()).isEmpty();
    }
  }
}
