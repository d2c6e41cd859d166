package civiz.collector.source;

import civiz.contract.BoundingBox;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a box into boxes that X's {@code bounding_box:} takes: under 25 miles a side, none over the antimeridian
 * (X's documentation of the operator). A row of tiles has as many columns as the row's widest parallel needs, so
 * rows nearer to a pole have fewer. Neighbours share their edge, and the tiles together are the box, rounded
 * outward to whole {@link #DECIMALS}.
 *
 * <p>X matches a post that names a place only when the place lies wholly within a tile; that a large place lies
 * across an edge is for X to say, and no tiling changes it.
 */
final class XTiles {
  /** Digits after the point of an edge: about a metre. */
  static final int DECIMALS = 5;
  /** What a side may have is under 25; the rest is for rounding. */
  private static final double SIDE_MILES = 24.9;
  /** The radius of curvature at the poles, 6,399.6 km, WGS 84's largest: by no measure is a tile larger than by this. */
  private static final double EARTH_RADIUS_MILES = 3_976.6;
  private static final double MILES_A_DEGREE = Math.toRadians(EARTH_RADIUS_MILES);
  /** More than the most rules can hold. */
  private static final int MOST = 20_000;

  private XTiles() {}

  /**
   * The tiles of a box, from west to east and from south to north.
   *
   * @throws IllegalArgumentException when there are more of them than X's rules can hold
   */
  static List<BoundingBox> of(BoundingBox box) {
    List<BoundingBox> tiles = new ArrayList<>();
    for (BoundingBox part : box.uncrossed())
      cut(part, tiles);
    return List.copyOf(tiles);
  }

  private static void cut(BoundingBox box, List<BoundingBox> tiles) {
    double west = rounded(box.west(), RoundingMode.FLOOR);
    double east = rounded(box.east(), RoundingMode.CEILING);
    double[] rows = edges(rounded(box.south(), RoundingMode.FLOOR),
        rounded(box.north(), RoundingMode.CEILING),
        MILES_A_DEGREE);
    for (int row = 1; row < rows.length; row++) {
      double[] columns = edges(west, east, MILES_A_DEGREE * widestCosine(rows[row - 1], rows[row]));
      if (tiles.size() + columns.length > MOST) {
        throw new IllegalArgumentException(
            "%s is more than %d boxes of 25 miles a side".formatted(box, MOST));
      }
      for (int column = 1; column < columns.length; column++)
        tiles.add(new BoundingBox(columns[column - 1], rows[row - 1], columns[column], rows[row]));
    }
  }

  /** Of the latitudes between two, the one nearest to the equator has the longest degree of longitude. */
  private static double widestCosine(double south, double north) {
    if (south <= 0 && north >= 0) return 1;
    return Math.cos(Math.toRadians(Math.min(Math.abs(south), Math.abs(north))));
  }

  /** From one edge to the other in the fewest equal steps that are short enough. */
  private static double[] edges(double from, double to, double milesADegree) {
    int steps = Math.max(1, (int) Math.ceil((to - from) * milesADegree / SIDE_MILES));
    double[] edges = new double[steps + 1];
    for (int i = 1; i < steps; i++)
      edges[i] = rounded(from + (to - from) * i / steps, RoundingMode.HALF_EVEN);
    edges[0] = from;
    edges[steps] = to;
    return edges;
  }

  private static double rounded(double degrees, RoundingMode mode) {
    return BigDecimal.valueOf(degrees).setScale(DECIMALS, mode).doubleValue();
  }
}
