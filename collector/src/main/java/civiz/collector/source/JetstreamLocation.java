package civiz.collector.source;

import civiz.contract.Point;
import civiz.contract.Post;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a record is. The locations that records share are those of lexicon.community:
 * {@code community.lexicon.location.geo} has coordinates; {@code …fsq}, a place of Foursquare's open data, may have
 * them; {@code …address} has none, and {@code …hthree} has a cell of the H3 grid, which is no position. An address
 * is not looked up and a cell's centre is not taken for a position: nothing here invents a pin.
 *
 * @param point the position
 * @param exact true when the author gave it; false when it is that of a place the author named
 */
record JetstreamLocation(Point point, boolean exact) {
  private static final String FSQ = "community.lexicon.location.fsq";

  /** What programs write for a coordinate: decimal text, some with an exponent. */
  private static final Pattern DEGREES = Pattern
      .compile("[+-]?([0-9]{1,3}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?");

  /**
   * Of an object with {@code latitude} and {@code longitude}, as text, or as numbers in what older programs wrote.
   *
   * @return nothing when it is no object or lacks either
   * @throws IllegalArgumentException when a coordinate is no number of degrees
   */
  static Optional<JetstreamLocation> of(JsonNode location) {
    String lat = degrees(location.path("latitude"));
    String lon = degrees(location.path("longitude"));
    if (lat.isEmpty() || lon.isEmpty()) return Optional.empty();
    Point point = new Point(number("longitude", lon), number("latitude", lat));
    return Optional.of(new JetstreamLocation(point, !FSQ.equals(type(location))));
  }

  /** Of the first of them that has coordinates; one whose author gave them comes before that of a place. */
  static Optional<JetstreamLocation> ofAny(JsonNode locations) {
    Optional<JetstreamLocation> first = Optional.empty();
    for (JsonNode location : locations) {
      Optional<JetstreamLocation> found = of(location);
      if (found.isPresent() && found.get().exact()) return found;
      if (first.isEmpty()) first = found;
    }
    return first;
  }

  /**
   * The place that locations or addresses name: the first name, else the first locality; null when there is neither.
   *
   * @throws IllegalArgumentException when a name is no string or too long
   */
  static Post.@Nullable Place place(Iterable<JsonNode> locations) {
    for (JsonNode location : locations) {
      String name = JetstreamRecord.text(location, "name");
      if (name != null) return new Post.Place(name, "poi");
    }
    for (JsonNode location : locations) {
      String locality = JetstreamRecord.text(location, "locality");
      String region = JetstreamRecord.text(location, "region");
      if (locality != null)
        return new Post.Place(region == null ? locality : locality + ", " + region, "city");
    }
    return null;
  }

  private static String type(JsonNode location) {
    return location.path("$type").asString("");
  }

  private static String degrees(JsonNode node) {
    return node.isString() || node.isNumber() ? node.asString("").strip() : "";
  }

  private static double number(String member, String degrees) {
    if (!DEGREES.matcher(degrees).matches()) throw new IllegalArgumentException(member + " is not a number");
    return Double.parseDouble(degrees);
  }
}
