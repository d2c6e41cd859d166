package civiz.web;

/**
 * Decides when an area's next fan-out may start: at once after a quiet time, and under load after a rest that keeps
 * fan-outs within their share of the core. The more a fan-out costs, by viewers or by load, the longer the rest,
 * and the more posts the next one sends together. Times are those of {@link System#nanoTime()}. Used by one fan-out thread.
 */
final class Pacer {
  /**
   * However long a fan-out took, nobody waits longer than this for the next to start. It takes 83 ms to get here, which is
   * more viewers than a small dyno carries, or a hiccup of the machine; then being on time counts more than the share.
   */
  static final long MOST_REST_NANOS = 500_000_000;

  private final Share share;
  private long next;
  private boolean ran;

  /** What is told of each fan-out. */
  interface Share {
    /** Gives back the part of a core, above 0 and below 1, that this area may have. */
    double taken(long nanos, long now);
  }

  Pacer(Share share) {
    this.share = share;
  }

  /** How long the next fan-out must still wait, 0 when it may start. */
  long waitNanos(long now) {
    return ran ? Math.max(0, next - now) : 0;
  }

  /** Notes a fan-out. */
  void ran(long start, long end) {
    ran = true;
    long took = end - start;
    double rest = took / share.taken(took, end) - took;
    next = end + (long) Math.min(rest, MOST_REST_NANOS);
  }
}
