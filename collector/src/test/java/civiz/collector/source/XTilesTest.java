package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import civiz.contract.BoundingBox;
import civiz.contract.Point;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XTilesTest {
  /** WGS 84's largest and smallest radii of curvature: whichever sphere X measures on, it is between them. */
  private static final double[] EARTH_RADII_MILES = {6_399.594 / 1.609344, 6_335.439 / 1.609344};

  private static final String CHICAGO = "-87.96,41.644,-87.40,42.04";

  @ParameterizedTest
  @ValueSource(strings = {CHICAGO, "-74.26,40.49,-73.70,40.92", "-0.51,51.28,0.34,51.7",
    "176.8,-19.3,-178.2,-15.7",
    "18.6,69.5,19.4,69.8", "-180,-90,-170,-80", "0,85,180,90", "-1,-1,1,1", "-0.00001,0,0.00001,0.00001",
    "179.99999,10,-179.99999,10.5", "-91.23456,-0.12345,-88.76543,3.54321"})
  void coversTheAreaExactlyByTilesUnder25MilesASide(String area) {
    BoundingBox box = BoundingBox.parse(area);
    List<BoundingBox> tiles = XTiles.of(box);

    assertThat(tiles).allSatisfy(tile -> {
      assertThat(tile.crossesAntimeridian()).isFalse();
      assertThat(tile.width()).isPositive();
      assertThat(tile.height()).isPositive();
      for (double radius : EARTH_RADII_MILES) {
        assertThat(miles(radius, tile.west(), tile.south(), tile.west(), tile.north())).isLessThan(25);
        assertThat(miles(radius, tile.west(), tile.south(), tile.east(), tile.south())).isLessThan(25);
        assertThat(miles(radius, tile.west(), tile.north(), tile.east(), tile.north())).isLessThan(25);
        if (tile.south() < 0 && tile.north() > 0)
          assertThat(miles(radius, tile.west(), 0, tile.east(), 0)).isLessThan(25);
      }
    });
    assertThat(tiles).doesNotHaveDuplicates().allSatisfy(tile -> assertThat(inside(tile, box)).isTrue());
    assertThat(tiles.stream().map(XTilesTest::area).reduce(BigDecimal.ZERO, BigDecimal::add))
        .as("square degrees, without overlap").isEqualByComparingTo(
            box.uncrossed().stream().map(XTilesTest::area).reduce(BigDecimal.ZERO, BigDecimal::add));
    assertThat(tiles).as("no two overlap but by an edge").allSatisfy(one -> assertThat(tiles)
        .allMatch(other -> other.equals(one) || one.west() >= other.east() || other.west() >= one.east()
            || one.south() >= other.north() || other.south() >= one.north()));
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      Point point = somewhere(box, random);
      assertThat(tiles).as(point.toString()).anyMatch(tile -> tile.contains(point));
    }
  }

  @Test
  void cutsChicagoInTwoTimesTwo() {
    assertThat(XTiles.of(BoundingBox.parse(CHICAGO))).containsExactly(
        BoundingBox.parse("-87.96,41.644,-87.68,41.842"),
        BoundingBox.parse("-87.68,41.644,-87.4,41.842"), BoundingBox.parse("-87.96,41.842,-87.68,42.04"),
        BoundingBox.parse("-87.68,41.842,-87.4,42.04"));
  }

  @Test
  void leavesASmallAreaWhole() {
    BoundingBox loop = BoundingBox.parse("-87.64,41.87,-87.62,41.89");

    assertThat(XTiles.of(loop)).containsExactly(loop);
  }

  @Test
  void hasFewerColumnsNearerToThePole() {
    List<BoundingBox> tiles = XTiles.of(BoundingBox.parse("10,60,20,80"));

    long south = tiles.stream().filter(tile -> tile.south() == 60).count();
    long north = tiles.stream().filter(tile -> tile.north() == 80).count();
    assertThat(south).isEqualTo(14);
    assertThat(north).isEqualTo(6);
  }

  @Test
  void neverShrinksAnAreaOfMoreDecimals() {
    BoundingBox area = BoundingBox.parse("-87.640000001,41.870000001,-87.619999999,41.889999999");
    BoundingBox tile = XTiles.of(area).getFirst();

    assertThat(inside(area, tile)).isTrue();
    assertThat(tile.width()).isCloseTo(area.width(), within(0.00003));
  }

  @Test
  void refusesMoreThanAnyRulesCouldHold() {
    assertThatThrownBy(() -> XTiles.of(BoundingBox.parse("-180,-90,180,90")))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("20000 boxes");
  }

  private static boolean inside(BoundingBox inner, BoundingBox outer) {
    return outer.contains(new Point(inner.west(), inner.south()))
        && outer.contains(new Point(inner.east(), inner.north()));
  }

  private static BigDecimal area(BoundingBox box) {
    return BigDecimal.valueOf(box.east()).subtract(BigDecimal.valueOf(box.west()))
        .multiply(BigDecimal.valueOf(box.north()).subtract(BigDecimal.valueOf(box.south())));
  }

  private static Point somewhere(BoundingBox box, SplittableRandom random) {
    double lon = box.west() + random.nextDouble() * box.width();
    return new Point(lon > 180 ? lon - 360 : lon, box.south() + random.nextDouble() * box.height());
  }

  /** By the haversine formula. */
  private static double miles(double radius, double lon1, double lat1, double lon2, double lat2) {
    double x = Math.sin(Math.toRadians(lon2 - lon1) / 2);
    double y = Math.sin(Math.toRadians(lat2 - lat1) / 2);
    double h = y * y + Math.cos(Math.toRadians(lat1)) * Math.cos(Math.toRadians(lat2)) * x * x;
    return 2 * radius * Math.asin(Math.sqrt(h));
  }
}
