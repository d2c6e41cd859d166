package civiz.contract;

/**
 * A position in WGS 84.
 *
 * @param lon degrees east, -180 to 180
 * @param lat degrees north, -90 to 90
 */
public record Point(double lon, double lat) implements Location {
  /** @throws IllegalArgumentException when a degree is not finite or out of its range */
  public Point {
    requireDegrees("longitude", lon, 180);
    requireDegrees("latitude", lat, 90);
    lon = lon + 0.0; // minus zero is zero
    lat = lat + 0.0;
  }

  static void requireDegrees(String what, double degrees, double limit) {
    if (!(Math.abs(degrees) <= limit)) {
      throw new IllegalArgumentException("%s %s is not within ±%.0f degrees".formatted(what, degrees, limit));
    }
  }
}
