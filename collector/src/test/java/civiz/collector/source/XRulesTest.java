package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.collector.source.XRules.Rule;
import civiz.contract.Area;
import civiz.contract.BoundingBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XRulesTest {
  private static final Pattern BOX = Pattern.compile("bounding_box:\\[([-0-9. ]+)\\]");

  @Test
  void writesChicagoAsOneRule() {
    assertThat(XRules.of(Area.parseAll("chicago=-87.96,41.644,-87.40,42.04"), null)).containsExactly(new Rule(
        "(bounding_box:[-87.96 41.644 -87.68 41.842] OR bounding_box:[-87.68 41.644 -87.4 41.842]"
            + " OR bounding_box:[-87.96 41.842 -87.68 42.04] OR bounding_box:[-87.68 41.842 -87.4 42.04])",
        "civiz:chicago-1"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"-is:retweet lang:en | -is:retweet lang:en",
    "cat OR dog | (cat OR dog)",
    "cat or dog | (cat or dog)", "(cat OR dog) lang:en | ((cat OR dog) lang:en)",
    "\"this OR that\" | \"this OR that\"", "ORANGE | ORANGE"})
  void addsWhatEveryPostMustMatchWithoutChangingItsMeaning(String addition, String written) {
    assertThat(XRules.of(Area.parseAll("loop=-87.64,41.87,-87.62,41.89"), addition)).extracting(Rule::value)
        .containsExactly("(bounding_box:[-87.64 41.87 -87.62 41.89]) " + written);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, 900, 924})
  void holdsEveryTileInRulesThatAreNotTooLong(int length) {
    String addition = length == 0 ? null : "c".repeat(length);
    List<Area> areas = Area.parseAll("fiji=176.8,-19.3,-178.2,-15.7;tromso=18.6,69.5,19.4,69.8;"
        + "long-name-of-forty-characters-0123456789=-140.12345,-3.98765,-138.87654,-2.12345");
    List<Rule> rules = XRules.of(areas, addition);

    assertThat(rules).allSatisfy(rule -> assertThat(rule.value()).hasSizeLessThanOrEqualTo(1_024));
    assertThat(rules).extracting(Rule::tag).doesNotHaveDuplicates().allMatch(tag -> tag.startsWith("civiz:"));
    assertThat(rules).extracting(Rule::tag).contains("civiz:fiji-1", "civiz:fiji-2", "civiz:tromso-1");
    if (addition != null) assertThat(rules).allMatch(rule -> rule.value().endsWith(") " + addition));
    assertThat(rules.stream().flatMap(rule -> boxes(rule).stream()))
        .containsExactlyElementsOf(areas.stream().flatMap(area -> XTiles.of(area.box()).stream()).toList());
  }

  @Test
  void fillsRulesBeforeItBeginsAnother() {
    List<Rule> rules = XRules.of(Area.parseAll("fiji=176.8,-19.3,-178.2,-15.7"), null);

    assertThat(rules.subList(0, rules.size() - 1)).allMatch(rule -> rule.value().length() > 1_024 - 70);
  }

  @Test
  void takesTheLongestAdditionThatTheConfigurationAllows() {
    assertThat(
        XRules.of(Area.parseAll("far=-179.12345,-17.12345,-178.98765,-16.98765"), "c OR " + "d".repeat(919)))
        .hasSize(1);
  }

  @Test
  void refusesAnAdditionThatLeavesNoRoomForABox() {
    assertThatThrownBy(() -> XRules.of(Area.parseAll("loop=-87.64,41.87,-87.62,41.89"), "c".repeat(1_000)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no room");
  }

  @Test
  void refusesMoreRulesThanAnAppMayHave() {
    List<Area> areas = Area.parseAll("large=0,0,45,40");

    assertThat(XRules.of(areas, null)).hasSizeGreaterThan(500);
    assertThatThrownBy(() -> XRules.of(areas, "c".repeat(900))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X takes 1000");
  }

  @Test
  void writesWhatTwoAreasShareOnce() {
    assertThat(XRules.of(Area.parseAll("a=1,1,1.1,1.1;b=1,1,1.1,1.1"), null)).extracting(Rule::tag)
        .containsExactly("civiz:a-1");
  }

  @Test
  void writesCoordinatesWithoutAnExponent() {
    assertThat(XRules.of(Area.parseAll("null-island=-0.00001,0,0.00012,0.1"), null))
        .extracting(Rule::value).containsExactly("(bounding_box:[-0.00001 0 0.00012 0.1])");
  }

  private static List<BoundingBox> boxes(Rule rule) {
    List<BoundingBox> boxes = new ArrayList<>();
    Matcher box = BOX.matcher(rule.value());
    while (box.find()) {
      double[] edges = Arrays.stream(box.group(1).split(" ")).mapToDouble(Double::parseDouble).toArray();
      boxes.add(new BoundingBox(edges[0], edges[1], edges[2], edges[3]));
    }
    return boxes;
  }
}
