package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The map inside another site's page, by the HTML that the share dialog gives. */
class EmbedIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(List.of("""
      {"type":"Feature","id":"shell:1","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
       "properties":{"text":"hello"}}"""));

  private static Locator dialog() {
    return posts.page().locator("#share-dialog");
  }

  private static String htmlToEmbed() {
    posts.page().getByLabel("Share").first().click();
    dialog().getByText("Embed it in a page").click();
    Locator html = dialog().getByLabel("HTML to embed");
    assertThat(html).hasValue(Pattern.compile("<iframe.*"));
    return html.inputValue();
  }

  @Test
  void anotherSiteShowsTheMapWithWhatItKeeps() throws IOException {
    posts.page().locator("#search input").fill("hello ");
    String html = htmlToEmbed();
    HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/", exchange -> {
      byte[] page = ("<!doctype html><html><body>" + html + "</body></html>")
          .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    });
    site.start();
    try (Page other = posts.page().context().newPage()) {
      other.navigate("http://localhost:" + site.getAddress().getPort() + "/");
      FrameLocator map = other.frameLocator("iframe");
      assertThat(map.locator(".row")).hasCount(1);
      assertThat(map.locator("#search")).isHidden();
      assertThat(map.locator("#timeline")).isHidden();
      assertThat(map.locator(".actions")).isHidden();
      Page whole = other.context().waitForPage(() -> map.getByText("Open the whole map").click());
      assertThat(whole).hasURL(posts.uri() + "/?q=hello");
      whole.close();
    } finally {
      site.stop(0);
    }
  }

  @Test
  void thePreviewShowsWhatIsChosen() {
    htmlToEmbed();
    FrameLocator preview = dialog().frameLocator("iframe");
    assertThat(preview.locator("#map")).isVisible();
    assertThat(preview.locator("#timeline")).isHidden();
    dialog().getByLabel("Timeline").check();
    assertThat(preview.locator("#timeline")).isVisible();
    assertThat(dialog().getByLabel("HTML to embed").inputValue()).contains("show=list+time");
    posts.page().keyboard().press("Escape");
    assertThat(posts.page().locator("iframe")).hasCount(0);
  }

  @Test
  void theWallScreenIsALinkAway() {
    posts.page().getByLabel("Share").first().click();
    assertThat(dialog().getByText("wall screen")).hasAttribute("href", posts.uri() + "/?kiosk=");
  }

  @Test
  void onANarrowScreenTheTimelineAndTheActionsAreThereWhenTheyAreAskedFor() {
    Page page = posts.page();
    page.setViewportSize(390, 844);
    assertThat(page.locator("#timeline")).isHidden();
    page.locator("#time").click();
    assertThat(page.locator("#timeline")).isVisible();
    assertThat(page.locator("#timeline .window")).isInViewport();
    page.locator("#time").click();
    assertThat(page.locator("#timeline")).isHidden();
    assertThat(page.getByLabel("Share").first()).isHidden();
    page.getByLabel("More").click();
    assertThat(page.getByLabel("Share").first()).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.getByLabel("Share").first()).isHidden();
    assertThat(posts.map().breaches()).isEmpty();
  }
}
