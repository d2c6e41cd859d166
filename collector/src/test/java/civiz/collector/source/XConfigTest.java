package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.contract.Area;
import civiz.contract.Environment;
import civiz.contract.Environment.BadConfiguration;
import civiz.contract.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XConfigTest {
  private static final List<Area> CHICAGO = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04");
  private static final String TOKEN = "AAAAhidden%3Dtoken";

  @Test
  void needsNothingButTheToken() {
    assertThat(read(Map.of("X_BEARER_TOKEN", TOKEN)))
        .isEqualTo(new XConfig(URI.create("https://api.x.com"), new Secret(TOKEN), null, null, null));
  }

  @Test
  void readsEverything() {
    assertThat(read(Map.of("X_BEARER_TOKEN", TOKEN, "X_API_BASE_URL", "http://localhost:8081/x/", "X_RULE",
        "-is:retweet (lang:en OR \"say :)\")", "X_POSTS_PER_DAY", "1000", "X_POSTS_PER_MONTH", "20000")))
        .isEqualTo(new XConfig(URI.create("http://localhost:8081/x"), new Secret(TOKEN),
            "-is:retweet (lang:en OR \"say :)\")", 1_000, 20_000));
  }

  @Test
  void showsNoSecret() {
    assertThat(read(Map.of("X_BEARER_TOKEN", TOKEN)).toString()).isEqualTo("x=https://api.x.com");
    assertThatThrownBy(() -> read(Map.of("X_BEARER_TOKEN", "Bearer " + TOKEN, "X_API_BASE_URL",
        "https://ada:hidden@example.com"))).isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("X_BEARER_TOKEN: ").hasMessageContaining("X_API_BASE_URL: ")
        .message().doesNotContain("hidden");
  }

  @Test
  void asksForTheToken() {
    assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("X_BEARER_TOKEN: the source x needs it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://api.x.com", "api.x.com", "https://", "https://api.x.com?a=b",
    "https://api.x.com#a",
    "https://ada@api.x.com", "https://a b"})
  void takesNoOtherAddress(String url) {
    assertThatThrownBy(() -> with("X_API_BASE_URL", url)).hasMessageContaining("X_API_BASE_URL: is not http");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"(cat | is not closed", "cat) OR (dog | not open",
    "\"cat | is not closed",
    "((cat) | is not closed"})
  void takesNoRuleThatChangesWhatIsAroundIt(String rule, String what) {
    assertThatThrownBy(() -> with("X_RULE", rule)).hasMessageContaining("X_RULE: ")
        .hasMessageContaining(what);
  }

  @Test
  void takesNoRuleOfSeveralLinesOrWithoutRoomForABox() {
    assertThatThrownBy(() -> with("X_RULE", "cat\ndog")).hasMessageContaining("line break");
    assertThatThrownBy(() -> with("X_RULE", "c".repeat(925)))
        .hasMessageContaining("925 characters, more than 924");
    assertThat(with("X_RULE", "c".repeat(924)).rule()).hasSize(924);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "1e3", "many", "99999999999"})
  void countsPostsInWholeNumbersFromOne(String posts) {
    assertThatThrownBy(() -> with("X_POSTS_PER_DAY", posts)).hasMessageContaining("X_POSTS_PER_DAY: ");
    assertThatThrownBy(() -> with("X_POSTS_PER_MONTH", posts)).hasMessageContaining("X_POSTS_PER_MONTH: ");
  }

  @Test
  void takesNoAreasThatXHasNoRulesFor() {
    Environment environment = new Environment(Map.of("X_BEARER_TOKEN", TOKEN));
    XConfig config = XConfig.read(environment, Area.parseAll("world=-180,-90,180,90"));

    assertThatThrownBy(() -> environment.checked(config))
        .hasMessageContaining("AREAS: the source x can't have them");
  }

  private static XConfig with(String name, String value) {
    Map<String, String> variables = new HashMap<>(Map.of("X_BEARER_TOKEN", TOKEN));
    variables.put(name, value);
    return read(variables);
  }

  private static XConfig read(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    return environment.checked(XConfig.read(environment, CHICAGO));
  }
}
