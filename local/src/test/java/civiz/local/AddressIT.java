package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** The page's address: a link opens in the state that it was taken from, and Back walks through states. */
class AddressIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static Stack.Web web;

  @BeforeAll
  static void start() {
    web = Stack.web(redis.uri());
    try (RedisClient client = RedisClient.create(redis.uri())) {
      for (int minutes : new int[]{30, 0}) {
        client.publish("civiz:{chicago}", """
            {"type":"Feature","id":"shell:%d","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
             "properties":{"text":"hello","created":"%s"}}"""
            .formatted(minutes, Instant.now().minus(Duration.ofMinutes(minutes))));
      }
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  private static MapPage open(String query) {
    return browser.open(URI.create(web.uri() + "/" + query));
  }

  private static Locator rows(MapPage map) {
    return map.page.locator(".row");
  }

  @Test
  void aMovedMapIsMovedForWhoeverOpensItsLinkToo() {
    try (MapPage map = open("")) {
      assertThat(rows(map)).hasCount(2);
      assertThat(map.page).not().hasURL(Pattern.compile(".*at=.*"));
      map.page.getByLabel("Zoom in").click();
      assertThat(map.page).hasURL(Pattern.compile(".*at=41\\.8.*"));
      String link = map.page.url();
      try (MapPage other = browser.open(URI.create(link))) {
        assertThat(rows(other)).hasCount(2);
        assertThat(other.page).hasURL(link);
        other.page.getByLabel("Fit the whole area").click();
        assertThat(other.page).not().hasURL(Pattern.compile(".*at=.*"));
      }
    }
  }

  @Test
  void aLinkIntoThePastShowsThePast() {
    Instant then = Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);
    try (MapPage map = open("?when=" + then.minusSeconds(60) + "/" + then.plusSeconds(60))) {
      assertThat(map.page.locator("#past")).isVisible();
      assertThat(rows(map)).hasCount(1);
      assertThat(map.row("shell:30")).isVisible();
      map.page.keyboard().press("Escape");
      assertThat(rows(map)).hasCount(2);
      map.page.goBack();
      assertThat(rows(map)).hasCount(1);
    }
  }

  @Test
  void backClosesAPostAndForwardOpensItAgain() {
    try (MapPage map = open("?tab=trends")) {
      assertThat(map.page.locator("#trends-panel")).isVisible();
      map.page.locator("#tab-posts").click();
      map.row("shell:30").click();
      assertThat(map.card()).isVisible();
      assertThat(map.page).hasURL(Pattern.compile(".*post=shell%3A30.*"));
      try (MapPage other = browser.open(URI.create(map.page.url()))) {
        assertThat(other.card()).isVisible();
        assertThat(other.row("shell:30")).hasAttribute("aria-current", "true");
      }
      map.page.goBack();
      assertThat(map.card()).isHidden();
      map.page.goForward();
      assertThat(map.card()).isVisible();
      map.page.keyboard().press("Escape");
      assertThat(map.page).not().hasURL(Pattern.compile(".*post=.*"));
      map.page.goBack();
      map.page.goBack();
      map.page.goBack();
      assertThat(map.page.locator("#trends-panel")).isVisible();
    }
  }

  @Test
  void backIsNoReasonToLetGoOfTheFeed() {
    AtomicInteger connections = new AtomicInteger();
    try (MapPage map = browser.open(web.uri(),
        page -> page.onWebSocket(socket -> connections.incrementAndGet()))) {
      Locator box = map.page.locator("#search input");
      box.fill("zeppelin");
      box.press("Enter");
      assertThat(rows(map)).hasCount(0);
      map.page.goBack();
      assertThat(rows(map)).hasCount(2);
      assertThat(connections).hasValue(1);
    }
  }

  @Test
  void theLinkOfWhatIsShownCanBeCopied() {
    try (MapPage map = open("?q=hello")) {
      map.page.getByLabel("Share").first().click();
      assertThat(map.page.getByLabel("Link", new Page.GetByLabelOptions().setExact(true)))
          .hasValue(map.page.url());
      map.page.getByText("Copy", new Page.GetByTextOptions().setExact(true)).first().click();
      assertThat(map.page.locator("#share-dialog .said")).not().isEmpty();
      map.page.keyboard().press("Escape");
      assertThat(map.page.locator("#share-dialog")).isHidden();
    }
  }

  @Test
  void aWallScreenHasNoControls() {
    try (MapPage map = open("?kiosk&theme=dark")) {
      assertThat(map.page.locator("html")).hasAttribute("data-theme", "dark");
      assertThat(map.page.locator("#map")).isVisible();
      assertThat(map.page.locator("#status")).isVisible();
      for (String hidden : new String[]{"#list", "#timeline", ".tools", ".actions", "#search"})
        assertThat(map.page.locator(hidden)).isHidden();
      assertThat(map.breaches()).isEmpty();
    }
  }

  @Test
  void whatCantBeReadIsIgnored() {
    try (MapPage map = open(
        "?at=x,y,z&when=never/now&box=1&colours=__proto__&q=%22&theme=pink&lang=__proto__")) {
      assertThat(rows(map)).hasCount(2);
      assertThat(map.page.locator("#legend summary")).hasText("Age");
      assertThat(map.breaches()).isEmpty();
    }
  }
}
