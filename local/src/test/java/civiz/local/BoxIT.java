package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** A box drawn on the map. One post lies in its west, one in its east. */
class BoxIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static Stack.Web web;
  private MapPage map;

  @BeforeAll
  static void start() {
    web = Stack.web(redis.uri());
    try (RedisClient client = RedisClient.create(redis.uri())) {
      Map.of("west", -87.8, "east", -87.5).forEach((id, lon) -> client.publish("civiz:{chicago}", """
          {"type":"Feature","id":"shell:%s","geometry":{"type":"Point","coordinates":[%s,41.85]},
           "properties":{"text":"hello"}}""".formatted(id, lon)));
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void open() {
    map = browser.open(web.uri());
    assertThat(rows()).hasCount(2);
  }

  @AfterEach
  void close() {
    assertThat(map.breaches()).isEmpty();
    map.close();
  }

  private Locator rows() {
    return map.page.locator(".row");
  }

  private Locator box() {
    return map.page.locator("path.box");
  }

  /** Draws from one point of the map to another, in parts of its size. */
  private void drag(double left, double top, double right, double bottom) {
    BoundingBox size = map.page.locator("#map").boundingBox();
    map.page.mouse().move(size.x + size.width * left, size.y + size.height * top);
    map.page.mouse().down();
    map.page.mouse().move(size.x + size.width * right, size.y + size.height * bottom);
    map.page.mouse().up();
  }

  private void drawWest() {
    map.page.locator("#box").click();
    drag(0.05, 0.1, 0.5, 0.9);
  }

  @Test
  void itFiltersAndItsCornersCanBeDragged() {
    drawWest();
    assertThat(box()).isVisible();
    assertThat(rows()).hasCount(1);
    assertThat(map.row("shell:west")).isVisible();
    assertThat(map.card()).isHidden();
    drag(0.5, 0.9, 0.9, 0.9);
    assertThat(rows()).hasCount(2);
  }

  @Test
  void escapeRemovesItAndSoDoesTheButton() {
    drawWest();
    assertThat(rows()).hasCount(1);
    map.page.keyboard().press("Escape");
    assertThat(box()).hasCount(0);
    assertThat(rows()).hasCount(2);
    drawWest();
    map.page.getByLabel("Remove the box").click();
    assertThat(rows()).hasCount(2);
  }

  @Test
  void itStandsInTheAddressAndBackUndoesIt() {
    drawWest();
    assertThat(map.page).hasURL(Pattern.compile(".*box=-88\\.0.*"));
    try (MapPage other = browser.open(URI.create(map.page.url()))) {
      assertThat(other.page.locator("path.box")).isVisible();
      assertThat(other.page.locator(".row")).hasCount(1);
    }
    map.page.goBack();
    assertThat(box()).hasCount(0);
    assertThat(rows()).hasCount(2);
  }

  @Test
  void theKeyboardTakesWhatTheMapShows() {
    map.page.keyboard().press("b");
    assertThat(map.page.locator("#box")).hasAttribute("aria-pressed", "true");
    map.page.keyboard().press("b");
    assertThat(box()).isVisible();
    assertThat(rows()).hasCount(2);
    map.page.keyboard().press("b");
    assertThat(box()).hasCount(0);
  }

  @Test
  void aBoxInTheAddressThatIsNoneIsIgnored() {
    try (MapPage odd = browser.open(URI.create(web.uri() + "/?box=1,2,3,x&q=hello"))) {
      assertThat(odd.page.locator("path.box")).hasCount(0);
      assertThat(odd.page.locator(".row")).hasCount(2);
    }
  }
}
