package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Map<String, String> environment, String... arguments) {
    return CollectorMain.run(arguments, environment, new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  @Test
  void helpNamesTheVariables() {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("REDIS_URL", "SOURCES", "SIMULATED_RATE", "REPLAY_FILE",
        "TWITTER4J_STREAM_BASE_URL");
    assertThat(err.size()).isZero();
  }

  @Test
  void versionIsOneLine() {
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("civiz collector ").hasLineCount(1);
  }

  @Test
  void anUnknownArgumentIsAMistake() {
    assertThat(run(Map.of(), "--verbose")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("\"--verbose\"");
  }

  @Test
  void everyMistakeOfTheConfigurationIsOnStandardError() {
    assertThat(run(Map.of("SOURCES", "rss", "RETENTION", "long"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("2 mistakes", "SOURCES: \"rss\"", "RETENTION: \"long\"");
    assertThat(out.size()).isZero();
  }
}
