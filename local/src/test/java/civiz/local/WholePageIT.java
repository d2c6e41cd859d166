package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page whose files do not all arrive, as when the network changes while it is loaded. */
class WholePageIT {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();
  @RegisterExtension
  static final Browser browser = new Browser();

  private static Stack.Web web;

  @BeforeAll
  static void start() {
    web = Stack.web(redis.uri());
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @Test
  void oneThatLacksAScriptIsLoadedAgain() {
    losing("**/posts/world.js", 2);
  }

  @Test
  void oneThatLacksItsLooksIsLoadedAgain() {
    losing("**/leaflet.css", 1);
  }

  private static void losing(String file, int times) {
    AtomicInteger asked = new AtomicInteger();
    try (MapPage map = browser.open(web.uri(), page -> page.route(file, route -> {
      if (asked.incrementAndGet() <= times) route.abort("connectionreset");
      else route.resume();
    }))) {
      // without its looks it has a feed all the same, before it is loaded again
      map.page.waitForCondition(() -> asked.get() > times);
      map.page.waitForLoadState();
      assertThat(map.page.locator("#area")).hasText("Chicago");
      assertThat(map.page.locator("#incomplete")).isHidden();
      assertThat(asked).hasValue(times + 1);
    }
  }

  @Test
  void oneThatNeverBecomesWholeSaysSo() {
    AtomicInteger asked = new AtomicInteger();
    try (MapPage map = browser.open(web.uri())) {
      map.page.route("**/app.js", route -> {
        asked.incrementAndGet();
        route.abort();
      });
      map.page.reload();
      assertThat(map.page.locator("#incomplete")).isVisible();
      assertThat(asked).hasValue(4);
      map.page.unroute("**/app.js");
      map.page.locator("#incomplete a").click();
      assertThat(map.page.locator("#area")).hasText("Chicago");
    }
  }
}
