package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import civiz.testing.TcpProxy;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** axe-core finds nothing in any state of the page. */
class AxeIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(
      Stream.concat(IntStream.range(0, 6).mapToObj(AxeIT::point), Stream.of(place())).toList(),
      Map.of("AREAS", "chicago=-87.96,41.644,-87.40,42.04;nowhere-yet=0,0,1,1"));

  private static String point(int i) {
    return """
        {"type":"Feature","id":"shell:%d","geometry":{"type":"Point","coordinates":[-87.6%d,41.8%d]},
         "properties":{"text":"The #cubs number %d, says @ada: https://example.com/","lang":"%s","created":"%s",
         "url":"https://example.com/%d","author":{"name":"Person %d","handle":"p%d"},
         "media":[{"kind":"photo","thumbnail":"https://example.com/p.jpg"}]}}"""
        .formatted(i, i, i, i,
            List.of("en", "es", "qme").get(i % 3), Instant.now().minus(Duration.ofMinutes(i)), i, i, i);
  }

  private static String place() {
    return """
        {"type":"Feature","id":"shell:place","geometry":{"type":"Polygon","coordinates":
         [[[-87.94,41.64],[-87.52,41.64],[-87.52,42.02],[-87.94,42.02],[-87.94,41.64]]]},
         "properties":{"text":"%s","place":{"name":"Chicago, IL","kind":"city"}}}"""
        .formatted("A long story of the whole city. ".repeat(40));
  }

  private static Page page() {
    return posts.page();
  }

  private static Locator find(String selector) {
    return page().locator(selector);
  }

  private static void assertAccessible(String state) {
    Axe.assertAccessible(page(), state);
  }

  @Test
  void theListTheMapAndAPost() {
    assertThat(find(".place-label")).hasCount(1);
    assertAccessible("wide, light");
    page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertAccessible("wide, dark");
    posts.map().row("shell:1").click();
    assertThat(posts.map().card()).isVisible();
    assertAccessible("a post opened from the list");
    page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    find("#tab-places").click();
    assertAccessible("the places");
    find("#places-panel button").click();
    posts.map().row("shell:place").click();
    assertThat(posts.map().card().locator(".text[tabindex]")).isVisible();
    assertAccessible("a place chosen, a long post open");
    find("#tab-trends").click();
    assertThat(find("#trends-panel button").first()).isVisible();
    assertAccessible("the trends");
  }

  @Test
  void whatIsFiltered() {
    Locator words = find("#search input");
    words.fill("cubs has:wings");
    words.press("Enter");
    assertThat(find("#search-error")).isVisible();
    assertAccessible("a pill and an error");
    words.fill("zeppelin");
    assertThat(posts.rows()).hasCount(0);
    assertAccessible("nothing passes the filter");
    words.press("Escape");
    words.press("Backspace");
    words.blur();
    find("#legend .modes label").last().click();
    find("#only-places").click();
    assertAccessible("only places, by language");
    find("#only-places").click();
    page().keyboard().press("b");
    assertAccessible("a box is about to be drawn");
    page().keyboard().press("b");
    assertThat(find("path.box")).isVisible();
    assertAccessible("a box");
    page().keyboard().press("t");
    page().keyboard().press("ArrowLeft");
    assertThat(find("#past")).isVisible();
    assertAccessible("the past");
  }

  @Test
  void whatOpensAboveIt() {
    for (String opener : List.of("status", "help", "share", "layers")) {
      find("#" + opener).click();
      assertThat(find("dialog[open], :popover-open")).isVisible();
      assertAccessible(opener);
      page().keyboard().press("Escape");
    }
    find("#pause").click();
    assertAccessible("paused");
  }

  @Test
  void mediumAndNarrow() {
    page().setViewportSize(800, 600);
    assertThat(find("#list")).isHidden();
    assertAccessible("the drawer closed");
    find("#drawer").click();
    assertThat(find("#list")).isVisible();
    assertAccessible("the drawer open");
    page().setViewportSize(390, 844);
    for (String size : List.of("half", "full", "peek")) {
      assertThat(find("#list")).hasAttribute("data-sheet", size);
      assertAccessible("the sheet " + size);
      find("#handle").press("Enter");
    }
    find("#more").click();
    assertThat(find("#pause")).isVisible();
    assertAccessible("the actions unfolded");
    page().keyboard().press("Escape");
    find("#time").click();
    assertThat(find("#timeline")).isVisible();
    assertAccessible("the timeline on a narrow screen");
    find("#time").click();
    find("#status").click();
    assertThat(find("#hops")).isVisible();
    assertAccessible("the hops on a narrow screen");
    page().keyboard().press("Escape");
    posts.map().row("shell:0").click();
    assertThat(posts.map().card()).isVisible();
    assertAccessible("a post on a narrow screen");
  }

  @Test
  void otherLanguagesScreensAndDays() {
    for (String query : List.of("?lang=es", "?kiosk", "?q=zeppelin&theme=dark")) {
      try (MapPage other = posts.open(query)) {
        Axe.assertAccessible(other.page, query);
      }
    }
    try (MapPage inside = posts.openAt(posts.uri().resolve("/embed?show=search+list+time"))) {
      Axe.assertAccessible(inside.page, "embedded");
    }
    try (MapPage empty = posts.open("?area=nowhere-yet")) {
      assertThat(empty.page.locator("#list .empty").first()).isVisible();
      Axe.assertAccessible(empty.page, "an empty feed");
    }
    try (TcpProxy door = new TcpProxy(posts.uri()); MapPage cut = posts.openAt(door.uri("http"))) {
      door.refuse();
      assertThat(cut.page.locator("#status .label")).hasText("Reconnecting…");
      Axe.assertAccessible(cut.page, "without the web process");
    }
  }
}
