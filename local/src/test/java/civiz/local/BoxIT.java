package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A box drawn on the map. One post lies in its west, one in its east. */
class BoxIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(List.of(post("west", -87.8), post("east", -87.5)));

  private static String post(String id, double lon) {
    return """
        {"type":"Feature","id":"shell:%s","geometry":{"type":"Point","coordinates":[%s,41.85]},
         "properties":{"text":"hello"}}""".formatted(id, lon);
  }

  private Locator box() {
    return posts.page().locator("path.box");
  }

  /** Draws from one point of the map to another, in parts of its size. */
  private void drag(double left, double top, double right, double bottom) {
    BoundingBox size = posts.page().locator("#map").boundingBox();
    posts.page().mouse().move(size.x + size.width * left, size.y + size.height * top);
    posts.page().mouse().down();
    posts.page().mouse().move(size.x + size.width * right, size.y + size.height * bottom);
    posts.page().mouse().up();
  }

  private void drawWest() {
    posts.page().locator("#box").click();
    drag(0.05, 0.1, 0.5, 0.9);
  }

  @Test
  void itFiltersAndItsCornersCanBeDragged() {
    drawWest();
    assertThat(box()).isVisible();
    assertThat(posts.rows()).hasCount(1);
    assertThat(posts.map().row("shell:west")).isVisible();
    assertThat(posts.map().card()).isHidden();
    drag(0.5, 0.9, 0.9, 0.9);
    assertThat(posts.rows()).hasCount(2);
  }

  @Test
  void escapeRemovesItAndSoDoesTheButton() {
    drawWest();
    assertThat(posts.rows()).hasCount(1);
    posts.page().keyboard().press("Escape");
    assertThat(box()).hasCount(0);
    assertThat(posts.rows()).hasCount(2);
    drawWest();
    posts.page().getByLabel("Remove the box").click();
    assertThat(posts.rows()).hasCount(2);
  }

  @Test
  void itStandsInTheAddressAndBackUndoesIt() {
    drawWest();
    assertThat(posts.page()).hasURL(Pattern.compile(".*box=-88\\.0.*"));
    try (MapPage other = posts.openAt(URI.create(posts.page().url()))) {
      assertThat(other.page.locator("path.box")).isVisible();
      assertThat(other.page.locator(".row")).hasCount(1);
    }
    posts.page().goBack();
    assertThat(box()).hasCount(0);
    assertThat(posts.rows()).hasCount(2);
  }

  @Test
  void theKeyboardTakesWhatTheMapShows() {
    posts.page().keyboard().press("b");
    assertThat(posts.page().locator("#box")).hasAttribute("aria-pressed", "true");
    posts.page().keyboard().press("b");
    assertThat(box()).isVisible();
    assertThat(posts.rows()).hasCount(2);
    posts.page().keyboard().press("b");
    assertThat(box()).hasCount(0);
  }

  @Test
  void aBoxInTheAddressThatIsNoneIsIgnored() {
    try (MapPage odd = posts.open("?box=1,2,3,x&q=hello")) {
      assertThat(odd.page.locator("path.box")).hasCount(0);
      assertThat(odd.page.locator(".row")).hasCount(2);
    }
  }
}
