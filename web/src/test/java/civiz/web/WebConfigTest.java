package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.contract.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebConfigTest {
  @Test
  void everythingHasADefault() {
    WebConfig config = WebConfig.read(Map.of());
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.maxViewers()).isEqualTo(12_000);
    assertThat(config.allowedOrigins()).isEmpty();
    assertThat(config.shared().areas()).extracting("name").containsExactly("chicago");
  }

  @Test
  void originsAreKeptAsBrowsersWriteThem() {
    assertThat(
        WebConfig.read(Map.of("ALLOWED_ORIGINS", "https://A.example, http://b.example:81,")).allowedOrigins())
        .containsExactlyInAnyOrder("https://a.example", "http://b.example:81");
  }

  @Test
  void everyMistakeIsToldAtOnceAndNoSecret() {
    assertThatThrownBy(() -> WebConfig.read(Map.of("PORT", "http", "MAX_VIEWERS", "0", "ALLOWED_ORIGINS",
        "https://a.example/path", "REDIS_URL", "http://:secret@host", "AREAS", "nowhere")))
        .isInstanceOf(Environment.BadConfiguration.class)
        .hasMessageContainingAll("5 mistakes", "PORT: \"http\"", "MAX_VIEWERS: \"0\"",
            "ALLOWED_ORIGINS: \"https://a.example/path\"", "REDIS_URL", "AREAS: \"nowhere\"")
        .hasMessageNotContaining("secret");
    for (String origin : new String[]{"*", "a.example", "ftp://a.example", "https://u@a.example",
      "https://a.example?x"})
      assertThatThrownBy(() -> WebConfig.read(Map.of("ALLOWED_ORIGINS", origin)))
          .hasMessageContaining("ALLOWED_ORIGINS");
  }

  @Test
  void noSecretIsInItsText() {
    assertThat(WebConfig.read(Map.of("REDIS_URL", "redis://u:secret@host:1")).toString())
        .doesNotContain("secret");
  }
}
