package civiz.web;

import java.util.concurrent.TimeUnit;

/**
 * Lets so many through at once, and then so many a second. Times are those of {@link System#nanoTime()}. Used by one
 * thread at a time.
 */
final class TokenBucket {
  private final int burst;
  private final double perNano;
  private double tokens;
  private long at;

  /** Full. */
  TokenBucket(int burst, double perSecond, long now) {
    this.burst = burst;
    perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
    tokens = burst;
    at = now;
  }

  /** Whether one more may pass, which it then has. */
  boolean take(long now) {
    return take(1, now);
  }

  /** Whether one that counts for several may pass, which it then has. */
  boolean take(int several, long now) {
    fill(now);
    if (tokens < several) return false;
    tokens -= several;
    return true;
  }

  /** Whether it is as it was at the beginning. */
  boolean isFull(long now) {
    fill(now);
    return tokens == burst;
  }

  private void fill(long now) {
    tokens = Math.min(burst, tokens + Math.max(0, now - at) * perNano);
    at = now;
  }
}
