package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of the page's files, and of those of the libraries. */
class AssetsTest {
  private static final Pattern NAMED_ICON = Pattern.compile("(?:icons\\.svg#|\\bicon\\(')([\\w-]+)");
  private static final Pattern SYMBOL = Pattern
      .compile("<symbol id=\"([\\w-]+)\" viewBox=\"0 0 24 24\"><(?:path|rect|circle|poly)");
  private static final Pattern LIBRARY = Pattern.compile(
      "<groupId>org\\.webjars\\.npm</groupId>\\s*<artifactId>(.+)</artifactId>\\s*<version>(.+)</version>");

  private static final Pattern PRELOADED = Pattern
      .compile("<link rel=\"modulepreload\" href=\"/(?:assets/\\w+|webjars/[^/]+/[^/]+)/([^\"]+)\">");

  private static Set<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      return files.filter(file -> file.toString().matches(".*\\.(js|css|html|java)")).map(AssetsTest::read)
          .collect(Collectors.joining("\n"));
    }
  }

  @Test
  void theSpriteHasTheIconsThatThePageNamesAndNoOthers() throws IOException {
    String sprite = new String(Objects.requireNonNull(new Assets().named("icons.svg")).bytes(), UTF_8);
    assertThat(all(SYMBOL, sprite)).hasSizeGreaterThan(10).isEqualTo(all(NAMED_ICON, sources()));
    assertThat(sprite).contains("ISC License").doesNotContain("{{");
  }

  @Test
  void anIconThatLucideDoesNotHaveIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> new Icons(new Webjars()).sprite("<svg>{{lucide/no-such-icon}}</svg>".getBytes(UTF_8)))
        .withMessageContaining("no-such-icon");
  }

  @Test
  void aLibraryThatIsNotThereIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Webjars().addressed("{{webjars/no-such-library}}/a.js"))
        .withMessageContaining("no-such-library");
    assertThatIllegalStateException()
        .isThrownBy(() -> new Webjars().files("{{webjars/leaflet}}/no-such-file.js"))
        .withMessageContaining("leaflet").withMessageContaining("no-such-file.js");
  }

  @Test
  void theBrowserIsToldOfEveryModuleAtOnce() {
    String page = new String(new Assets().index().bytes(), UTF_8);
    assertThat(all(PRELOADED, page)).contains("panels/timeline.js", "map/map.js", "i18n/es.js", "lit-html.js",
        "dist/leaflet-src.esm.js").doesNotContain("map/clusterworker.js", "whole.js", "look.js");
    assertThat(page).doesNotContain("{{");
  }

  @Test
  void theStyleSheetsAreOneFile() {
    String style = new String(Objects.requireNonNull(new Assets().named("style.css")).bytes(), UTF_8);
    assertThat(style).contains(read(Path.of("src/main/resources/public/style/tokens.css")))
        .contains(read(Path.of("src/main/resources/public/style/access.css"))).doesNotContain("@import");
    assertThat(style.indexOf("--panel:")).isLessThan(style.indexOf("forced-colors"));
  }

  @Test
  void aStyleSheetThatIsNotThereIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Styles.joined("@import \"a/b.css\";".getBytes(UTF_8), Map.of()))
        .withMessageContaining("a/b.css");
  }

  @Test
  void aModuleThatIsNotThereIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Modules.preloads(Map.of("a/b.js", "import { c } from '../c.js';".getBytes(UTF_8)),
            "a/b.js", "/assets"))
        .withMessageContaining("c.js");
  }

  @Test
  void theVersionsOfLibrariesStandInTheRootPomAlone() throws IOException {
    Matcher library = LIBRARY.matcher(read(Path.of("../pom.xml")));
    String sources = sources() + read(Path.of("pom.xml"));
    int libraries = 0;
    while (library.find()) {
      assertThat(sources).doesNotContain(library.group(1) + "/" + library.group(2));
      libraries++;
    }
    assertThat(libraries).isGreaterThan(3);
  }
}
