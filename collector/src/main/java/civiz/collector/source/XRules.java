package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.BoundingBox;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the areas as rules of X's filtered stream: {@code (bounding_box:[w s e n] OR …) addition}, as many boxes in
 * each as fit. The same areas always give the same rules, so that a restart finds them unchanged.
 */
final class XRules {
  /** Characters of a rule, and rules of an app: X's limits for pay-per-use. */
  static final int LENGTH = 1_024;
  static final int MOST = 1_000;
  /** What the tags of this program's rules begin with; rules with any other tag are somebody else's. */
  static final String TAG = "civiz:";

  private static final String OR = " OR ";
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern ALTERNATIVE = Pattern.compile("\\bOR\\b", Pattern.CASE_INSENSITIVE);

  private XRules() {}

  /**
   * A rule to be kept at X.
   *
   * @param value what it matches, in X's operators
   * @param tag   {@code civiz:area-n}
   */
  record Rule(String value, String tag) {}

  /**
   * The rules of the areas. X keeps a value once, so one that two areas share is there once.
   *
   * @param addition what every rule demands besides a location; null for nothing
   * @throws IllegalArgumentException when the addition leaves no room for a box, or the rules are too many for an app
   */
  static List<Rule> of(List<Area> areas, @Nullable String addition) {
    String end = addition == null ? "" : " " + grouped(addition);
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (Area area : areas) {
      int number = 1;
      for (String boxes : packed(XTiles.of(area.box()), LENGTH - end.length())) {
        String value = boxes + end;
        rules.putIfAbsent(value, new Rule(value, TAG + area.name() + "-" + number++));
      }
    }
    if (rules.size() > MOST) {
      throw new IllegalArgumentException(
          "the areas need %d rules, and X takes %d of an app: make them smaller".formatted(rules.size(),
              MOST));
    }
    return List.copyOf(rules.values());
  }

  /** A blank binds stronger than OR, so an addition with an OR in it stands in parentheses. */
  private static String grouped(String addition) {
    boolean alternatives = ALTERNATIVE.matcher(QUOTED.matcher(addition).replaceAll("")).find();
    return alternatives ? "(" + addition + ")" : addition;
  }

  private static List<String> packed(List<BoundingBox> tiles, int length) {
    List<String> packed = new ArrayList<>();
    StringJoiner boxes = new StringJoiner(OR, "(", ")").setEmptyValue("");
    for (BoundingBox tile : tiles) {
      String box = operator(tile);
      if (box.length() + 2 > length) {
        throw new IllegalArgumentException(
            "the addition leaves no room for a box in the %d characters of a rule"
                .formatted(LENGTH));
      }
      if (boxes.length() > 0 && boxes.length() + OR.length() + box.length() > length) {
        packed.add(boxes.toString());
        boxes = new StringJoiner(OR, "(", ")");
      }
      boxes.add(box);
    }
    packed.add(boxes.toString());
    return packed;
  }

  private static String operator(BoundingBox box) {
    return "bounding_box:[%s %s %s %s]".formatted(plain(box.west()), plain(box.south()), plain(box.east()),
        plain(box.north()));
  }

  /** Without an exponent; the tiles' edges have no more decimals than this. */
  private static String plain(double degrees) {
    return BigDecimal.valueOf(degrees).setScale(XTiles.DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros()
        .toPlainString();
  }
}
