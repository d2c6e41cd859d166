package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Point;
import java.time.ZoneId;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The ground of a simulated city: its neighbourhoods, its land and its clock. {@link SimulatedMaps} makes it.
 * Immutable.
 *
 * @param area    what is posted is in here
 * @param label   the city as a place's name, for example "Chicago, IL"
 * @param cityBox the city as a place's box
 * @param zone    what its clocks show
 * @param lines   names of train lines
 * @param buses   numbers of bus lines
 * @param shore   where the land ends in the east, from north to south; empty when all of it is land
 * @param spots   at least one
 */
record SimulatedMap(Area area, String label, BoundingBox cityBox, ZoneId zone, List<String> lines,
    List<String> buses, List<Point> shore, List<SimulatedSpot> spots) {

  /** How often a position is drawn anew before the middle of the neighbourhood has to do. */
  private static final int DRAWS = 20;

  /** A neighbourhood, the busy ones more often. */
  SimulatedSpot spot(RandomGenerator random) {
    double rest = random.nextDouble() * spots.stream().mapToDouble(SimulatedSpot::weight).sum();
    for (SimulatedSpot spot : spots) {
      rest -= spot.weight();
      if (rest < 0) return spot;
    }
    return spots.getLast();
  }

  /** Somewhere around the middle of the neighbourhood, on land and in the area. */
  Point near(SimulatedSpot spot, RandomGenerator random) {
    for (int i = 0; i < DRAWS; i++) {
      Point p = spot.offset(random.nextGaussian() * spot.spread(), random.nextGaussian() * spot.spread());
      if (area.box().contains(p) && isLand(p)) return p;
    }
    return spot.at();
  }

  /** Whether it is on land: west of the shore at its latitude, or where the shore is not known. */
  boolean isLand(Point p) {
    for (int i = 1; i < shore.size(); i++) {
      Point north = shore.get(i - 1);
      Point south = shore.get(i);
      if (p.lat() > north.lat() || p.lat() <= south.lat()) continue;
      double part = (north.lat() - p.lat()) / (north.lat() - south.lat());
      return p.lon() < north.lon() + part * (south.lon() - north.lon());
    }
    return true;
  }
}
