package civiz.web;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Redis's clock as this process knows it: what Redis said last, and the time that has passed since. Ages of posts and
 * of heartbeats are told by it, because Redis's clock stamped them: so a wrong clock here, or one that is set, neither
 * forgets posts too early nor keeps them too long. Callable on any thread.
 */
final class RedisClock {
  private final LongSupplier nanoTime;
  /** What to add to the milliseconds of {@code nanoTime}. */
  private volatile long offset;

  /** Until Redis tells, this machine's clock must do. */
  RedisClock() {
    this(System::nanoTime, System.currentTimeMillis());
  }

  /** @param now a guess, Unix milliseconds */
  RedisClock(LongSupplier nanoTime, long now) {
    this.nanoTime = nanoTime;
    tell(now);
  }

  /** Redis has just said that it is so late, in Unix milliseconds. */
  void tell(long now) {
    offset = now - passed();
  }

  /** Unix milliseconds. */
  long millis() {
    return offset + passed();
  }

  /** The same as an instant. */
  Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  private long passed() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
  }
}
