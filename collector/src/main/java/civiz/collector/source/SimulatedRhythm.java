package civiz.collector.source;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How busy a simulated city is at any second: the hours of its day, and on top of them bursts, at most one an hour.
 * A pure function of the seed and the second. Immutable.
 */
final class SimulatedRhythm {
  /** Posts at each local hour, relative to each other. The nights are not so quiet that a map looks dead. */
  private static final double[] HOURS = {0.6, 0.5, 0.45, 0.4, 0.4, 0.5, 0.65, 0.9, 1.05, 1.1, 1.1, 1.2, 1.3,
    1.2,
    1.1, 1.1, 1.15, 1.3, 1.45, 1.5, 1.45, 1.35, 1.1, 0.85};
  private static final double HOURS_MEAN = Arrays.stream(HOURS).average().orElseThrow();

  /** Bursts begin and end within a slot. */
  private static final int SLOT = 3600;
  private static final double BURSTS_A_SLOT = 0.7;
  /** Seconds. */
  private static final int SHORTEST = 480;
  private static final int LONGEST = 1200;
  /** Of a burst's time, until it is at its height; and until talk turns to how it ended. */
  private static final double RISE = 0.2;
  private static final double TURN = 0.65;
  /** Posts of a burst at its height, for each everyday post. */
  private static final double HEIGHT = 1.5;
  /** What bursts add to a day's posts; strength is a triangle, half as much as its height. */
  private static final double WITH_BURSTS = 1 + BURSTS_A_SLOT * (SHORTEST + LONGEST) / 2 / SLOT * HEIGHT / 2;

  /** What can happen somewhere, from and to which local hours, and the texts' headings for it and its endings. */
  private record Kind(String topic, int from, int to, List<String> endings) {}

  private static final List<Kind> KINDS = List.of(new Kind("game", 12, 22, List.of("game won", "game lost")),
      new Kind("festival", 11, 22, List.of("festival over")),
      new Kind("concert", 18, 23, List.of("concert over")),
      new Kind("fireworks", 20, 23, List.of("fireworks over")));
  /** Everywhere and at any hour. */
  private static final Kind STORM = new Kind("storm", 0, 24, List.of("storm over"));

  /**
   * Something that happens and that many post about.
   *
   * @param spot   where; null when it is everywhere
   * @param topic  the texts' heading while it goes on
   * @param ending the heading towards its end
   * @param start  Unix seconds
   * @param length seconds
   */
  record Burst(@Nullable SimulatedSpot spot, String topic, String ending, long start, int length) {
    /** 0 before and after, 1 at its height. */
    double strength(long second) {
      double part = (double) (second - start) / length;
      if (part < 0 || part > 1) return 0;
      return part < RISE ? part / RISE : (1 - part) / (1 - RISE);
    }

    /** The texts' heading at this second. */
    String topic(long second) {
      return second - start < TURN * length ? topic : ending;
    }
  }

  private record Candidate(Kind kind, @Nullable SimulatedSpot spot) {}

  private final SimulatedMap map;
  private final long seed;

  SimulatedRhythm(SimulatedMap map, long seed) {
    this.map = map;
    this.seed = seed;
  }

  /** Posts at this second for each post of an average one: 1 on average over many days. */
  double factor(long second) {
    ZonedDateTime local = Instant.ofEpochSecond(second).atZone(map.zone());
    int hour = local.getHour();
    double part = (local.getMinute() * 60 + local.getSecond()) / 3600.0;
    double everyday = HOURS[hour] * (1 - part) + HOURS[(hour + 1) % 24] * part;
    Burst burst = burst(second);
    double extra = burst == null ? 0 : HEIGHT * burst.strength(second);
    return everyday / HOURS_MEAN * (1 + extra) / WITH_BURSTS;
  }

  /** The probability that a post of this second is about the burst that goes on. */
  double share(Burst burst, long second) {
    double extra = HEIGHT * burst.strength(second);
    return extra / (1 + extra);
  }

  /** The burst that goes on, if one does. */
  @Nullable
  Burst burst(long second) {
    long slot = Math.floorDiv(second, SLOT);
    SplittableRandom random = new SplittableRandom(SimulatedCity.mix(seed, slot));
    if (random.nextDouble() >= BURSTS_A_SLOT) return null;
    int length = random.nextInt(SHORTEST, LONGEST + 1);
    long start = slot * SLOT + random.nextInt(SLOT - length + 1);
    if (second < start || second > start + length) return null;
    List<Candidate> candidates = candidates(Instant.ofEpochSecond(start).atZone(map.zone()).getHour());
    Candidate happens = candidates.get(random.nextInt(candidates.size()));
    Kind kind = happens.kind();
    String ending = kind.endings().get(random.nextInt(kind.endings().size()));
    return new Burst(happens.spot(), kind.topic(), ending, start, length);
  }

  /** Everything that can happen at this hour; by day a storm is one of many. */
  private List<Candidate> candidates(int hour) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(new Candidate(STORM, null));
    for (SimulatedSpot spot : map.spots()) {
      for (Kind kind : KINDS) {
        boolean open = hour >= kind.from() && hour < kind.to();
        if (open && spot.bursts().contains(kind.topic())) candidates.add(new Candidate(kind, spot));
      }
    }
    return candidates;
  }
}
