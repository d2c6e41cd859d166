package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.contract.BoundingBox;
import com.microsoft.playwright.Locator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the map shows posts: as points, clusters or heat, with places or without; and posts of one spot. */
class LayersIT {
  private static final BoundingBox CHICAGO = new BoundingBox(-87.96, 41.644, -87.40, 42.04);

  /** The middle of the posts that lie together. */
  private static final double CLUSTER = -87.696;

  /** How far a post of two that are pulled apart is from their spot, in pixels (map/spread.js). */
  private static final double APART = 30;

  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(features(),
      Map.of("BASEMAP_URL", "https://tiles.example/{z}/{x}/{y}.png"));

  private static List<String> features() {
    List<String> features = new ArrayList<>();
    features.add(post("first", "at the same spot", -87.63, 41.9));
    features.add(post("second", "at the same spot", -87.63, 41.9));
    for (int i = 0; i < 5; i++)
      features.add(post("near" + i, "go cubs", -87.7 + i * 0.002, 41.75));
    features.add("""
        {"type":"Feature","id":"shell:loop","geometry":{"type":"Polygon",
         "coordinates":[[[-87.8,41.7],[-87.75,41.7],[-87.75,41.72],[-87.8,41.72],[-87.8,41.7]]]},
         "properties":{"text":"somewhere","precision":"place","place":{"name":"The Loop","kind":"city"}}}""");
    return features;
  }

  private static String post(String id, String text, double lon, double lat) {
    return """
        {"type":"Feature","id":"shell:%s","geometry":{"type":"Point","coordinates":[%s,%s]},
         "properties":{"text":"%s"}}""".formatted(id, lon, lat, text);
  }

  private Locator menu() {
    return posts.page().locator("#layers-menu");
  }

  /** How many pixels of a layer are not see-through. */
  private long drawn(String pane) {
    Object count = posts.page().evaluate("""
        pane => {
          let count = 0;
          for (const canvas of document.querySelectorAll(`.leaflet-${pane}-pane canvas`)) {
            if (canvas.width === 0 || canvas.style.visibility === 'hidden') continue;
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
          }
          return count;
        }""", pane);
    return ((Number) count).longValue();
  }

  private void awaitDrawn(String pane, boolean something) {
    await().atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(drawn(pane) > 0).isEqualTo(something));
  }

  @Test
  void heatIsChosenWithTheMouseAndBackUndoesIt() {
    awaitDrawn("points", true);
    assertThat(drawn("heat")).isZero();
    posts.page().getByLabel("Layers").first().click();
    menu().getByText("Heat").click();
    awaitDrawn("heat", true);
    awaitDrawn("points", false);
    assertThat(posts.page().locator("#scale")).containsText("Posts per km²");
    assertThat(posts.page()).hasURL(Pattern.compile(".*layers=heat.*"));
    try (MapPage other = posts.openAt(URI.create(posts.page().url()))) {
      assertThat(other.page.locator("#scale")).isVisible();
    }
    posts.page().keyboard().press("Escape");
    assertThat(menu()).isHidden();
    posts.page().goBack();
    awaitDrawn("points", true);
    assertThat(posts.page().locator("#scale")).isHidden();
    assertThat(drawn("heat")).isZero();
  }

  @Test
  void theKeyboardOpensTheMenuAndChooses() {
    posts.page().keyboard().press("m");
    assertThat(menu()).isVisible();
    assertThat(menu().getByLabel("Points")).isFocused();
    posts.page().keyboard().press("ArrowLeft");
    assertThat(menu().getByLabel("Heat")).isChecked();
    assertThat(posts.page().locator("#scale")).isVisible();
  }

  @Test
  void aClusterListsItsPostsAndComesApartWhenItIsDoubleClicked() {
    posts.page().keyboard().press("m");
    menu().getByText("Clusters").click();
    posts.page().keyboard().press("Escape");
    awaitDrawn("clusters", true);
    posts.map().clickAt(CLUSTER, 41.75, CHICAGO);
    assertThat(posts.page().locator("#list .count")).hasText("5 posts in this cluster");
    assertThat(posts.page()).not().hasURL(Pattern.compile(".*place=.*"));
    assertThat(posts.rows()).hasCount(5);
    assertThat(posts.map().card()).isHidden();
    posts.map().doubleClickAt(CLUSTER, 41.75, CHICAGO);
    awaitDrawn("clusters", false);
    awaitDrawn("points", true);
    assertThat(posts.page()).hasURL(Pattern.compile(".*layers=clusters.*"));
    posts.page().getByLabel("Fit the whole area").click();
    awaitDrawn("clusters", true);
  }

  @Test
  void placesCanBeHidden() {
    assertThat(posts.page().locator(".place-label")).hasCount(1);
    posts.page().keyboard().press("m");
    menu().getByText("Places").click();
    assertThat(posts.page().locator(".place-label")).hasCount(0);
    assertThat(posts.page()).hasURL(Pattern.compile(".*places=hidden.*"));
    posts.page().goBack();
    assertThat(posts.page().locator(".place-label")).hasCount(1);
  }

  @Test
  void theBasemapIsChosenInTheMenuToo() {
    posts.page().keyboard().press("m");
    menu().getByText("Drawn map").click();
    assertThat(posts.page()).hasURL(Pattern.compile(".*basemap=drawn.*"));
    posts.page().goBack();
    assertThat(menu().getByLabel("Streets")).isChecked();
  }

  @Test
  void heatSaysWhichShareMatchesWhileThereIsAFilter() {
    try (MapPage map = posts.open("?layers=heat&q=cubs")) {
      Locator scale = map.page.locator("#scale");
      assertThat(scale).containsText("Share of posts that match");
      assertThat(scale.locator(".bottom")).hasText("0%");
      assertThat(scale.locator(".top")).hasText("100%");
      map.page.locator(".pill button").click();
      assertThat(scale).containsText("Posts per km²");
      assertThat(scale.locator(".bottom")).hasText("0");
    }
  }

  @Test
  void postsOfOneSpotArePulledApartAndEachCanBeOpened() {
    awaitDrawn("points", true);
    posts.map().clickAt(-87.63, 41.9, CHICAGO);
    assertThat(posts.map().card()).isHidden();
    posts.map().clickBelow(-87.63, 41.9, CHICAGO, -APART);
    assertThat(posts.map().card()).isVisible();
    assertThat(posts.map().row("shell:second")).hasAttribute("aria-current", "true");
    posts.map().clickBelow(-87.63, 41.9, CHICAGO, APART);
    assertThat(posts.map().row("shell:first")).hasAttribute("aria-current", "true");
    posts.page().keyboard().press("Escape");
    assertThat(posts.map().card()).isHidden();
    posts.page().keyboard().press("Escape");
    posts.map().clickBelow(-87.63, 41.9, CHICAGO, APART);
    assertThat(posts.map().card()).isHidden();
  }
}
