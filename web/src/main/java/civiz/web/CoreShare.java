package civiz.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The part of one core that fan-outs may take, divided among the areas by what each is measured to need: an area may have
 * what the others leave, and at least an equal part. So one busy area among quiet ones has nearly all of it, and
 * many busy ones don't melt a dyno together. Each area's fan-out has a {@link Pacer} from here and reports to it what
 * it took; callable from all of their threads.
 */
final class CoreShare {
  /** A fifth: what is left is for the posts' way in, for handshakes, and for the garbage collector. */
  static final double ALL = 1.0 / 5;
  /** What was measured counts for about this long: many fan-outs, and short for a person. */
  private static final double MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Measured> areas = new ArrayList<>();

  /** The core's part that one area took lately, at the time of its last report. */
  private static final class Measured {
    private double part;
    private long at;

    double part(long now) {
      return part * Math.exp((at - now) / MEMORY_NANOS);
    }
  }

  /** What paces one more area. */
  synchronized Pacer pacer() {
    Measured area = new Measured();
    areas.add(area);
    return new Pacer((nanos, now) -> taken(area, nanos, now));
  }

  /** Notes what a fan-out took; gives back the part of the core that its area may have from now on. */
  private synchronized double taken(Measured area, long nanos, long now) {
    area.part = area.part(now) + nanos / MEMORY_NANOS;
    area.at = now;
    double others = 0;
    for (Measured other : areas)
      if (other != area) others += other.part(now);
    return Math.max(ALL - others, ALL / areas.size());
  }
}
