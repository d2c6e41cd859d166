package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** The legend: what colours tell can be chosen, each entry counts, and to press one filters by it. */
class LegendIT {
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
      String[] languages = {"en", "en", "es", "es-MX", "pl"};
      for (int i = 0; i < languages.length; i++) {
        client.publish("civiz:{chicago}", """
            {"type":"Feature","id":"%s:%d","geometry":{"type":"Point","coordinates":[-87.6%d,41.88]},
             "properties":{"text":"hello","lang":"%s"}}"""
            .formatted(i == 0 ? "quakes" : "shell", i, i, languages[i]));
      }
      client.publish("civiz:{chicago}", """
          {"type":"Feature","id":"shell:9","geometry":{"type":"Point","coordinates":[-87.61,41.9]},
           "properties":{"text":"somewhere","precision":"place","place":"The Loop"}}""");
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void open() {
    map = browser.open(web.uri());
    assertThat(rows()).hasCount(6);
  }

  @AfterEach
  void close() {
    assertThat(map.breaches()).isEmpty();
    map.close();
  }

  private Locator rows() {
    return map.page.locator(".row");
  }

  private Locator entry(String name) {
    return map.page.locator("#legend li").filter(new Locator.FilterOptions().setHasText(name));
  }

  private void colourBy(String what) {
    map.page.locator("#legend .modes label")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + what + "$"))).click();
  }

  @Test
  void agesAreToldAtFirst() {
    assertThat(map.page.locator("#legend summary")).hasText("Age");
    assertThat(entry("under 1 min")).containsText("5");
    assertThat(entry("only a place")).containsText("1");
  }

  @Test
  void languagesAreCountedWithTheirVarietiesAndFilterWhenPressed() {
    colourBy("Language");
    assertThat(entry("Spanish")).containsText("2");
    assertThat(entry("Polish")).containsText("1");
    assertThat(entry("unknown")).containsText("1");
    entry("Spanish").locator("button").click();
    assertThat(map.page.locator(".pill")).hasText("lang:es");
    assertThat(rows()).hasCount(2);
    assertThat(entry("Spanish").locator("button")).hasAttribute("aria-pressed", "true");
    entry("Spanish").locator("button").click();
    assertThat(map.page.locator(".pill")).hasCount(0);
    assertThat(rows()).hasCount(6);
  }

  @Test
  void sourcesToo() {
    colourBy("Source");
    entry("quakes").locator("button").click();
    assertThat(rows()).hasCount(1);
    assertThat(map.row("quakes:0")).isVisible();
  }

  @Test
  void whatNamesOnlyAPlaceCanBeChosen() {
    entry("only a place").locator("button").click();
    assertThat(map.page.locator(".pill")).hasText("is:place");
    assertThat(rows()).hasCount(1);
  }

  @Test
  void theChoiceStandsInTheAddressAndIsMadeByKeyboardToo() {
    map.page.getByLabel("Age", new Page.GetByLabelOptions().setExact(true)).focus();
    map.page.keyboard().press("ArrowRight");
    assertThat(map.page.locator("#legend summary")).hasText("Source");
    assertThat(map.page).hasURL(Pattern.compile(".*colours=source.*"));
    try (MapPage other = browser.open(URI.create(map.page.url()))) {
      assertThat(other.page.locator("#legend summary")).hasText("Source");
    }
    map.page.goBack();
    assertThat(map.page.locator("#legend summary")).hasText("Age");
  }
}
