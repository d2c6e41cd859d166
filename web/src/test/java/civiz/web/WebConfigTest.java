package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.contract.Environment;
import civiz.contract.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebConfigTest {
  @Test
  void everythingHasADefault() {
    WebConfig config = WebConfig.read(Map.of());
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.maxViewers()).isEqualTo(12_000);
    assertThat(config.maxViewersPerAddress()).isEqualTo(200);
    assertThat(config.trustForwardedFor()).isFalse();
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
  void aDynoHasARouterBeforeIt() {
    assertThat(WebConfig.read(Map.of("DYNO", "web.1")).trustForwardedFor()).isTrue();
    assertThat(WebConfig.read(Map.of("DYNO", "web.1", "TRUST_FORWARDED_FOR", "false")).trustForwardedFor())
        .isFalse();
    assertThat(WebConfig.read(Map.of("TRUST_FORWARDED_FOR", "true")).trustForwardedFor()).isTrue();
  }

  @Test
  void metricsAreOpenGuardedOrNotThere() {
    assertThat(WebConfig.read(Map.of()).metrics()).isNull();
    assertThat(WebConfig.read(Map.of("METRICS", "open")).metrics()).isEqualTo(new MetricsAccess(null));
    assertThat(WebConfig.read(Map.of("METRICS", "a:12345678")).metrics())
        .isEqualTo(new MetricsAccess(new Secret("a:12345678")));
    for (String value : new String[]{"Open", "secret", "secret:1234567", ":secret-secret",
      "se\ncret:12345678"})
      assertThatThrownBy(() -> WebConfig.read(Map.of("METRICS", value)))
          .hasMessageContainingAll("METRICS", "user:password", "8 characters")
          .hasMessageNotContaining("cret");
  }

  @Test
  void noSecretIsInItsText() {
    assertThat(WebConfig.read(Map.of("REDIS_URL", "redis://u:secret@host:1", "METRICS", "u:hush-hush"))
        .toString()).doesNotContain("u:secret", "hush");
  }
}
