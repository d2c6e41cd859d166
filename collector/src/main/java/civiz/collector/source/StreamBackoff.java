package civiz.collector.source;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection: each kind of failure counts for itself, until a connection holds.
 * Waits are up to a quarter longer than documented, at random, so that clients of one server spread out. Not
 * thread-safe: the thread that connects owns it.
 */
final class StreamBackoff {
  private static final double JITTER = 0.25;

  private final StreamTiming timing;
  private final RandomGenerator random;
  private final Map<StreamFailure.Kind, Integer> failures = new EnumMap<>(StreamFailure.Kind.class);

  StreamBackoff(StreamTiming timing, RandomGenerator random) {
    this.timing = timing;
    this.random = random;
  }

  /** The wait after one more failure of this kind. */
  Duration next(StreamFailure.Kind kind) {
    int times = failures.merge(kind, 1, Integer::sum);
    Duration wait = switch (kind) {
      case NETWORK -> least(timing.tcpStep().multipliedBy(times), timing.tcpMost());
      case HTTP -> doubled(timing.httpFirst(), times, timing.httpMost());
      case RATE -> doubled(timing.rateFirst(), times, timing.rateMost());
      case REFUSED, FINAL -> timing.httpMost();
    };
    return wait.plusNanos((long) (wait.toNanos() * JITTER * random.nextDouble()));
  }

  /** A connection held: the next failure is the first again. */
  void reset() {
    failures.clear();
  }

  private static Duration doubled(Duration first, int times, Duration most) {
    return least(first.multipliedBy(1L << Math.min(times - 1, 20)), most);
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
