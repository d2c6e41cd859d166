package civiz.collector.source;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When each recorded post is due: as long after the one before it as in the recording, divided by the speed. Counted
 * from a fixed point and not from line to line, so that no delay adds up. One thread's.
 */
final class ReplayPace {
  /** A longer silence in the recording, or a step back by as much, is a new recording: it goes on at once. */
  static final Duration SILENCE = Duration.ofDays(1);
  /** Behind by more, the machine has slept, its clock was set, or it is too slow: what was missed is not rushed. */
  static final Duration LATE = Duration.ofMinutes(1);
  /** A wait may be this much longer than the silence it stands for before the clock must have been set back. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final double speed;
  private @Nullable Instant latest;
  private Instant anchorRecorded = Instant.EPOCH;
  private Instant anchorDue = Instant.EPOCH;

  ReplayPace(double speed) {
    this.speed = speed;
  }

  /**
   * When to play it; in the past for a line that stands too late in the file, which is not waited for.
   *
   * @param recorded when it was written
   * @param now      the time
   */
  Instant due(Instant recorded, Instant now) {
    Instant before = latest;
    if (before == null || Duration.between(before, recorded).abs().compareTo(SILENCE) > 0) {
      return anchor(recorded, now);
    }
    Instant due = anchorDue.plus(played(anchorRecorded, recorded));
    if (recorded.isBefore(before)) return due;
    Instant soonest = now.plus(played(before, recorded));
    if (due.isAfter(soonest.plus(SLACK)) || due.isBefore(now.minus(LATE))) return anchor(recorded, soonest);
    latest = recorded;
    return due;
  }

  private Instant anchor(Instant recorded, Instant due) {
    latest = recorded;
    anchorRecorded = recorded;
    anchorDue = due;
    return due;
  }

  private Duration played(Instant from, Instant to) {
    return Duration.ofMillis(Math.round(Duration.between(from, to).toMillis() / speed));
  }
}
