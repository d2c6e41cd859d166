package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AreaTest {
  @Test
  void areasAreReadInTheirOrder() {
    assertThat(Area.parseAll("chicago=-87.96,41.644,-87.40,42.04; fiji = 176.8,-19.2,-178.2,-15.7 ;"))
        .containsExactly(
            new Area("chicago", new BoundingBox(-87.96, 41.644, -87.40, 42.04)),
            new Area("fiji", new BoundingBox(176.8, -19.2, -178.2, -15.7)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "chicago | \"chicago\" is not name=west,south,east,north",
    "Chicago=1,2,3,4 | area name \"Chicago\"",
    "=1,2,3,4 | area name \"\"",
    "-a=1,2,3,4 | area name \"-a\"",
    "a=1,2,3 | area \"a\": \"1,2,3\" is not west,south,east,north",
    "a=1,2,x,4 | area \"a\": \"x\" is not a number of degrees",
    "a=1,4,3,2 | area \"a\": south 4.0 is north of north 2.0",
    "a=1,2,200,4 | area \"a\": east 200.0 is not within ±180 degrees",
    "a=1,2,1,4 | area a has no extent",
    "a=1,2,3,2 | area a has no extent",
    "a=180,2,-180,4 | area a has no extent",
    "a=1,2,3,4;a=1,2,3,5 | area a is there twice",
    ";; | no area is named"})
  void whatIsWrongIsNamed(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> Area.parseAll(text))
        .withMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a}", "a:b", "a/b", "é", "a\n"})
  void aNameThatWouldBreakAKeyIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Area(name, new BoundingBox(1, 2, 3, 4)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void aNameHasAtMostFortyCharacters() {
    BoundingBox box = new BoundingBox(1, 2, 3, 4);
    assertThat(new Area("a".repeat(40), box).name()).hasSize(40);
    assertThatIllegalArgumentException().isThrownBy(() -> new Area("a".repeat(41), box));
  }

  @Test
  void itsKeysShareOneHashSlot() {
    Area area = new Area("chicago", new BoundingBox(1, 2, 3, 4));
    FeedKeys keys = FeedKeys.of(area);
    assertThat(keys).isEqualTo(
        new FeedKeys("civiz:{chicago}", "civiz:{chicago}:log", "civiz:{chicago}:head",
            "civiz:{chicago}:ids"));
    assertThat(CollectorKeys.of(area)).isEqualTo(new CollectorKeys("civiz:{chicago}:lease",
        "civiz:{chicago}:claim", "civiz:{chicago}:cursor:", "civiz:{chicago}:count:"));
    assertThat(CollectorKeys.ALL_AREAS.lease()).isEqualTo("civiz:lease");
    assertThat(CollectorKeys.ALL_AREAS.cursor("x")).isEqualTo("civiz:cursor:x");
  }
}
