package civiz.collector.source;

import civiz.contract.BoundingBox;
import civiz.contract.Point;
import java.util.List;

/**
 * A neighbourhood of the simulated city: where its posts gather and what they are like.
 *
 * @param name    as people say it
 * @param at      its middle
 * @param spread  kilometres; two thirds of its posts are within about this distance
 * @param weight  its part of the city's posts, relative to the others
 * @param langs   parts of English, Spanish and Polish, in the order of {@link SimulatedTalk#LANGUAGES}
 * @param topics  what is talked about here more than elsewhere; names in the texts
 * @param bursts  names of the bursts that can happen here
 * @param corners street corners
 * @param pois    places without an extent
 */
record SimulatedSpot(String name, Point at, double spread, double weight, List<Integer> langs,
    List<String> topics, List<String> bursts, List<String> corners, List<Poi> pois) {

  /** Kilometres of a degree of latitude. */
  private static final double KM_PER_DEGREE = 111.2;

  /**
   * A place so small that it has no extent.
   *
   * @param name as shown
   * @param at   where it is
   */
  record Poi(String name, Point at) {}

  /** The position so many kilometres to the east and north of its middle, to the sixth decimal: 0.1 m. */
  Point offset(double east, double north) {
    double lat = Math.clamp(at.lat() + north / KM_PER_DEGREE, -90, 90);
    double lon = at.lon() + east / (KM_PER_DEGREE * Math.max(0.01, Math.cos(Math.toRadians(at.lat()))));
    return new Point(rounded(Math.IEEEremainder(lon, 360)), rounded(lat));
  }

  private static double rounded(double degrees) {
    return Math.round(degrees * 1e6) / 1e6;
  }

  /** The box that stands for the neighbourhood when a post names it. */
  BoundingBox box() {
    Point southWest = offset(-1.5 * spread, -1.5 * spread);
    Point northEast = offset(1.5 * spread, 1.5 * spread);
    return new BoundingBox(southWest.lon(), southWest.lat(), northEast.lon(), northEast.lat());
  }

  /** The name as one word. */
  String tag() {
    return name.replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
