package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The legend: what colours tell can be chosen, each entry counts, and to press one filters by it. */
class LegendIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(
      List.of(post("quakes:0", "en"), post("shell:1", "en"), post("shell:2", "es"), post("shell:3", "es-MX"),
          post("shell:4", "pl"), """
              {"type":"Feature","id":"shell:9","geometry":{"type":"Point","coordinates":[-87.61,41.9]},
               "properties":{"text":"somewhere","precision":"place","place":"The Loop"}}"""));

  private static String post(String id, String language) {
    return """
        {"type":"Feature","id":"%s","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
         "properties":{"text":"hello","lang":"%s"}}""".formatted(id, language);
  }

  private Locator entry(String name) {
    return posts.page().locator("#legend li").filter(new Locator.FilterOptions().setHasText(name));
  }

  private void colourBy(String what) {
    posts.page().locator("#legend .modes label")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + what + "$"))).click();
  }

  @Test
  void agesAreToldAtFirst() {
    assertThat(posts.page().locator("#legend summary")).hasText("Age");
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
    assertThat(posts.page().locator(".pill")).hasText("lang:es");
    assertThat(posts.rows()).hasCount(2);
    assertThat(entry("Spanish").locator("button")).hasAttribute("aria-pressed", "true");
    entry("Spanish").locator("button").click();
    assertThat(posts.page().locator(".pill")).hasCount(0);
    assertThat(posts.rows()).hasCount(6);
  }

  @Test
  void sourcesToo() {
    colourBy("Source");
    entry("quakes").locator("button").click();
    assertThat(posts.rows()).hasCount(1);
    assertThat(posts.map().row("quakes:0")).isVisible();
  }

  @Test
  void whatNamesOnlyAPlaceCanBeChosen() {
    entry("only a place").locator("button").click();
    assertThat(posts.page().locator(".pill")).hasText("is:place");
    assertThat(posts.rows()).hasCount(1);
  }

  @Test
  void theChoiceStandsInTheAddressAndIsMadeByKeyboardToo() {
    posts.page().getByLabel("Age", new Page.GetByLabelOptions().setExact(true)).focus();
    posts.page().keyboard().press("ArrowRight");
    assertThat(posts.page().locator("#legend summary")).hasText("Source");
    assertThat(posts.page()).hasURL(Pattern.compile(".*colours=source.*"));
    try (MapPage other = posts.openAt(URI.create(posts.page().url()))) {
      assertThat(other.page.locator("#legend summary")).hasText("Source");
    }
    posts.page().goBack();
    assertThat(posts.page().locator("#legend summary")).hasText("Age");
  }
}
