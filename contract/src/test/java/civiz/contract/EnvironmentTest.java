package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  @Test
  void unsetAndBlankVariablesTakeTheirDefaults() {
    Environment environment = new Environment(Map.of("A", "", "B", " \t "));
    for (String name : new String[]{"A", "B", "C"}) {
      assertThat(environment.text(name)).isNull();
      assertThat(environment.text(name, "fallback")).isEqualTo("fallback");
      assertThat(environment.secret(name)).isNull();
      assertThat(environment.integer(name, 7, 1, 9)).isEqualTo(7);
      assertThat(environment.number(name, 7.5, 1, 9)).isEqualTo(7.5);
      assertThat(environment.flag(name, true)).isTrue();
      assertThat(environment.duration(name, Duration.ofHours(1), Duration.ZERO, Duration.ofDays(1)))
          .isEqualTo(Duration.ofHours(1));
    }
    assertThat(environment.checked("configuration")).isEqualTo("configuration");
  }

  @Test
  void valuesAreReadWithoutTheBlanksAroundThem() {
    Environment environment = new Environment(
        Map.of("TEXT", " a b ", "INT", " 9 ", "NUMBER", "0.5", "FLAG", "false", "DURATION", "90m"));
    assertThat(environment.text("TEXT")).isEqualTo("a b");
    assertThat(environment.integer("INT", 7, 1, 9)).isEqualTo(9);
    assertThat(environment.number("NUMBER", 1, 0, 1)).isEqualTo(0.5);
    assertThat(environment.flag("FLAG", true)).isFalse();
    assertThat(environment.duration("DURATION", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
        .isEqualTo(Duration.ofMinutes(90));
    assertThat(environment.checked(1)).isEqualTo(1);
  }

  @Test
  void everyMistakeIsToldAtOnceEachWithItsVariableAndValue() {
    Environment environment = new Environment(
        Map.of("PORT", "eighty", "SPEED", "5d", "VERIFY", "yes", "RETENTION", "1y",
            "AGE", "8d", "AREAS", "chicago"));
    assertThat(environment.integer("PORT", 8080, 0, 65_535)).isEqualTo(8080);
    environment.number("SPEED", 1, 0.1, 1_000);
    environment.flag("VERIFY", true);
    environment.duration("RETENTION", Duration.ofHours(24), Duration.ofMinutes(1), Duration.ofDays(7));
    environment.duration("AGE", Duration.ofHours(24), Duration.ofMillis(500), Duration.ofDays(7));
    environment.read("AREAS", List.of(), Area::parseAll);
    environment.mistake("SOURCES", "\"twitter\" needs TWITTER4J_CONSUMER_KEY");
    assertThatExceptionOfType(Environment.BadConfiguration.class).isThrownBy(() -> environment.checked(1))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).containsExactly(
            "the configuration has 7 mistakes:",
            "  PORT: \"eighty\" is not a whole number from 0 to 65535",
            "  SPEED: \"5d\" is not a number from 0.1 to 1000.0",
            "  VERIFY: \"yes\" is not true or false",
            "  RETENTION: \"1y\" is not a duration such as 30s, 10m or 24h",
            "  AGE: \"8d\" is not from 500ms to 7d",
            "  AREAS: \"chicago\" is not name=west,south,east,north",
            "  SOURCES: \"twitter\" needs TWITTER4J_CONSUMER_KEY"));
  }

  @Test
  void oneMistakeIsOne() {
    Environment environment = new Environment(Map.of("PORT", "-1"));
    environment.integer("PORT", 8080, 0, 65_535);
    assertThatExceptionOfType(Environment.BadConfiguration.class).isThrownBy(() -> environment.checked(1))
        .withMessageStartingWith("the configuration has 1 mistake:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999999999", "1.5", "0x10", "1e3", "٣"})
  void whatIsNoWholeNumberOrOutOfRangeIsAMistake(String value) {
    Environment environment = new Environment(Map.of("N", value));
    assertThat(environment.integer("N", 7, 1, 2)).isEqualTo(7);
    assertThatExceptionOfType(Environment.BadConfiguration.class).isThrownBy(() -> environment.checked(1));
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "10m,PT10M", "24h,PT24H", "7d,PT168H"})
  void aDurationIsANumberAndAUnit(String value, Duration expected) {
    Environment environment = new Environment(Map.of("D", value));
    assertThat(environment.duration("D", Duration.ZERO, Duration.ZERO, Duration.ofDays(7)))
        .isEqualTo(expected);
    assertThat(environment.checked(1)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "-1s", "1.5h", "PT1H", "1 h", "1H", "9999999999s", "999999999d"})
  void anythingElseIsNoDuration(String value) {
    Environment environment = new Environment(Map.of("D", value));
    assertThat(environment.duration("D", Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(7)))
        .isEqualTo(Duration.ofSeconds(1));
    assertThatExceptionOfType(Environment.BadConfiguration.class).isThrownBy(() -> environment.checked(1));
  }

  @Test
  void aSecretIsNeverPrinted() {
    Secret secret = new Environment(Map.of("TOKEN", "hunter2")).secret("TOKEN");
    assertThat(secret).isNotNull();
    record Config(Secret token) {}
    assertThat(new Config(secret).toString()).doesNotContain("hunter2").contains("(secret)");
    assertThat(secret.value()).isEqualTo("hunter2");
  }
}
