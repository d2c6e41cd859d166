package civiz.collector.source;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How busy a simulated city is at any second: the hours of its day, and on top of them bursts, at most one an hour.
 * A pure function of the seed and the second; callable from any thread.
 */
final class SimulatedRhythm {
  /** Posts at each local hour, relative to each other. The nights are not so quiet that a map looks dead. */
  private static final double[] HOURS = {0.6, 0.5, 0.45, 0.4, 0.4, 0.5, 0.65, 0.9, 1.05, 1.1, 1.1, 1.2,
    1.3, 1.2, 1.1, 1.1, 1.15, 1.3, 1.45, 1.5, 1.45, 1.35, 1.1, 0.85};
  private static final double HOURS_MEAN = Arrays.stream(HOURS).average().orElseThrow();

  /** Bursts begin and end within a slot of an hour. */
  private static final int SLOT = 3600;
  /** Seconds. */
  private static final int SHORTEST = 480;
  private static final int LONGEST = 1200;
  /** Of a burst's time, until it is at its height; and until talk turns to how it ended. */
  private static final double RISE = 0.2;
  private static final double TURN = 0.65;
  /** Posts of a burst at its height, for each everyday post. */
  private static final double HEIGHT = 1.5;

  /**
   * What can happen.
   *
   * @param topic   the texts' heading for it, and its name among a spot's bursts
   * @param from    local hour
   * @param to      local hour
   * @param chance  that a slot between these hours has one
   * @param endings the texts' headings for how it may end
   */
  private record Kind(String topic, int from, int to, double chance, List<String> endings) {
    boolean at(int hour) {
      return hour >= from && hour < to;
    }
  }

  /** Everywhere at once; all others are at a spot. */
  private static final Kind STORM = new Kind("storm", 0, 24, 0.08, List.of("storm over"));
  private static final List<Kind> KINDS = List.of(STORM,
      new Kind("game", 12, 22, 0.25, List.of("game won", "game lost")),
      new Kind("festival", 11, 22, 0.15, List.of("festival over")),
      new Kind("concert", 18, 23, 0.2, List.of("concert over")),
      new Kind("fireworks", 20, 23, 0.2, List.of("fireworks over")));

  /** What bursts make of a day's posts; strength is a triangle, half as much as its height. */
  private static final double WITH_BURSTS = withBursts();

  private static double withBursts() {
    double posts = 0;
    for (int hour = 0; hour < 24; hour++) {
      int h = hour;
      double chance = KINDS.stream().filter(kind -> kind.at(h)).mapToDouble(Kind::chance).sum();
      double bursting = chance * (SHORTEST + LONGEST) / 2 / SLOT;
      posts += HOURS[hour] * (1 + bursting * HEIGHT / 2);
    }
    return posts / 24 / HOURS_MEAN;
  }

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

  /** What happens in a slot, kept because thousands of posts ask for it. */
  private record Slot(long number, @Nullable Burst burst) {}

  private final SimulatedMap map;
  private final long seed;
  private volatile Slot latest = new Slot(Long.MIN_VALUE, null);

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
    long number = Math.floorDiv(second, SLOT);
    Slot slot = latest;
    if (slot.number() != number) latest = slot = new Slot(number, burstIn(number));
    Burst burst = slot.burst();
    return burst != null && second >= burst.start() && second <= burst.start() + burst.length()
        ? burst
        : null;
  }

  private @Nullable Burst burstIn(long slot) {
    SplittableRandom random = new SplittableRandom(SimulatedCity.mix(seed, slot));
    int length = random.nextInt(SHORTEST, LONGEST + 1);
    long start = slot * SLOT + random.nextInt(SLOT - length + 1);
    int hour = Instant.ofEpochSecond(start).atZone(map.zone()).getHour();
    double rest = random.nextDouble();
    for (Kind kind : KINDS) {
      if (!kind.at(hour)) continue;
      rest -= kind.chance();
      if (rest < 0) return burst(kind, start, length, random);
    }
    return null;
  }

  private @Nullable Burst burst(Kind kind, long start, int length, SplittableRandom random) {
    List<SimulatedSpot> spots = map.spots().stream().filter(spot -> spot.bursts().contains(kind.topic()))
        .toList();
    if (!kind.equals(STORM) && spots.isEmpty()) return null;
    SimulatedSpot spot = kind.equals(STORM) ? null : spots.get(random.nextInt(spots.size()));
    String ending = kind.endings().get(random.nextInt(kind.endings().size()));
    return new Burst(spot, kind.topic(), ending, start, length);
  }
}
