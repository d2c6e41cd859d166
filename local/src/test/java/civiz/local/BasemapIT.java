package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What lies under the posts. No host but this machine can be reached. */
class BasemapIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(List.of());

  @Test
  void withoutTilesThePageSaysSo() {
    assertThat(posts.page().locator("#no-tiles")).isVisible();
    assertThat(posts.page().locator(".street-tiles")).hasCount(1);
  }

  @Test
  void theAddressCanChooseTheDrawnOne() {
    try (MapPage drawn = posts.open("?basemap=drawn")) {
      assertThat(drawn.page.locator(".street-tiles")).hasCount(0);
      assertThat(drawn.page.locator("#no-tiles")).isHidden();
      assertThat(drawn.page.locator(".basemap-pane canvas")).isVisible();
    }
  }
}
