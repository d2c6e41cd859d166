package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorMainTest {
  /** Variables of the web process and of the Procfile. */
  private static final Set<String> OF_OTHERS = Set.of("PORT", "ALLOWED_ORIGINS", "MAX_VIEWERS",
      "MAX_VIEWERS_PER_ADDRESS", "TRUST_FORWARDED_FOR", "BASEMAP_URL", "BASEMAP_URL_DARK",
      "BASEMAP_ATTRIBUTION", "BASEMAP_FILE", "METRICS", "JVM_FLAGS");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Map<String, String> environment, String... arguments) {
    return CollectorMain.run(arguments, environment, new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  @Test
  void versionIsOneLine() {
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("civiz collector ").hasLineCount(1);
  }

  @Test
  void helpNamesEveryVariableOfThisProcess() throws IOException {
    assertThat(run(Map.of(), "--help")).isZero();
    List<String> names = Pattern.compile("^#?([A-Z][A-Z0-9_]+)=", Pattern.MULTILINE)
        .matcher(Files.readString(Path.of("../.env.example"))).results().map(result -> result.group(1))
        .toList();
    assertThat(names).contains("REDIS_URL").doesNotHaveDuplicates();
    assertThat(names).filteredOn(name -> !OF_OTHERS.contains(name))
        .allSatisfy(name -> assertThat(out.toString(UTF_8)).containsPattern("\\b" + name + "\\b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "record", "retract"})
  void eachCommandExplainsItself(String command) {
    assertThat(run(Map.of(), command, "--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: java -jar collector.jar " + command)
        .doesNotContain("\u001b");
    assertThat(err.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--verbose", "carrier-pigeon", "retract --all", "check all", "record a b"})
  void anUnknownArgumentIsAMistake(String line) {
    String[] arguments = line.split(" ");
    assertThat(run(Map.of("REDIS_URL", "redis://127.0.0.1:1"), arguments)).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("'" + arguments[arguments.length - 1] + "'", "--help")
        .doesNotContain("\u001b", "\tat ");
    assertThat(out.size()).isZero();
  }

  @Test
  void everyMistakeOfTheConfigurationIsOnStandardError() {
    assertThat(run(Map.of("SOURCES", "rss", "RETENTION", "long"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("2 mistakes", "SOURCES: \"rss\"", "RETENTION: \"long\"");
    assertThat(out.size()).isZero();
  }
}
