package civiz.collector.source;

import civiz.contract.BoundingBox;
import civiz.contract.Location;
import civiz.contract.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import twitter4j.v1.GeoLocation;
import twitter4j.v1.Place;
import twitter4j.v1.Status;

/** Where a tweet is: the point its author gave, else the box of the place it names, else nowhere. */
final class StatusLocation {
  private StatusLocation() {}

  /** @throws IllegalArgumentException when a position is not on Earth */
  static Optional<Location> of(Status status) {
    GeoLocation exact = status.getGeoLocation();
    return exact != null ? Optional.of(point(exact)) : box(status.getPlace());
  }

  private static Optional<Location> box(@Nullable Place place) {
    if (place == null || place.getBoundingBoxCoordinates() == null) return Optional.empty();
    List<Point> corners = new ArrayList<>();
    for (GeoLocation[] ring : place.getBoundingBoxCoordinates()) {
      for (GeoLocation corner : ring)
        corners.add(point(corner));
    }
    return corners.isEmpty() ? Optional.empty() : Optional.of(around(corners));
  }

  /** A point of interest has a box of four equal corners: that is a point. */
  private static Location around(List<Point> corners) {
    BoundingBox box = BoundingBox.around(corners);
    if (box.isPoint()) return corners.getFirst();
    // Corners more than half the globe apart either span it, as the United States do from Guam to Maine, or lie on
    // both sides of the antimeridian. A ring begins in the south-west, and only the latter then begins in the east.
    boolean crosses = box.width() > 180 && corners.getFirst().lon() == box.east();
    return crosses ? acrossAntimeridian(corners, box) : box;
  }

  private static BoundingBox acrossAntimeridian(List<Point> corners, BoundingBox box) {
    double west = box.east();
    double east = box.west();
    for (Point corner : corners) {
      if (corner.lon() > 0) west = Math.min(west, corner.lon());
      if (corner.lon() < 0) east = Math.max(east, corner.lon());
    }
    return new BoundingBox(west, box.south(), east, box.north());
  }

  private static Point point(GeoLocation location) {
    return new Point(location.longitude, location.latitude);
  }
}
