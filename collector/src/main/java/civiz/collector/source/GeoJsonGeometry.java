package civiz.collector.source;

import civiz.contract.BoundingBox;
import civiz.contract.Limits;
import civiz.contract.Location;
import civiz.contract.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Any geometry of RFC 7946 as a location: a Point as it is, of all others the box around. Altitudes are dropped. Pure
 * functions.
 *
 * <p>What crosses the antimeridian is cut in two there (section 3.1.9), so parts that touch it from both sides are one
 * box over it.
 */
final class GeoJsonGeometry {
  private GeoJsonGeometry() {}

  /**
   * The location, or nothing where there is no geometry or an empty one.
   *
   * @throws IllegalArgumentException naming what is not of its form or not on Earth
   */
  static Optional<Location> read(@Nullable JsonNode geometry) {
    if (geometry == null || geometry.isNull()) return Optional.empty();
    List<BoundingBox> parts = new ArrayList<>();
    addParts(geometry, parts);
    if (parts.isEmpty()) return Optional.empty();
    BoundingBox box = union(parts);
    return Optional.of(box.isPoint() ? new Point(box.west(), box.south()) : box);
  }

  /** Whether the position itself is given, and not only a shape it is in. */
  static boolean isPoint(@Nullable JsonNode geometry) {
    return geometry != null && "Point".equals(geometry.path("type").asString(""));
  }

  private static void addParts(JsonNode geometry, List<BoundingBox> parts) {
    String type = geometry.path("type").asString("");
    JsonNode coordinates = geometry.path("coordinates");
    switch (type) {
      case "Point", "LineString", "Polygon" -> addPart(coordinates, parts);
      case "MultiPoint", "MultiLineString", "MultiPolygon" ->
        elements("geometry.coordinates", coordinates).forEach(part -> addPart(part, parts));
      case "GeometryCollection" -> elements("geometry.geometries", geometry.path("geometries"))
          .forEach(part -> addParts(part, parts));
      default -> throw new IllegalArgumentException(
          "geometry.type " + Limits.quote(type) + " is not a type of geometry");
    }
  }

  private static void addPart(JsonNode coordinates, List<BoundingBox> parts) {
    List<Point> positions = new ArrayList<>();
    addPositions(coordinates, positions);
    if (!positions.isEmpty()) parts.add(BoundingBox.around(positions));
  }

  /** Of a position, a line or rings: their nesting tells. */
  private static void addPositions(JsonNode coordinates, List<Point> positions) {
    JsonNode elements = elements("geometry.coordinates", coordinates);
    if (!elements.path(0).isNumber()) {
      elements.forEach(inner -> addPositions(inner, positions));
      return;
    }
    if (!elements.path(1).isNumber()) {
      throw new IllegalArgumentException("geometry.coordinates has a position without latitude");
    }
    try {
      positions.add(new Point(elements.get(0).asDouble(Double.NaN), elements.get(1).asDouble(Double.NaN)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("geometry.coordinates: " + e.getMessage(), e);
    }
  }

  private static JsonNode elements(String name, JsonNode node) {
    if (node.isArray()) return node;
    throw new IllegalArgumentException(name + (node.isMissingNode() ? " is missing" : " is not an array"));
  }

  private static BoundingBox union(List<BoundingBox> parts) {
    BoundingBox all = around(parts);
    if (all.west() > -180 || all.east() < 180) return all;
    List<BoundingBox> before = new ArrayList<>();
    List<BoundingBox> after = new ArrayList<>();
    for (BoundingBox part : parts) {
      boolean ends = part.east() == 180 || (part.west() >= 0 && part.west() != -180);
      (ends ? before : after).add(part);
    }
    if (before.isEmpty() || after.isEmpty()) return all;
    double west = around(before).west();
    double east = around(after).east();
    return west > east ? new BoundingBox(west, all.south(), east, all.north()) : all;
  }

  private static BoundingBox around(List<BoundingBox> parts) {
    List<Point> corners = new ArrayList<>();
    for (BoundingBox part : parts) {
      corners.add(new Point(part.west(), part.south()));
      corners.add(new Point(part.east(), part.north()));
    }
    return BoundingBox.around(corners);
  }
}
