package civiz.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What X finds wrong with a rule, as far as rules about places and languages go. */
final class XRuleSyntax {
  private static final int LENGTH = 1_024;
  /** A box must be under this on each side. */
  private static final double MILES = 25;
  private static final double EARTH_RADIUS_MILES = 3_958.8;

  private static final Set<String> OPERATORS = Set.of("bounding_box", "point_radius", "place",
      "place_country", "has",
      "is", "lang", "from", "to", "url", "context", "entity", "conversation_id", "sample");
  private static final Pattern OPERATOR = Pattern.compile("(?<![\\w#@])-?([a-z_]+):");
  private static final Pattern BOX = Pattern.compile("bounding_box:(\\[[^\\]]*\\]?)");
  private static final String NUMBER = "(-?\\d{1,3}(?:\\.\\d{1,10})?)";
  private static final Pattern EDGES = Pattern
      .compile("\\[" + NUMBER + " " + NUMBER + " " + NUMBER + " " + NUMBER + "\\]");

  private XRuleSyntax() {}

  static List<String> problems(String rule) {
    List<String> problems = new ArrayList<>();
    if (rule.isBlank()) problems.add("A rule can't be empty");
    if (rule.length() > LENGTH)
      problems.add("A rule has at most %d characters, this one %d".formatted(LENGTH, rule.length()));
    String unquoted = rule.replaceAll("\"[^\"]*\"", "phrase");
    if (unquoted.contains("\"")) problems.add("A quotation mark is not closed");
    if (!balanced(unquoted)) problems.add("The parentheses do not match");
    if (Pattern.compile("\\(\\s*(OR\\b|\\))|\\bOR\\s*(\\)|$)").matcher(unquoted).find())
      problems.add("OR and parentheses must hold something");
    Matcher operator = OPERATOR.matcher(unquoted);
    while (operator.find()) {
      if (!OPERATORS.contains(operator.group(1))) problems.add("There is no operator " + operator.group(1));
    }
    Matcher box = BOX.matcher(rule);
    while (box.find()) {
      Matcher edges = EDGES.matcher(box.group(1));
      if (!edges.matches()) problems.add("This is no box: " + box.group(1));
      else
        if (!fits(edges.toMatchResult()))
          problems.add("This box is too large or has no extent: " + box.group(1));
    }
    return problems;
  }

  private static boolean fits(MatchResult edges) {
    double west = Double.parseDouble(edges.group(1));
    double south = Double.parseDouble(edges.group(2));
    double east = Double.parseDouble(edges.group(3));
    double north = Double.parseDouble(edges.group(4));
    boolean sane = west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90;
    return sane && miles(west, south, west, north) < MILES && miles(west, south, east, south) < MILES
        && miles(west, north, east, north) < MILES;
  }

  /** By the haversine formula. */
  private static double miles(double lon1, double lat1, double lon2, double lat2) {
    double x = Math.sin(Math.toRadians(lon2 - lon1) / 2);
    double y = Math.sin(Math.toRadians(lat2 - lat1) / 2);
    double h = y * y + Math.cos(Math.toRadians(lat1)) * Math.cos(Math.toRadians(lat2)) * x * x;
    return 2 * EARTH_RADIUS_MILES * Math.asin(Math.sqrt(h));
  }

  private static boolean balanced(String text) {
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '(') open++;
      if (text.charAt(i) == ')' && --open < 0) return false;
    }
    return open == 0;
  }
}
