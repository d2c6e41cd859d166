package civiz.benchmarks;

import civiz.contract.BoundingBox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Posts as a city has them: most around some sixty spots, the rest anywhere, one in twenty naming only one of a dozen places.
 * The number alone decides where a post is and what it says, and no two positions are the same. Immutable.
 */
final class CityPosts {
  static final BoundingBox AREA = new BoundingBox(-87.96, 41.644, -87.40, 42.04);

  private static final int SPOTS = 60;
  private static final int PLACES = 12;
  private static final int PLACE_EVERY = 20;
  private static final double ANYWHERE = 0.3;
  /** Of a spot, degrees: some two kilometres. */
  private static final double SPREAD = 0.02;
  private static final List<String> WORDS = List.of("river", "bridge", "gulls", "train", "late", "sunset",
      "coffee", "market", "rain", "goal", "parade", "queue", "lake", "wind", "music", "library", "garden",
      "bus", "museum", "snow");

  private final List<double[]> spots = new ArrayList<>();

  CityPosts() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SPOTS; i++)
      spots.add(anywhere(random));
  }

  /** GeoJSON, as the open door takes it. */
  String feature(long number, Instant created) {
    SplittableRandom random = new SplittableRandom(number);
    String words = "%s %s %s, number %d".formatted(word(random), word(random), word(random), number);
    boolean place = number % PLACE_EVERY == 0;
    return """
        {"type":"Feature","id":"load:%d","geometry":%s,"properties":{"source":"load","created":"%s","text":"%s","lang":"en",\
        "author":{"id":"load:%d","name":"Writer %d"}%s}}"""
        .formatted(number, place ? polygon(number) : point(random), created, words, number % 997,
            number % 997,
            place
                ? ",\"place\":{\"name\":\"Place %d\",\"kind\":\"neighborhood\"}"
                    .formatted(number / PLACE_EVERY % PLACES)
                : "");
  }

  private static String word(SplittableRandom random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private String point(SplittableRandom random) {
    double[] at = anywhere(random);
    if (random.nextDouble() > ANYWHERE) {
      double[] spot = spots.get(random.nextInt(SPOTS));
      at[0] = Math.clamp(spot[0] + random.nextGaussian() * SPREAD, AREA.west(), AREA.east());
      at[1] = Math.clamp(spot[1] + random.nextGaussian() * SPREAD, AREA.south(), AREA.north());
    }
    return "{\"type\":\"Point\",\"coordinates\":[%.6f,%.6f]}".formatted(at[0], at[1]);
  }

  private String polygon(long number) {
    double[] corner = spots.get((int) (number / PLACE_EVERY % PLACES));
    double east = corner[0] + SPREAD;
    double north = corner[1] + SPREAD;
    return "{\"type\":\"Polygon\",\"coordinates\":[[[%1$f,%2$f],[%3$f,%2$f],[%3$f,%4$f],[%1$f,%4$f],[%1$f,%2$f]]]}"
        .formatted(corner[0], corner[1], east, north);
  }

  private static double[] anywhere(SplittableRandom random) {
    return new double[]{random.nextDouble(AREA.west(), AREA.east()),
      random.nextDouble(AREA.south(), AREA.north())};
  }
}
