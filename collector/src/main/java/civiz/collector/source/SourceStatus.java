package civiz.collector.source;

import java.time.Instant;
import java.util.Map;

/**
 * How a source is doing, as the status line tells it.
 *
 * @param state  whether posts can arrive
 * @param since  when it came into this state, UTC
 * @param detail what a person should know: why it waits and until when, what to check; empty when all is well. Never a secret.
 * @param counts what only this kind of source counts, for example posts its server withheld; by the name shown
 */
public record SourceStatus(State state, Instant since, String detail, Map<String, Long> counts) {
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
