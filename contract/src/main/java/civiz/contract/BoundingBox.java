package civiz.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * A box of longitudes and latitudes in WGS 84 degrees, edges included. Its order is GeoJSON's: west, south, east,
 * north (RFC 7946, section 5). When west is greater than east the box crosses the antimeridian. A box that begins or
 * ends at the antimeridian is one that does not cross it: a west of 180 becomes -180, an east of -180 becomes 180.
 * Every other order that a vendor uses is converted here and nowhere else.
 *
 * @param west  degrees east, -180 to 180
 * @param south degrees north, -90 to 90
 * @param east  degrees east, -180 to 180
 * @param north degrees north, not less than south
 */
public record BoundingBox(double west, double south, double east, double north) implements Location {
  /** @throws IllegalArgumentException naming the edge that is not finite, out of range or on the wrong side */
  public BoundingBox {
    Point.requireDegrees("west", west, 180);
    Point.requireDegrees("south", south, 90);
    Point.requireDegrees("east", east, 180);
    Point.requireDegrees("north", north, 90);
    if (south > north) {
      throw new IllegalArgumentException("south %s is north of north %s".formatted(south, north));
    }
    if (west > east && west == 180) west = -180;
    if (west > east && east == -180) east = 180;
    west = west + 0.0; // minus zero is zero
    south = south + 0.0;
    east = east + 0.0;
    north = north + 0.0;
  }

  /**
   * Reads "west,south,east,north" in degrees.
   *
   * @throws IllegalArgumentException naming what is not a number, not finite, out of range or on the wrong side
   */
  public static BoundingBox parse(String text) {
    String[] edges = text.split(",", -1);
    if (edges.length != 4) {
      throw new IllegalArgumentException(Limits.quote(text) + " is not west,south,east,north");
    }
    double[] degrees = new double[4];
    for (int i = 0; i < 4; i++) {
      try {
        degrees[i] = Decimal.parse(edges[i].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(Limits.quote(edges[i].strip()) + " is not a number of degrees", e);
      }
    }
    return new BoundingBox(degrees[0], degrees[1], degrees[2], degrees[3]);
  }

  /**
   * The smallest box around positions, none of which is assumed to cross the antimeridian.
   *
   * @param positions at least one
   */
  public static BoundingBox around(Iterable<Point> positions) {
    double west = Double.POSITIVE_INFINITY;
    double south = Double.POSITIVE_INFINITY;
    double east = Double.NEGATIVE_INFINITY;
    double north = Double.NEGATIVE_INFINITY;
    for (Point p : positions) {
      west = Math.min(west, p.lon());
      south = Math.min(south, p.lat());
      east = Math.max(east, p.lon());
      north = Math.max(north, p.lat());
    }
    return new BoundingBox(west, south, east, north);
  }

  /** Whether it runs over the 180th meridian, from a west in the east to an east in the west. */
  public boolean crossesAntimeridian() {
    return west > east;
  }

  /** Whether it has no extent at all, as the box of a point of interest has. */
  public boolean isPoint() {
    return west == east && south == north;
  }

  /** Whether the position is inside or on the edge; 180 and -180 are the same meridian. */
  public boolean contains(Point p) {
    return p.lat() >= south && p.lat() <= north && containsLon(p.lon());
  }

  /** Whether the two share at least a point. */
  public boolean overlaps(BoundingBox other) {
    boolean rows = south <= other.north && other.south <= north;
    // two arcs of a circle meet when one of them holds an end of the other
    return rows && (containsLon(other.west) || containsLon(other.east) || other.containsLon(west));
  }

  private boolean containsLon(double lon) {
    return inArc(lon) || (Math.abs(lon) == 180 && inArc(-lon));
  }

  private boolean inArc(double lon) {
    return crossesAntimeridian() ? lon >= west || lon <= east : lon >= west && lon <= east;
  }

  /** Whether the location is at least partly inside: a point within, or a place that overlaps. */
  public boolean touches(Location location) {
    return switch (location) {
      case Point p -> contains(p);
      case BoundingBox b -> overlaps(b);
    };
  }

  /** Degrees of longitude from west to east, 0 to 360. */
  public double width() {
    return crossesAntimeridian() ? east - west + 360 : east - west;
  }

  /** Degrees of latitude from south to north, 0 to 180. */
  public double height() {
    return north - south;
  }

  /** The same ground as boxes that do not cross the antimeridian: itself, or the two halves, western first. */
  public List<BoundingBox> uncrossed() {
    return crossesAntimeridian()
        ? List.of(new BoundingBox(west, south, 180, north), new BoundingBox(-180, south, east, north))
        : List.of(this);
  }

  /**
   * The same ground in the order of v1.1 {@code locations}: pairs of longitude and latitude, south-west corner then
   * north-east corner, two rows a box. A box over the antimeridian becomes two.
   */
  public double[][] toTwitterLocations() {
    List<double[]> corners = new ArrayList<>();
    for (BoundingBox box : uncrossed()) {
      corners.add(new double[]{box.west, box.south});
      corners.add(new double[]{box.east, box.north});
    }
    return corners.toArray(double[][]::new);
  }

  /** "west,south,east,north", which {@link #parse} reads back. */
  @Override
  public String toString() {
    return west + "," + south + "," + east + "," + north;
  }
}
