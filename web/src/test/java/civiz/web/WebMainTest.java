package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.RunningProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The web process as a program. */
class WebMainTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static RunningProcess web(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(RunningProcess.java(), "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), "civiz.web.WebMain"));
    command.addAll(List.of(arguments));
    return RunningProcess.command(Path.of("."), environment, command.toArray(String[]::new));
  }

  @Test
  void badConfigurationEndsItWithEveryMistake() {
    try (RunningProcess web = web(
        Map.of("PORT", "http", "MAX_VIEWERS", "none", "REDIS_URL", "http://:secret@x"))) {
      assertThat(web.awaitExit(LONG)).isEqualTo(2);
      assertThat(web.output()).contains("3 mistakes", "PORT", "MAX_VIEWERS", "REDIS_URL")
          .doesNotContain("secret");
    }
  }

  @Test
  void itTellsWhatItIsAndHowItIsUsed() {
    try (RunningProcess help = web(Map.of(), "--help");
        RunningProcess version = web(Map.of(), "--version");
        RunningProcess nonsense = web(Map.of(), "--nonsense")) {
      assertThat(help.awaitExit(LONG)).isZero();
      assertThat(help.output()).contains("web.jar check", "REDIS_URL", "MAX_VIEWERS",
          "MAX_VIEWERS_PER_ADDRESS",
          "TRUST_FORWARDED_FOR", "BASEMAP_URL", "BASEMAP_URL_DARK", "BASEMAP_ATTRIBUTION", "BASEMAP_FILE",
          "METRICS");
      assertThat(version.awaitExit(LONG)).isZero();
      assertThat(version.output()).startsWith("civiz web ");
      assertThat(nonsense.awaitExit(LONG)).isEqualTo(2);
      assertThat(nonsense.output()).contains("--help");
    }
  }

  @Test
  void aCheckTellsAndEndsWithWhatItFound() {
    Map<String, String> away = Map.of("PORT", "0", "REDIS_URL", "redis://user:s3cret@localhost:1");
    try (RunningProcess failing = web(away, "check");
        RunningProcess mistaken = web(Map.of("PORT", "http"), "check")) {
      assertThat(failing.awaitExit(LONG)).isEqualTo(1);
      assertThat(failing.output()).contains("ok    port", "FAIL  redis").doesNotContain("s3cret", "\tat ");
      assertThat(mistaken.awaitExit(LONG)).isEqualTo(2);
      assertThat(mistaken.output()).contains("PORT: \"http\"");
    }
  }

  @Test
  void aPortThatIsTakenEndsIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0);
        RunningProcess web = web(Map.of("PORT", Integer.toString(taken.getLocalPort())))) {
      assertThat(web.awaitExit(LONG)).isEqualTo(1);
      assertThat(web.output()).contains("can't listen");
    }
  }

  @Test
  void aSignalEndsItSoon() {
    try (RunningProcess web = web(
        Map.of("PORT", "0", "REDIS_URL", "redis://localhost:1", "LOG_LEVEL", "INFO"))) {
      web.awaitLine("listening", LONG);
      web.terminate();
      assertThat(web.awaitExit(Duration.ofSeconds(10))).isEqualTo(143);
    }
  }
}
