package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Small screens, magnified pages, fingers, and colours that the system chose: everything is there, and can be hit. */
class ScreensIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(List.of(
      """
          {"type":"Feature","id":"shell:1","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
           "properties":{"text":"hello #cubs","url":"https://example.com/1","author":{"name":"Ada","handle":"ada"}}}""",
      """
          {"type":"Feature","id":"shell:place","geometry":{"type":"Polygon","coordinates":
           [[[-87.94,41.64],[-87.52,41.64],[-87.52,42.02],[-87.94,42.02],[-87.94,41.64]]]},
           "properties":{"text":"somewhere","place":{"name":"Chicago, IL","kind":"city"}}}"""));

  /** What is seen and can be pressed, but for what stands in a sentence or on the map, which is as high as its words. */
  private static final String CONTROLS = """
      [...document.querySelectorAll('button, select, a[href], input:not([type=radio]), textarea, label:has(input[type=radio]), summary')]
        .filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0
          && !node.closest('.text, .leaflet-control-attribution, .notices, .place-label'))
      """;

  /** Those that are not 44 pixels wide and high for a finger; measured from their middle by steps of 2, so 40 is enough. */
  private static final String MISSED = """
      () => %s.filter((node) => {
        node.scrollIntoView({ block: 'nearest' });
        const { left, top, width, height } = node.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        const hits = (dx, dy) => document.elementsFromPoint(x + dx, y + dy).some((hit) => node.contains(hit));
        const reach = (dx, dy) => {
          let far = 0;
          while (far < 44 && hits(dx * (far + 2), dy * (far + 2))) far += 2;
          return far;
        };
        return hits(0, 0) && Math.min(reach(1, 0) + reach(-1, 0), reach(0, 1) + reach(0, -1)) < 40;
      }).map((node) => node.id || node.className || node.textContent)""".formatted(CONTROLS);

  /** Those that lie beyond the screen's sides. */
  private static final String BEYOND = """
      () => %s.filter((node) => {
        const { left, right } = node.getBoundingClientRect();
        return left < -1 || right > innerWidth + 1;
      }).map((node) => node.id || node.className || node.textContent)""".formatted(CONTROLS);

  private static Page page() {
    return posts.page();
  }

  private static List<?> listed(String script) {
    return (List<?>) page().evaluate(script);
  }

  private static void assertNothingBeyond() {
    page().waitForCondition(() -> listed(BEYOND).isEmpty());
    assertThat((Integer) page().evaluate("document.documentElement.scrollWidth - innerWidth"))
        .isNotPositive();
  }

  @Test
  void aFingerHitsEveryControlOnANarrowScreen() {
    page().setViewportSize(390, 844);
    assertThat(listed(MISSED)).isEmpty();
    page().locator("#more").click();
    assertThat(page().locator("#pause")).isVisible();
    assertThat(listed(MISSED)).isEmpty();
    page().keyboard().press("Escape");
    posts.map().row("shell:1").click();
    assertThat(posts.map().card()).isVisible();
    assertThat(listed(MISSED)).isEmpty();
  }

  @Test
  void nothingIsCutOffAt320PixelsOrMagnified() {
    // 1280 x 1024 at 400 %, 1280 x 800 at 200 %, the smallest phone
    for (int[] size : new int[][]{{320, 256}, {640, 400}, {320, 568}}) {
      page().setViewportSize(size[0], size[1]);
      assertThat(page().locator("#search")).isVisible();
      assertNothingBeyond();
      page().locator("#status").click();
      assertThat(page().locator("#hops")).isVisible();
      assertNothingBeyond();
      page().keyboard().press("Escape");
    }
  }

  @Test
  void whatIsChosenIsToldByTheSystemsColours() {
    page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    assertThat((String) page().evaluate(
        """
            () => {
              const ground = (selector) => getComputedStyle(document.querySelector(selector)).backgroundColor;
              const [chosen, other] = [ground('[role=tab][aria-selected=true]'), ground('[role=tab][aria-selected=false]')];
              return chosen === other ? chosen : 'told apart';
            }"""))
        .isEqualTo("told apart");
    posts.map().row("shell:1").click();
    assertThat(posts.map().card()).isVisible();
    assertThat((String) page().evaluate("getComputedStyle(document.querySelector('#card')).borderTopStyle"))
        .isEqualTo("solid");
    page().locator("#status").click();
    assertThat((String) page().evaluate("getComputedStyle(document.querySelector('#hops')).borderTopStyle"))
        .isEqualTo("solid");
  }
}
