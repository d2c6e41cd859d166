package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.RunningProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void theCollectorTellsEveryMistakeAndNoSecret() {
    Ended ended = run("collector",
        Map.of("REDIS_URL", "redis//user:s3cret@host", "REDIS_TLS_VERIFY", "maybe", "AREAS",
            "nowhere=1,2,3", "RETENTION", "soon", "SOURCES", "twitter4j,carrier-pigeon",
            "TWITTER4J_CONSUMER_SECRET",
            "s3cret", "BLOCK_AUTHORS", "ada lovelace:"));
    assertThat(ended.code).isNotZero();
    assertThat(ended.output)
        .contains("REDIS_URL: ", "REDIS_TLS_VERIFY: \"maybe\"", "AREAS: ", "RETENTION: \"soon\"",
            "SOURCES: \"carrier-pigeon\"", "TWITTER4J_CONSUMER_KEY: ", "TWITTER4J_ACCESS_TOKEN",
            "BLOCK_AUTHORS: \"ada\"")
        .doesNotContain("s3cret", "\tat ");
  }

  @Test
  void theWebProcessTellsEveryMistakeAndNoSecret() {
    Ended ended = run("web",
        Map.of("PORT", "99999", "REDIS_URL", "http://user:s3cret@host", "AREAS", "a=0,0,0,0",
            "RETENTION", "1 day", "ALLOWED_ORIGINS", "everywhere"));
    assertThat(ended.code).isNotZero();
    assertThat(ended.output).contains("PORT: \"99999\"", "REDIS_URL: ", "AREAS: ", "RETENTION: \"1 day\"",
        "ALLOWED_ORIGINS: \"everywhere\"").doesNotContain("s3cret", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector", "web"})
  void eitherProcessExplainsItself(String module) {
    assertThat(run(module, Map.of(), "--help")).satisfies(help -> {
      assertThat(help.code).isZero();
      assertThat(help.output).contains("REDIS_URL", "AREAS", "RETENTION", "LOG_LEVEL");
    });
    assertThat(run(module, Map.of(), "--version")).satisfies(version -> {
      assertThat(version.code).isZero();
      assertThat(version.output).matches("civiz \\w+ \\d+\\.\\d+\\.\\d+");
    });
    assertThat(run(module, Map.of(), "--verbose")).satisfies(unknown -> {
      assertThat(unknown.code).isNotZero();
      assertThat(unknown.output).contains("--verbose");
    });
  }

  private record Ended(int code, String output) {}

  private static Ended run(String module, Map<String, String> environment, String... arguments) {
    try (RunningProcess process = Stack.run(module, environment, arguments)) {
      return new Ended(process.awaitExit(SOON), process.output());
    }
  }
}
