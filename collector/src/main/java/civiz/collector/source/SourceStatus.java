package civiz.collector.source;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a source is doing, as the status line tells it.
 *
 * @param state  whether posts can arrive
 * @param since  when it came into this state, UTC
 * @param detail what a person should know: why it waits and until when, what to check; empty when all is well. Never a secret.
 * @param counts what only this kind of source counts, for example posts its server withheld; by the name shown
 * @param budget what its posts cost, when each one does
 */
public record SourceStatus(State state, Instant since, String detail, Map<String, Long> counts,
    @Nullable Budget budget) {
  /** Of a source whose posts cost nothing. */
  public SourceStatus(State state, Instant since, String detail, Map<String, Long> counts) {
    this(state, since, detail, counts, null);
  }

  /**
   * Posts that were paid for. Days and months are UTC's.
   *
   * @param today     posts read today
   * @param perDay    how many there may be; null means no limit
   * @param month     posts read this month
   * @param perMonth  how many there may be; null means no limit
   * @param costToday US dollars
   * @param resumes   when the limit that was reached ends; null when none was
   */
  public record Budget(long today, @Nullable Integer perDay, long month, @Nullable Integer perMonth,
      double costToday, @Nullable Instant resumes) {}

  /** Whether posts can arrive. */
  public enum State {
    /** On its way to its server. */
    CONNECTING,
    /** Connected; posts arrive as they are written. */
    LIVE,
    /** Will try again by itself. */
    WAITING,
    /** Something must be changed by a person; until then it is tried every few minutes at most. */
    FAILED,
    /** Came to its end, as a replayed file does. */
    ENDED
  }
}
