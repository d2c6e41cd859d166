package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything can be done by keyboard alone, whoever can't see is told enough, and nothing moves for who can't bear it. */
class KeyboardIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(
      Stream.concat(IntStream.range(0, 5).mapToObj(KeyboardIT::point), Stream.of(place())).toList());

  /** More stops than there are on the page. */
  private static final int STOPS = 80;

  private static final String STOP = """
      () => {
        const node = document.activeElement;
        if (node === document.body) return null;
        const shown = node.matches('input[type=radio]') ? node.nextElementSibling : node.closest('.search:has(.words:focus)') ?? node;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown);
        const { width, height } = shown.getBoundingClientRect();
        const seen = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
        const name = node.id || node.getAttribute('aria-label') || node.dataset.term || node.className || node.tagName;
        return (seen && width > 0 && height > 0 && node.checkVisibility({ visibilityProperty: true }) ? '' : 'NOT SEEN ') + name;
      }""";

  private static String point(int i) {
    return """
        {"type":"Feature","id":"shell:%d","geometry":{"type":"Point","coordinates":[-87.6%d,41.88]},
         "properties":{"text":"number %d #cubs","lang":"%s"}}""".formatted(i, i, i,
        List.of("es-mx", "und", "__proto__", "pl", "").get(i));
  }

  private static String place() {
    return """
        {"type":"Feature","id":"shell:place","geometry":{"type":"Polygon","coordinates":
         [[[-87.94,41.64],[-87.52,41.64],[-87.52,42.02],[-87.94,42.02],[-87.94,41.64]]]},
         "properties":{"text":"somewhere","place":{"name":"Chicago, IL","kind":"city"}}}""";
  }

  private static Locator find(String selector) {
    return posts.page().locator(selector);
  }

  private static void press(String... keys) {
    for (String key : keys)
      posts.page().keyboard().press(key);
  }

  private static List<String> stops() {
    List<String> stops = new ArrayList<>();
    for (int i = 0; i < STOPS; i++) {
      press("Tab");
      String stop = (String) posts.page().evaluate(STOP);
      if (stop == null || (!stops.isEmpty() && stop.equals(stops.getFirst()))) break;
      stops.add(stop);
    }
    return stops;
  }

  @Test
  void tabReachesEveryControlAndTheFocusIsAlwaysSeen() {
    List<String> stops = stops();
    assertThat(stops).hasSizeLessThan(STOPS).noneMatch(stop -> stop.startsWith("NOT SEEN"));
    assertThat(stops).contains("Filter posts", "status", "pause", "share", "theme", "help", "tab-posts",
        "only-places",
        "Unknown author", "map", "zoom-in", "zoom-out", "fit", "box", "is:point", "is:place", "Time shown");
  }

  @Test
  void onANarrowScreenToo() {
    posts.page().setViewportSize(390, 844);
    assertThat(stops()).hasSizeLessThan(STOPS).noneMatch(stop -> stop.startsWith("NOT SEEN"))
        .contains("Filter posts", "more", "handle", "only-places", "Unknown author", "map");
    find("#more").focus();
    press("Enter");
    assertThat(find("#pause")).isVisible();
    press("Tab");
    assertThat(find("#actions :focus")).hasCount(1);
    press("Escape");
    assertThat(find("#pause")).isHidden();
    for (String size : List.of("full", "peek", "half")) {
      find("#handle").press("Enter");
      assertThat(find("#list")).hasAttribute("data-sheet", size);
    }
  }

  @Test
  void aPostIsOpenedFromTheListAndTheFocusComesBack() {
    press("l");
    assertThat(find(".row:focus")).hasAttribute("aria-posinset", "1");
    press("ArrowDown", "ArrowDown");
    assertThat(find(".row:focus")).hasAttribute("aria-posinset", "3");
    press("Enter");
    assertThat(find("#card")).isFocused();
    press("Escape");
    assertThat(find("#card")).isHidden();
    assertThat(find(".row:focus")).hasAttribute("aria-posinset", "3");
    press("]");
    assertThat(find("#card")).isVisible();
  }

  @Test
  void dialogsKeepTheFocusAndGiveItBack() {
    for (String opener : List.of("help", "share")) {
      find("#" + opener).focus();
      press("Enter");
      for (int i = 0; i < 6; i++) {
        press("Tab");
        assertThat(posts.page().evaluate(
            "() => document.activeElement === document.body || document.activeElement.closest('dialog[open]') !== null"))
            .as(opener).isEqualTo(true);
      }
      press("Escape");
      assertThat(find("#" + opener)).isFocused();
    }
    find("#status").focus();
    press("Enter");
    assertThat(find("#hops")).isVisible();
    press("Escape");
    assertThat(find("#status")).isFocused();
  }

  @Test
  void tabsAndPlacesAreWalkedWithArrows() {
    find("#tab-posts").focus();
    press("ArrowLeft");
    assertThat(find("#tab-places")).isFocused();
    assertThat(find("#places-panel button")).isVisible();
    press("Tab", "Enter");
    assertThat(find("#place-name")).hasText("Chicago, IL");
    assertThat(find(".row:focus")).hasAttribute("data-id", "shell:place");
    find("#place-clear").focus();
    press("Enter");
    assertThat(posts.rows()).hasCount(6);
    assertThat(find(".row:focus")).hasCount(1);
  }

  @Test
  void aRowAboveTheListOpensWhatNamesOnlyAPlace() {
    assertThat(find("#only-places")).hasText("1 post names only a place");
    find("#only-places").focus();
    press("Enter");
    assertThat(posts.rows()).hasCount(1);
    assertThat(find("#list .count")).hasText("1 of 1 post in view");
    assertThat(find("#only-places")).isFocused();
    press("Enter");
    assertThat(posts.rows()).hasCount(6);
    find("#legend [data-term='is:point']").focus();
    press("Enter");
    assertThat(posts.rows()).hasCount(5);
    assertThat(find("#only-places")).isHidden();
    find(".pill button").focus();
    press("Enter");
    assertThat(find("#search input")).isFocused();
    assertThat(posts.rows()).hasCount(6);
  }

  @Test
  void theMapIsMovedByKeysAndAtOnceForWhoWantsNoMotion() {
    try (MapPage still = posts.open("")) {
      assertThat(still.page.locator(".row")).hasCount(6);
      still.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      still.page.locator("#map").focus();
      String place = """
          () => {
            const before = document.querySelector('.leaflet-map-pane').style.transform;
            document.querySelector('#map').dispatchEvent(new KeyboardEvent('keydown', { keyCode: 39, bubbles: true }));
            return before !== document.querySelector('.leaflet-map-pane').style.transform;
          }""";
      assertThat(still.page.evaluate(place)).as("moved at once").isEqualTo(true);
      still.page.reload();
      assertThat(still.page.locator(".row")).hasCount(6);
      assertThat(still.page.locator("#map.leaflet-zoom-anim, #map.leaflet-fade-anim")).hasCount(0);
      assertThat(still.page.evaluate("""
          () => [...document.querySelectorAll('*')].filter((node) => {
            const { transitionProperty, animationName, transitionDuration } = getComputedStyle(node);
            return animationName !== 'none' || (transitionProperty !== 'none' && transitionDuration !== '0s');
          }).length""")).isEqualTo(0);
    }
  }

  @Test
  void postsAreReadInTheirLanguageAndByTheirPlaceInTheList() {
    assertThat(find("[role=feed] > [role=article], [role=feed] > article")).hasCount(6);
    assertThat(posts.map().row("shell:0").locator(".text")).hasAttribute("lang", "es-MX");
    assertThat(posts.map().row("shell:3").locator(".text")).hasAttribute("lang", "pl");
    assertThat(find(".row .text[lang]")).hasCount(2);
    assertThat(find(".row[aria-setsize='6']")).hasCount(6);
    assertThat(find(".row[aria-posinset='6']")).hasCount(1);
  }
}
