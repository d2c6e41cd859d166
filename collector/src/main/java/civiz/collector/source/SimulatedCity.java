package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.Post;
import civiz.contract.Retraction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The posts of one simulated city, as a pure function of the seed and the time: any second can be asked for, in any
 * order, and whoever asks again, in this process or another, gets the same posts with the same ids. So a collector
 * that restarts or takes over repeats what is there already, and the feed drops it as duplicates. Immutable;
 * callable from any thread.
 */
final class SimulatedCity {
  /** Posts that are taken back and that are edited, of all; and how many seconds later. */
  private static final double RETRACTED = 0.006;
  private static final double EDITED = 0.004;
  static final int RETRACTED_AFTER = 420;
  static final int EDITED_AFTER = 150;
  /** Above this mean a Poisson distribution is as good as normal. */
  private static final double MANY = 50;

  /** What becomes of a post. */
  enum Kind {
    POST, EDIT, RETRACTION
  }

  /**
   * Something that happens: a post is written, edited or taken back.
   *
   * @param at     when, Unix milliseconds
   * @param second the Unix second in which the post was written
   * @param k      the post's number in that second
   */
  record Moment(Kind kind, long at, long second, int k) {}

  private final double rate;
  private final long seed;
  private final String idPrefix;
  private final SimulatedRhythm rhythm;
  private final SimulatedPosts posts;

  /**
   * @param area where it is
   * @param rate posts a second, on average over days
   * @param seed another seed is another city, and so are another rate and another area
   */
  SimulatedCity(Area area, double rate, long seed) {
    this.rate = rate;
    this.seed = mix(mix(seed, Double.doubleToLongBits(rate)), area.toString().hashCode());
    String city = "%s-%06x".formatted(area.name(), this.seed & 0xffffff);
    this.idPrefix = "simulated:" + city + "-";
    SimulatedMap map = SimulatedMaps.of(area, this.seed);
    this.rhythm = new SimulatedRhythm(map, this.seed);
    this.posts = new SimulatedPosts(map, city, this.seed);
  }

  /** Everything that happens within this Unix second, in order. */
  List<Moment> moments(long second) {
    List<Moment> moments = new ArrayList<>();
    for (int k = count(second) - 1; k >= 0; k--) {
      moments.add(new Moment(Kind.POST, at(second, k), second, k));
    }
    follow(Kind.RETRACTION, second, RETRACTED_AFTER, moments);
    follow(Kind.EDIT, second, EDITED_AFTER, moments);
    moments.sort(Comparator.comparingLong(Moment::at));
    return moments;
  }

  private void follow(Kind kind, long second, int after, List<Moment> moments) {
    long written = second - after;
    for (int k = count(written) - 1; k >= 0; k--) {
      if (fate(written, k) == kind) {
        moments.add(new Moment(kind, at(written, k) + after * 1000L, written, k));
      }
    }
  }

  /** Tells the intake. */
  void deliver(Moment moment, Intake intake) {
    switch (moment.kind()) {
      case POST -> intake.post(post(moment.second(), moment.k(), false));
      case EDIT -> intake.post(post(moment.second(), moment.k(), true));
      case RETRACTION -> intake.retract(new Retraction.OfPost(id(moment.second(), moment.k())));
    }
  }

  /**
   * A thinned past, as it stands at its end: without what was taken back, and edited where it was edited. Pasts
   * that overlap hold the same posts.
   *
   * @param end   the Unix second after its last
   * @param length seconds
   * @param most  how many posts, on average
   */
  List<Post> past(long end, int length, int most) {
    double kept = most / (rate * length);
    List<Post> past = new ArrayList<>();
    for (long second = end - length; second < end; second++) {
      for (int k = count(second) - 1; k >= 0; k--) {
        if (unit(bits(second, k), 2) >= kept) continue;
        Kind fate = fate(second, k);
        if (fate == Kind.RETRACTION && second + RETRACTED_AFTER < end) continue;
        past.add(post(second, k, fate == Kind.EDIT && second + EDITED_AFTER < end));
      }
    }
    past.sort(Comparator.comparing(Post::created));
    return past;
  }

  /** Posts written in this second: independent arrivals around the rate of the hour. */
  private int count(long second) {
    double mean = rate * rhythm.factor(second);
    SplittableRandom random = new SplittableRandom(mix(seed, second));
    if (mean > MANY) return Math.max(0, (int) Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    int count = 0;
    for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble())
      count++;
    return count;
  }

  private Post post(long second, int k, boolean edited) {
    SplittableRandom random = new SplittableRandom(bits(second, k));
    SimulatedRhythm.Burst burst = rhythm.burst(second);
    if (burst != null && random.nextDouble() >= rhythm.share(burst, second)) burst = null;
    return posts.write(id(second, k), Instant.ofEpochMilli(at(second, k)), burst, edited, random);
  }

  private String id(long second, int k) {
    return idPrefix + second + "-" + k;
  }

  private long at(long second, int k) {
    return second * 1000 + (long) (1000 * unit(bits(second, k), 0));
  }

  private Kind fate(long second, int k) {
    double u = unit(bits(second, k), 1);
    return u < RETRACTED ? Kind.RETRACTION : u < RETRACTED + EDITED ? Kind.EDIT : Kind.POST;
  }

  /** 64 bits that decide everything about a post. */
  private long bits(long second, int k) {
    return mix(mix(seed, second), k + 1);
  }

  /** The first, second or third 21 bits as a number from 0 to below 1. */
  private static double unit(long bits, int part) {
    return (bits >>> (21 * part) & 0x1fffff) / (double) 0x200000;
  }

  /** Two numbers as one that looks like neither (the finalizer of SplitMix64). */
  static long mix(long a, long b) {
    long z = a * 0x9e3779b97f4a7c15L + b;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
