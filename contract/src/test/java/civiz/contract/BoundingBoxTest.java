package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundingBoxTest {
  private static final BoundingBox CHICAGO = new BoundingBox(-87.96, 41.644, -87.40, 42.04);
  private static final BoundingBox FIJI = new BoundingBox(176.8, -19.2, -178.2, -15.7);

  @Test
  void edgesBelongToIt() {
    assertThat(CHICAGO.contains(new Point(-87.96, 41.644))).isTrue();
    assertThat(CHICAGO.contains(new Point(-87.40, 42.04))).isTrue();
    assertThat(CHICAGO.contains(new Point(-87.96001, 41.8))).isFalse();
    assertThat(CHICAGO.contains(new Point(-87.6, 42.04001))).isFalse();
    assertThat(CHICAGO.contains(new Point(41.8, -87.6))).isFalse();
  }

  @Test
  void overTheAntimeridianItContainsBothSides() {
    assertThat(FIJI.crossesAntimeridian()).isTrue();
    for (double lon : new double[]{176.8, 179.9, 180, -180, -179, -178.2}) {
      assertThat(FIJI.contains(new Point(lon, -17))).as("%s", lon).isTrue();
    }
    for (double lon : new double[]{176.79, 0, -178.19, -90, 90}) {
      assertThat(FIJI.contains(new Point(lon, -17))).as("%s", lon).isFalse();
    }
  }

  @Test
  void the180thMeridianIsOneFromBothSides() {
    BoundingBox western = new BoundingBox(170, 0, 180, 1);
    BoundingBox eastern = new BoundingBox(-180, 0, -170, 1);
    assertThat(western.contains(new Point(-180, 0.5))).isTrue();
    assertThat(eastern.contains(new Point(180, 0.5))).isTrue();
    assertThat(western.overlaps(eastern)).isTrue();
    assertThat(eastern.overlaps(western)).isTrue();
    assertThat(new BoundingBox(170, 0, 179.9, 1).overlaps(eastern)).isFalse();
  }

  @Test
  void aBoxThatBeginsOrEndsAtTheAntimeridianDoesNotCrossIt() {
    assertThat(new BoundingBox(180, 0, -170, 1)).isEqualTo(new BoundingBox(-180, 0, -170, 1));
    assertThat(new BoundingBox(170, 0, -180, 1)).isEqualTo(new BoundingBox(170, 0, 180, 1));
    assertThat(new BoundingBox(180, 0, -180, 1).width()).isZero();
    assertThat(new BoundingBox(-180, 0, 180, 1).width()).isEqualTo(360);
  }

  @Test
  void zeroIsZeroWhateverItsSign() {
    assertThat(new BoundingBox(-0.0, -0.0, -0.0, -0.0)).isEqualTo(new BoundingBox(0, 0, 0, 0));
    assertThat(new Point(-0.0, -0.0)).isEqualTo(new Point(0, 0));
  }

  @Test
  void aPointTouchesWhereItIsInsideAndAPlaceWhereItOverlaps() {
    assertThat(CHICAGO.touches(new Point(-87.6, 41.8))).isTrue();
    assertThat(CHICAGO.touches(new Point(-88.6, 41.8))).isFalse();
    assertThat(CHICAGO.touches(new BoundingBox(-91.5, 36.9, -87.0, 42.5))).isTrue();
    assertThat(CHICAGO.touches(new BoundingBox(-87.5, 41.7, -86, 43))).isTrue();
    assertThat(CHICAGO.touches(FIJI)).isFalse();
  }

  @Test
  void widthAndHeightAreDegrees() {
    assertThat(FIJI.width()).isCloseTo(5, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(FIJI.height()).isCloseTo(3.5, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(new BoundingBox(1, 2, 1, 2).isPoint()).isTrue();
    assertThat(new BoundingBox(1, 2, 1, 3).isPoint()).isFalse();
  }

  @Test
  void twitterGetsCornersSouthWestThenNorthEastOfEachUncrossedBox() {
    assertThat(CHICAGO.toTwitterLocations()).isDeepEqualTo(new double[][]{{-87.96, 41.644}, {-87.40, 42.04}});
    assertThat(FIJI.toTwitterLocations()).isDeepEqualTo(
        new double[][]{{176.8, -19.2}, {180, -15.7}, {-180, -19.2}, {-178.2, -15.7}});
  }

  @Test
  void aBoxAroundPositionsIsTheSmallest() {
    assertThat(BoundingBox.around(List.of(new Point(3, -4), new Point(-1, 2), new Point(0, 9))))
        .isEqualTo(new BoundingBox(-1, -4, 3, 9));
    assertThat(BoundingBox.around(List.of(new Point(3, -4))).isPoint()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"-180.1,0,0,1,west", "0,-90.1,1,1,south", "0,0,180.5,1,east", "0,0,1,91,north",
    "0,2,1,1,south 2.0",
    "NaN,0,1,1,west", "0,0,1,Infinity,north"})
  void aWrongEdgeIsNamed(double west, double south, double east, double north, String edge) {
    assertThatIllegalArgumentException().isThrownBy(() -> new BoundingBox(west, south, east, north))
        .withMessageContaining(edge);
  }

  @Test
  void itIsReadInTheOrderItIsPrinted() {
    Random random = Seed.random();
    for (int i = 0; i < 1_000; i++) {
      BoundingBox box = new BoundingBox(random.nextDouble(-180, 180), random.nextDouble(-90, 0),
          random.nextDouble(-180, 180), random.nextDouble(0, 90));
      assertThat(BoundingBox.parse(box.toString())).isEqualTo(box);
    }
    assertThat(BoundingBox.parse(" -87.96 , 41.644,-87.40,+42.04")).isEqualTo(CHICAGO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,2,3", "1,2,3,4,5", "1,2,,4", "a,2,3,4", "1d,2,3,4", "0x1p3,2,3,4",
    "NaN,2,3,4",
    "1;2;3;4", "1,2,3,Infinity"})
  void whatIsNoBoxIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> BoundingBox.parse(text));
  }

  /** Whole degrees, so that two arcs meet exactly where they share one of 360 meridians. */
  @Test
  void containingAndOverlappingAgreeWithCountingMeridians() {
    Random random = Seed.random();
    for (int i = 0; i < 5_000; i++) {
      BoundingBox a = randomBox(random);
      BoundingBox b = randomBox(random);
      BitSet shared = meridians(a);
      shared.and(meridians(b));
      boolean rows = Math.max(a.south(), b.south()) <= Math.min(a.north(), b.north());
      assertThat(a.overlaps(b)).as("%s overlaps %s", a, b).isEqualTo(!shared.isEmpty() && rows);
      assertThat(b.overlaps(a)).as("%s overlaps %s", b, a).isEqualTo(!shared.isEmpty() && rows);

      Point p = new Point(random.nextInt(-180, 181), random.nextInt(-90, 91));
      boolean inside = meridians(a).get(meridian(p.lon())) && p.lat() >= a.south() && p.lat() <= a.north();
      assertThat(a.contains(p)).as("%s contains %s", a, p).isEqualTo(inside);
      assertThat(a.uncrossed()).noneMatch(BoundingBox::crossesAntimeridian);
      assertThat(a.uncrossed().stream().anyMatch(half -> half.contains(p))).as("%s uncrossed, %s", a, p)
          .isEqualTo(inside);
      assertThat(a.uncrossed().stream().mapToDouble(BoundingBox::width).sum()).isEqualTo(a.width());
      if (a.width() > 0) assertThat(a.uncrossed()).allMatch(half -> half.width() > 0);
    }
  }

  private static BoundingBox randomBox(Random random) {
    int south = random.nextInt(-90, 91);
    return new BoundingBox(edge(random), south, edge(random), random.nextInt(south, 91));
  }

  private static int edge(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> 180;
      case 1 -> -180;
      default -> random.nextInt(-180, 181);
    };
  }

  private static int meridian(double lon) {
    return Math.floorMod((int) lon, 360);
  }

  private static BitSet meridians(BoundingBox box) {
    BitSet meridians = new BitSet(360);
    double end = box.east() < box.west() ? box.east() + 360 : box.east();
    for (int lon = (int) box.west(); lon <= end; lon++)
      meridians.set(meridian(lon));
    return meridians;
  }
}
