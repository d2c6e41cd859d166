package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LanguageIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  void thePageSpeaksSpanishToWhoAsksForIt() {
    try (Stack.Web web = Stack.web(redis.uri());
        MapPage map = browser.open(URI.create(web.uri() + "/?lang=es"))) {
      assertThat(map.page.locator("html")).hasAttribute("lang", "es");
      assertThat(map.page.locator("#pause")).hasText("Pausa");
      assertThat(map.page.locator("#pause")).hasAttribute("title", "Pausar o seguir (p)");
      assertThat(map.page.locator("#search input")).hasAttribute("placeholder", "Filtrar publicaciones…");
      assertThat(map.page.locator("#tab-places")).containsText("Lugares");
      assertThat(map.page.locator("#legend summary")).hasText("Edad");
      assertThat(map.page.locator("#posts-panel .empty")).containsText("Aún no hay publicaciones");
      assertThat(map.breaches()).isEmpty();
    }
  }

  @Test
  void andEnglishToWhoeverAsksForALanguageThereIsNot() {
    try (Stack.Web web = Stack.web(redis.uri());
        MapPage map = browser.open(URI.create(web.uri() + "/?lang=tlh"))) {
      assertThat(map.page.locator("html")).hasAttribute("lang", "en");
      assertThat(map.page.locator("#pause")).hasText("Pause");
    }
  }
}
