package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  /** What Heroku sets by itself, so that its app.json does not ask for it. */
  private static final Set<String> OF_HEROKU = Set.of("PORT", "REDIS_URL");
  /** The Procfile's, which neither process reads. */
  private static final String OF_PROCFILE = "JVM_FLAGS";

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

  @Test
  void everyVariableIsInTheExampleInTheReadmeInTheHelpAndInAppJson() throws IOException {
    Set<String> example = names("^#?([A-Z][A-Z0-9_]+)=", text(".env.example"));
    assertThat(example).hasSizeGreaterThan(30).contains(OF_PROCFILE);
    JsonNode app = JsonMapper.shared().readTree(text("app.json"));
    assertThat(example).as("app.json")
        .containsExactlyInAnyOrderElementsOf(with(app.path("env").propertyNames()));
    assertThat(app.path("env").propertyNames()).as("a review app's")
        .containsAll(app.at("/environments/review/env").propertyNames());

    example.remove(OF_PROCFILE);
    String readme = text("README.md");
    String table = readme.substring(readme.indexOf("| variable |"), readme.indexOf("### The map under"));
    String firstColumn = Pattern.compile("^\\|([^|]*)\\|.*", Pattern.MULTILINE).matcher(table)
        .replaceAll("$1");
    Set<String> documented = names("`([A-Z][A-Z0-9_]+)`", firstColumn);
    assertThat(documented).as("README.md").isEqualTo(example);
    String help = run("web", Map.of(), "--help").output + run("collector", Map.of(), "--help").output;
    assertThat(names("\\b([A-Z][A-Z0-9_]+)\\b", help)).as("--help").containsAll(example);
    assertThat(text("Procfile").lines()).allSatisfy(line -> assertThat(line).contains("$" + OF_PROCFILE));
  }

  @Test
  void theImageHasTheProcfilesFlagsAndTheVersionOfThePom() throws IOException {
    String entry = text("Dockerfile").replace("\\\n", " ").lines()
        .filter(line -> line.startsWith("ENTRYPOINT "))
        .findFirst().orElseThrow();
    List<String> words = new ArrayList<>();
    JsonMapper.shared().readTree(entry.substring(entry.indexOf('[')))
        .forEach(word -> words.add(word.stringValue()));
    String collector = text("Procfile").lines().filter(line -> line.startsWith("collector: ")).findFirst()
        .orElseThrow();
    assertThat(collector)
        .startsWith("collector: " + String.join(" ", words).replace(" -jar", " $" + OF_PROCFILE));
    String version = Pattern.compile("<version>(.+)</version>").matcher(text("pom.xml")).results().findFirst()
        .orElseThrow().group(1);
    assertThat(text("compose.yaml").lines().filter(line -> line.contains("image: civiz:")).map(String::strip))
        .hasSize(2).containsOnly("image: civiz:" + version);
  }

  private static Set<String> with(Iterable<String> names) {
    Set<String> all = new TreeSet<>(OF_HEROKU);
    names.forEach(all::add);
    return all;
  }

  private static Set<String> names(String pattern, String text) {
    Set<String> names = new TreeSet<>();
    Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).results()
        .forEach(match -> names.add(match.group(1)));
    return names;
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of("..", file));
  }

  private record Ended(int code, String output) {}

  private static Ended run(String module, Map<String, String> environment, String... arguments) {
    try (RunningProcess process = Stack.run(module, environment, arguments)) {
      return new Ended(process.awaitExit(SOON), process.output());
    }
  }
}
