package civiz.web;

/**
 * Decides when an area's next fan-out may start: at once after a quiet time, and under load after a rest that keeps
 * fan-outs within their share of the core. The more a fan-out costs, by viewers or by load, the longer the rest,
 * and the more posts the next one sends together. Times are those of {@link System#nanoTime()}. Used by one fan-out thread.
 *
 * <p>It is the generic cell rate algorithm (ITU-T I.371, annex A, virtual scheduling): each fan-out moves the time at
 * which its cost is paid for, and the next may start a little before that.
 */
final class Pacer {
  /** How far ahead of its share it may be: a post that comes right after a status line shall not wait for its rest. */
  static final long CREDIT_NANOS = 250_000_000;
  /**
   * However long a fan-out took, nobody waits longer than this for the next to start. It takes 75 ms to get here, which is
   * some four thousand viewers; then being on time counts more than the share.
   */
  static final long MOST_REST_NANOS = 300_000_000;

  /** One fan-out of so many weighs in what one usually takes: a hiccup shall not make everyone wait. */
  private static final int MEMORY = 8;

  private final Share share;
  private long paid;
  private double usual;
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
    return ran ? Math.max(0, paid - now - CREDIT_NANOS) : 0;
  }

  /**
   * Notes a fan-out.
   *
   * @param end  when it was over
   * @param took the core's time that it took, nanoseconds
   */
  void ran(long end, long took) {
    usual = ran ? usual + (took - usual) / MEMORY : took;
    long start = end - took;
    long behind = ran ? Math.max(0, paid - start) : 0;
    ran = true;
    long due = behind + (long) (usual / share.taken(took, end));
    paid = start + Math.min(due, took + MOST_REST_NANOS + CREDIT_NANOS);
  }
}
