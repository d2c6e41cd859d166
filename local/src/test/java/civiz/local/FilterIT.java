package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** The search box: what is typed filters the map and the list, stands in the address, and can be undone. */
class FilterIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static Stack.Web web;
  private MapPage map;
  private Locator box;

  @BeforeAll
  static void start() {
    web = Stack.web(redis.uri());
    try (RedisClient client = RedisClient.create(redis.uri())) {
      int id = 0;
      for (String properties : List.of("\"text\":\"Go Cubs! #Wrigley\",\"lang\":\"en\"",
          "\"text\":\"¡Vamos Cubs!\",\"lang\":\"es\"",
          "\"text\":\"Cubs spam\",\"lang\":\"en\"",
          "\"text\":\"Traffic on Lake Shore Drive\",\"lang\":\"en\"")) {
        client.publish("civiz:{chicago}", """
            {"type":"Feature","id":"shell:%d","geometry":{"type":"Point","coordinates":[-87.6%d,41.88]},
             "properties":{%s}}""".formatted(++id, id, properties));
      }
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void open() {
    map = browser.open(web.uri());
    box = map.page.getByRole(AriaRole.SEARCHBOX);
    assertThat(rows()).hasCount(4);
  }

  @AfterEach
  void close() {
    assertThat(map.breaches()).isEmpty();
    map.close();
  }

  private Locator rows() {
    return map.page.locator(".row");
  }

  private Locator pills() {
    return map.page.locator(".pill");
  }

  @Test
  void whatIsTypedFiltersAtOnceAndBecomesPills() {
    map.page.keyboard().press("/");
    assertThat(box).isFocused();
    map.page.keyboard().type("cub");
    assertThat(rows()).hasCount(3);
    map.page.keyboard().type("s -spam ");
    assertThat(pills()).hasText(new String[]{"cubs", "-spam"});
    assertThat(rows()).hasCount(2);
    map.page.keyboard().type("lang:es");
    assertThat(rows()).hasCount(1);
    map.page.keyboard().press("Enter");
    assertThat(pills()).hasCount(3);
    assertThat(map.page.locator("#list .count")).hasText("1 of 1 post in view");
  }

  @Test
  void aPhraseMayHaveBlanks() {
    box.click();
    map.page.keyboard().type("\"lake shore drive\" ");
    assertThat(pills()).hasText(new String[]{"\"lake shore drive\""});
    assertThat(map.row("shell:4")).isVisible();
    assertThat(rows()).hasCount(1);
  }

  @Test
  void pillsAreRemovedByMouseAndKeyboard() {
    box.fill("cubs lang:es");
    box.press("Enter");
    assertThat(rows()).hasCount(1);
    map.page.getByLabel("Remove lang:es").click();
    assertThat(rows()).hasCount(3);
    box.press("Backspace");
    assertThat(pills()).hasCount(0);
    assertThat(rows()).hasCount(4);
  }

  @Test
  void theFilterStandsInTheAddressAndBackUndoesIt() {
    box.fill("cubs");
    box.press("Enter");
    box.fill("lang:es");
    box.press("Enter");
    assertThat(map.page).hasURL(Pattern.compile(".*\\?q=cubs\\+lang%3Aes"));
    try (MapPage other = browser.open(URI.create(map.page.url()))) {
      assertThat(other.page.locator(".pill")).hasText(new String[]{"cubs", "lang:es"});
      assertThat(other.page.locator(".row")).hasCount(1);
    }
    map.page.goBack();
    assertThat(pills()).hasText(new String[]{"cubs"});
    assertThat(rows()).hasCount(3);
    map.page.goForward();
    assertThat(pills()).hasCount(2);
  }

  @Test
  void whatCantBeUnderstoodIsSaidAndStays() {
    box.fill("cubs has:wings");
    box.press("Enter");
    assertThat(map.page.locator("#search-error")).containsText("has:wings");
    assertThat(box).hasValue("has:wings");
    assertThat(rows()).hasCount(3);
    box.press("Escape");
    assertThat(map.page.locator("#search-error")).isHidden();
  }

  @Test
  void aFilterThatNothingMatchesSaysSo() {
    box.fill("zeppelin");
    assertThat(map.page.locator("#posts-panel .empty"))
        .hasText("No posts match this filter. Those that do will appear here.");
  }

  @Test
  void markupInAFilterIsText() {
    box.fill("<img/src=x/onerror=alert(1)>");
    box.press("Enter");
    assertThat(pills()).hasText(new String[]{"<img/src=x/onerror=alert(1)>"});
  }
}
