package civiz.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Location} as a GeoJSON geometry and back: a point as a Point, a box as a Polygon, a box over the
 * antimeridian as a MultiPolygon of its two halves, as RFC 7946 section 3.1.9 asks. Reading takes any Polygon or
 * MultiPolygon and keeps its bounding box: a place is where a post may be, not a shape to be drawn exactly.
 */
final class GeometryJson {
  private GeometryJson() {}

  static void write(Location location, JsonGenerator json) {
    json.writeStartObject();
    switch (location) {
      case Point p -> {
        json.writeStringProperty("type", "Point");
        json.writeName("coordinates");
        writePosition(p.lon(), p.lat(), json);
      }
      case BoundingBox box when box.crossesAntimeridian() -> {
        json.writeStringProperty("type", "MultiPolygon");
        json.writeArrayPropertyStart("coordinates");
        box.uncrossed().forEach(half -> writeRings(half, json));
        json.writeEndArray();
      }
      case BoundingBox box -> {
        json.writeStringProperty("type", "Polygon");
        json.writeName("coordinates");
        writeRings(box, json);
      }
    }
    json.writeEndObject();
  }

  /** One closed ring, counterclockwise from the south-west corner. */
  private static void writeRings(BoundingBox box, JsonGenerator json) {
    json.writeStartArray();
    json.writeStartArray();
    writePosition(box.west(), box.south(), json);
    writePosition(box.east(), box.south(), json);
    writePosition(box.east(), box.north(), json);
    writePosition(box.west(), box.north(), json);
    writePosition(box.west(), box.south(), json);
    json.writeEndArray();
    json.writeEndArray();
  }

  private static void writePosition(double lon, double lat, JsonGenerator json) {
    json.writeStartArray();
    json.writeNumber(lon);
    json.writeNumber(lat);
    json.writeEndArray();
  }

  static Location read(@Nullable JsonNode node) {
    if (node == null || node.isNull()) throw new IllegalArgumentException("geometry is missing");
    ObjectNode geometry = Json.object("geometry", node);
    String type = Json.string("geometry.type", geometry.get("type"));
    JsonNode coordinates = geometry.get("coordinates");
    return switch (type) {
      case "Point" -> position(coordinates);
      case "Polygon" -> polygon(coordinates);
      case "MultiPolygon" -> multiPolygon(coordinates);
      default -> throw new IllegalArgumentException(
          "geometry.type " + Limits.quote(type) + " is not Point, Polygon or MultiPolygon");
    };
  }

  /** Longitude, latitude and perhaps an altitude, which is not kept. */
  private static Point position(@Nullable JsonNode node) {
    if (node == null || !node.isArray() || node.size() < 2 || !node.get(0).isNumber()
        || !node.get(1).isNumber()) {
      throw Json.wrong("geometry.coordinates", "a position", node);
    }
    try {
      return new Point(node.get(0).doubleValue(), node.get(1).doubleValue());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("geometry.coordinates: " + e.getMessage(), e);
    } catch (JsonNodeException e) {
      throw Json.wrong("geometry.coordinates", "a position", node); // a number that is no double
    }
  }

  private static Location polygon(@Nullable JsonNode rings) {
    return pointOrBox(BoundingBox.around(outerRing(rings)));
  }

  private static Location pointOrBox(BoundingBox box) {
    return box.isPoint() ? new Point(box.west(), box.south()) : box;
  }

  private static List<Point> outerRing(@Nullable JsonNode rings) {
    if (rings == null || !rings.isArray() || rings.isEmpty() || !rings.get(0).isArray()
        || rings.get(0).isEmpty()) {
      throw Json.wrong("geometry.coordinates", "a list of rings", rings);
    }
    List<Point> ring = new ArrayList<>();
    for (JsonNode position : rings.get(0))
      ring.add(position(position));
    return ring;
  }

  /**
   * Polygons that touch the antimeridian from both sides are one place that crosses it; those that touch neither side
   * belong to the hemisphere they begin in.
   */
  private static Location multiPolygon(@Nullable JsonNode polygons) {
    if (polygons == null || !polygons.isArray() || polygons.isEmpty()) {
      throw Json.wrong("geometry.coordinates", "a list of polygons", polygons);
    }
    List<Point> all = new ArrayList<>();
    List<Point> western = new ArrayList<>();
    List<Point> eastern = new ArrayList<>();
    for (JsonNode polygon : polygons) {
      List<Point> ring = outerRing(polygon);
      BoundingBox box = BoundingBox.around(ring);
      all.addAll(ring);
      boolean endsThere = box.east() == 180 || (box.west() != -180 && box.west() >= 0);
      (endsThere ? western : eastern).addAll(ring);
    }
    BoundingBox whole = BoundingBox.around(all);
    if (whole.west() == -180 && whole.east() == 180 && !western.isEmpty() && !eastern.isEmpty()) {
      double west = BoundingBox.around(western).west();
      double east = BoundingBox.around(eastern).east();
      if (west > east) return new BoundingBox(west, whole.south(), east, whole.north());
    }
    return pointOrBox(whole);
  }
}
