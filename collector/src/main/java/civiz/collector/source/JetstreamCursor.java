package civiz.collector.source;

import civiz.contract.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the stream was read: the time of the latest event, in microseconds since 1970, which every server of the
 * network understands. The servers keep 36 hours and begin with their oldest event when asked for an older one.
 * Used by the stream's thread.
 */
final class JetstreamCursor {
  private static final Logger LOG = LoggerFactory.getLogger(JetstreamCursor.class);

  /** Servers stamp the same event at slightly different times, so it is resumed a little earlier; see Jetstream's README. */
  static final Duration OVERLAP = Duration.ofSeconds(5);
  /** How far another machine's clock may be ahead. Asked for a time to come, servers give nothing from the past. */
  private static final Duration AHEAD = Duration.ofMinutes(1);
  /** How far this machine's clock may be behind; what is further ahead of it is no cursor. */
  private static final Duration BEHIND = Duration.ofHours(36);
  /** Between checkpoints: what a crash costs is read again. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final InstantSource clock;
  private boolean recalled;
  /** No event has said yet how late it is; this machine's clock may be wrong. */
  private boolean guessed;
  private long latest;
  private long told;
  private Instant toldAt = Instant.EPOCH;

  JetstreamCursor(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Goes on where the last collector was, when this one has not begun yet.
   *
   * @throws SourceMemory.Away when Redis can't be asked where that is
   */
  void recall(SourceMemory memory) {
    if (recalled) return;
    String kept = memory.cursor(JetstreamRecord.SOURCE);
    recalled = true;
    if (kept == null) return;
    told = time(kept);
    // one that is ahead of a clock may be right, and the clock wrong: from the clock's time on nothing is missed then
    latest = isPlausible(told) ? told : Math.min(told, micros(clock.instant()));
    if (latest == 0) {
      LOG.atWarn().log("the cursor {} of jetstream is no time in the past, and is ignored",
          Limits.quote(kept));
    }
  }

  private long time(@Nullable String kept) {
    try {
      long time = Long.parseLong(String.valueOf(kept));
      return time > 0 && time <= micros(clock.instant().plus(BEHIND)) ? time : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private boolean isPlausible(long time) {
    return time > 0 && time <= micros(clock.instant().plus(AHEAD));
  }

  /** From when to ask for events; nothing the first time ever, which means from now on. */
  OptionalLong from() {
    return latest == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(1, latest - micros(OVERLAP)));
  }

  /** A connection is open. The first one ever begins now, and the next must not begin later, were it lost at once. */
  void opened() {
    if (latest != 0) return;
    latest = micros(clock.instant());
    guessed = true;
  }

  /**
   * An event was handed over.
   *
   * @param time its time; one that can't be is ignored
   */
  void passed(long time) {
    if (!isPlausible(time) || (time <= latest && !guessed)) return;
    latest = time;
    guessed = false;
  }

  /** Checkpoints where it is, when that is due. */
  void tell(Intake intake) {
    Duration since = Duration.between(toldAt, clock.instant());
    // negative when the clock was set back
    if (latest != told && (since.isNegative() || since.compareTo(EVERY) >= 0)) tellNow(intake);
  }

  /** Checkpoints where it is, if it has moved. */
  void tellNow(Intake intake) {
    if (latest == told) return;
    intake.checkpoint(String.valueOf(latest));
    told = latest;
    toldAt = clock.instant();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
