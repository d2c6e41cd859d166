package civiz.web;

/**
 * Decides when the next fan-out may start: at once after a quiet time, and under load after a rest of several
 * times what the last one cost, so that fan-outs take at most a fixed share of a core and batch what arrives between them.
 * Times are those of {@link System#nanoTime()}. Used by one fan-out thread.
 */
final class Pacer {
  /** Rest after a fan-out, in multiples of what it took: so it takes one seventh of the time. */
  static final int REST = 6;
  /** However long a fan-out took, nobody waits longer than this for the next to start. */
  static final long MOST_REST_NANOS = 500_000_000;

  private long next;
  private boolean ran;

  /** How long the next fan-out must still wait, 0 when it may start. */
  long waitNanos(long now) {
    return ran ? Math.max(0, next - now) : 0;
  }

  /** Notes a fan-out. */
  void ran(long start, long end) {
    ran = true;
    next = end + Math.min(REST * (end - start), MOST_REST_NANOS);
  }
}
