package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FreePort;
import civiz.testing.MapTiles;
import civiz.testing.MapTiles.At;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What lies under the posts. The light tiles are those of a TileJSON, the dark ones those of a template. */
class BasemapIT {
  private static final TileServer tiles = new TileServer();

  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(List.of(), Map.of("BASEMAP_URL", tiles.url("/tiles.json"),
      "BASEMAP_URL_DARK", tiles.url("/dark/{z}/{x}/{y}.png"), "BASEMAP_ATTRIBUTION", TileServer.HOSTILE));

  @AfterAll
  static void stop() {
    tiles.close();
  }

  @AfterEach
  void recover() {
    tiles.recover();
  }

  private static Locator shown(Page page, String path) {
    return page.locator("img.leaflet-tile-loaded[src*='" + path + "']").first();
  }

  private static Locator note(Page page) {
    return page.locator("#no-tiles");
  }

  private static void assertOnlyDrawn(Page page) {
    assertThat(page.locator(".basemap-pane canvas")).isVisible();
    assertThat(page.locator("img.leaflet-tile-loaded")).hasCount(0);
  }

  /** Without waiting for half a minute. */
  private static void tryAgain(Page page) {
    page.evaluate("dispatchEvent(new Event('online'))");
  }

  @Test
  void theTilesOfATileJsonAreShown() {
    assertThat(shown(posts.page(), "/light/")).isVisible();
    assertThat(note(posts.page())).isHidden();
    assertThat(tiles.referrers()).contains(posts.uri() + "/");
  }

  @Test
  void theDarkThemeHasTilesOfItsOwn() {
    assertThat(shown(posts.page(), "/light/")).isVisible();
    posts.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(shown(posts.page(), "/dark/")).isVisible();
    assertThat(posts.page().locator("img[src*='/light/']")).hasCount(0);
    assertThat(posts.page().locator(".dark-tiles")).hasCSS("filter", "none");
    posts.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(shown(posts.page(), "/light/")).isVisible();
  }

  @Test
  void whomTheTilesNameIsTextAndLinksAndNothingElse() {
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      posts.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      Locator named = posts.page().locator(".leaflet-control-attribution");
      assertThat(named).hasText("© Evilalert(3) City");
      assertThat(named.locator("*")).hasCount(1);
      assertThat(named.locator("a")).hasAttribute("href", "https://maps.example/");
      assertThat(named.locator("[onclick]")).hasCount(0);
    }
  }

  @Test
  void withoutTilesThePageSaysSoUntilTheyCanBeHad() {
    for (String path : List.of("/light/", "/tiles.json")) {
      tiles.fail(path);
      try (MapPage page = posts.open("")) {
        assertThat(note(page.page)).isVisible();
        assertOnlyDrawn(page.page);
        tryAgain(page.page);
        assertThat(note(page.page)).isVisible();
        tiles.recover();
        tryAgain(page.page);
        assertThat(shown(page.page, "/light/")).isVisible();
        assertThat(note(page.page)).isHidden();
        assertThat(page.breaches()).isEmpty();
      }
    }
  }

  @Test
  void offlineTheMapGoesOnAndFillsUpWhenTheBrowserIsOnlineAgain() {
    assertThat(shown(posts.page(), "/light/")).isVisible();
    posts.page().context().setOffline(true);
    for (int i = 0; i < 3; i++)
      posts.page().locator("#zoom-out").click();
    assertThat(note(posts.page())).isVisible();
    posts.page().context().setOffline(false);
    assertThat(note(posts.page())).isHidden();
    assertThat(shown(posts.page(), "/light/")).isVisible();
  }

  @Test
  void theAddressCanChooseTheDrawnOne() {
    try (MapPage drawn = posts.open("?basemap=drawn")) {
      assertOnlyDrawn(drawn.page);
      assertThat(drawn.page.locator(".street-tiles")).hasCount(0);
      assertThat(note(drawn.page)).isHidden();
      drawn.page.evaluate("history.pushState(null, '', '?basemap=streets')");
      drawn.page.evaluate("dispatchEvent(new Event('popstate'))");
      assertThat(shown(drawn.page, "/light/")).isVisible();
      drawn.page.goBack();
      assertThat(drawn.page.locator(".street-tiles")).hasCount(0);
      assertThat(drawn.breaches()).isEmpty();
    }
  }

  @Test
  void aServerThatWantsNoTilesHasThePageAskNobody() {
    tiles.fail("/");
    try (MapPage page = posts.open(before -> before.route("**/basemap.json",
        route -> route
            .fulfill(new Route.FulfillOptions().setContentType("application/json").setBody("{}"))))) {
      assertOnlyDrawn(page.page);
      assertThat(note(page.page)).isHidden();
      assertThat(page.page.locator(".street-tiles")).hasCount(0);
    }
  }

  @Test
  void aFileIsShownBeyondItsDeepestZoom(@TempDir Path folder) {
    Map<At, byte[]> aroundChicago = new HashMap<>();
    for (int column = 64; column <= 66; column++)
      for (int row = 93; row <= 96; row++)
        aroundChicago.put(new At(8, column, 255 - row), MapTiles.png(0xc8d8b8));
    Path file = MapTiles.mbtiles(folder.resolve("city.mbtiles"),
        Map.of("attribution", "© The City", "minzoom", "8", "maxzoom", "8", "bounds", "-90,40,-85,43"),
        aroundChicago);
    try (Stack.Web web = Stack.web(posts.redis(), FreePort.next(), Map.of("BASEMAP_FILE", file.toString()))
        .awaitReady(); MapPage page = posts.openAt(URI.create(web.uri() + "/"))) {
      assertThat(shown(page.page, "/tiles/8/65/")).isVisible();
      assertThat(page.page.locator(".leaflet-control-attribution")).hasText("© The City");
      assertThat(note(page.page)).isHidden();
      assertThat(page.breaches()).isEmpty();
      assertThat(web.process().output()).doesNotContain("WARN");
    }
  }
}
