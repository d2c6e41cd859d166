package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The pictures of the README: what a person sees of some simulated posts, wide, dark and narrow, with nothing cut off. They are left in
 * {@code target}; {@code -Dpictures=../docs} puts them where the README has them.
 */
class PicturesIT {
  private static final Path FOLDER = Path.of(System.getProperty("pictures", "target/pictures"));
  private static final int SOME = 100;

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  void aCityDayIsSeenWideDarkAndNarrow() {
    try (RunningProcess collector = Stack.collector(redis.uri(),
        Map.of("SOURCES", "simulated", "SIMULATED_RATE", "3", "SIMULATED_SEED", "2"));
        Stack.Web web = Stack.web(redis.uri());
        MapPage map = browser.open(web.uri())) {
      Page page = map.page;
      page.setViewportSize(1440, 900);
      page.waitForCondition(() -> map.posts() > SOME);
      assertThat(page.locator("#status .label")).hasText("Live");
      // a collector's first word is that there were none
      assertThat(page.locator("#status .rate")).containsText(Pattern.compile("[1-9]\\d*/min"));
      page.locator(".row").filter(new Locator.FilterOptions().setHasText("#")).first().click();
      picture(map, "wide-light", "#list", "#map", "#timeline", "#status", "#legend", "#card");

      page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      page.keyboard().press("Escape");
      page.locator("#tab-trends").click();
      page.getByText("Language", new Page.GetByTextOptions().setExact(true)).click();
      picture(map, "wide-dark", "#list", "#map", "#timeline", "#status", "#legend");

      page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      page.setViewportSize(390, 844);
      page.reload();
      page.locator("#tab-posts").evaluate("tab => tab.click()");
      page.waitForCondition(() -> map.posts() > SOME);
      page.locator(".row").first().click();
      picture(map, "narrow", "#list", "#map", "#status", "#search", "#card");
      assertThat(map.breaches()).isEmpty();
      assertThat(collector.output()).doesNotContain("WARN", "ERROR");
    }
  }

  private static void picture(MapPage map, String name, String... seen) {
    Page page = map.page;
    for (String part : seen) {
      assertThat(page.locator(part)).isVisible();
      BoundingBox box = page.locator(part).boundingBox();
      assertThat(box.x).as(part).isNotNegative();
      assertThat(box.x + box.width).as(part).isLessThanOrEqualTo(page.viewportSize().width);
      assertThat(box.y + box.height).as(part).isLessThanOrEqualTo(page.viewportSize().height);
    }
    assertThat(page.evaluate("document.documentElement.scrollWidth"))
        .isEqualTo(page.viewportSize().width);
    page.waitForTimeout(500); // the canvases are drawn in frames to come
    page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
  }
}
