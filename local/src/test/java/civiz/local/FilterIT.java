package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The search box: what is typed filters the map and the list, stands in the address, and can be undone. */
class FilterIT {
  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(
      List.of(post(1, "\"text\":\"Go Cubs! #Wrigley\",\"lang\":\"en\""),
          post(2, "\"text\":\"¡Vamos Cubs!\",\"lang\":\"es\""),
          post(3, "\"text\":\"Cubs spam\",\"lang\":\"en\""),
          post(4, "\"text\":\"Traffic on Lake Shore Drive\",\"lang\":\"en\"")));

  private Locator box;

  private static String post(int id, String properties) {
    return """
        {"type":"Feature","id":"shell:%d","geometry":{"type":"Point","coordinates":[-87.6%d,41.88]},
         "properties":{%s}}""".formatted(id, id, properties);
  }

  @BeforeEach
  void findTheBox() {
    box = posts.page().getByRole(AriaRole.SEARCHBOX);
  }

  private Locator pills() {
    return posts.page().locator(".pill");
  }

  @Test
  void whatIsTypedFiltersAtOnceAndBecomesPills() {
    posts.page().keyboard().press("/");
    assertThat(box).isFocused();
    posts.page().keyboard().type("cub");
    assertThat(posts.rows()).hasCount(3);
    posts.page().keyboard().type("s -spam ");
    assertThat(pills()).hasText(new String[]{"cubs", "-spam"});
    assertThat(posts.rows()).hasCount(2);
    posts.page().keyboard().type("lang:es");
    assertThat(posts.rows()).hasCount(1);
    posts.page().keyboard().press("Enter");
    assertThat(pills()).hasCount(3);
    assertThat(posts.page().locator("#list .count")).hasText("1 of 1 post in view");
  }

  @Test
  void aPhraseMayHaveBlanks() {
    box.click();
    posts.page().keyboard().type("\"lake shore drive\" ");
    assertThat(pills()).hasText(new String[]{"\"lake shore drive\""});
    assertThat(posts.map().row("shell:4")).isVisible();
    assertThat(posts.rows()).hasCount(1);
  }

  @Test
  void pillsAreRemovedByMouseAndKeyboard() {
    box.fill("cubs lang:es");
    box.press("Enter");
    assertThat(posts.rows()).hasCount(1);
    posts.page().getByLabel("Remove lang:es").click();
    assertThat(posts.rows()).hasCount(3);
    box.press("Backspace");
    assertThat(pills()).hasCount(0);
    assertThat(posts.rows()).hasCount(4);
  }

  @Test
  void theFilterStandsInTheAddressAndBackUndoesIt() {
    box.fill("cubs");
    box.press("Enter");
    box.fill("lang:es");
    box.press("Enter");
    assertThat(posts.page()).hasURL(Pattern.compile(".*\\?q=cubs\\+lang%3Aes"));
    try (MapPage other = posts.openAt(URI.create(posts.page().url()))) {
      assertThat(other.page.locator(".pill")).hasText(new String[]{"cubs", "lang:es"});
      assertThat(other.page.locator(".row")).hasCount(1);
    }
    posts.page().goBack();
    assertThat(pills()).hasText(new String[]{"cubs"});
    assertThat(posts.rows()).hasCount(3);
    posts.page().goForward();
    assertThat(pills()).hasCount(2);
  }

  @Test
  void whatCantBeUnderstoodIsSaidAndStays() {
    box.fill("cubs has:wings");
    box.press("Enter");
    assertThat(posts.page().locator("#search-error")).containsText("has:wings");
    assertThat(box).hasValue("has:wings");
    assertThat(posts.rows()).hasCount(3);
    box.press("Escape");
    assertThat(posts.page().locator("#search-error")).isHidden();
  }

  @Test
  void aFilterThatNothingMatchesSaysSo() {
    box.fill("zeppelin");
    assertThat(posts.page().locator("#posts-panel .empty"))
        .hasText("No posts match this filter. Those that do will appear here.");
  }

  @Test
  void markupInAFilterIsText() {
    box.fill("<img/src=x/onerror=alert(1)>");
    box.press("Enter");
    assertThat(pills()).hasText(new String[]{"<img/src=x/onerror=alert(1)>"});
  }
}
