package civiz.collector.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What sources keep in Redis, so that neither a restart nor another collector begins anew. Callable from any source's
 * thread; each call blocks for as long as Redis takes, a few seconds at most.
 */
public interface SourceMemory {
  /**
   * Where a source left off: the latest {@link Intake#checkpoint} whose posts are all in Redis.
   *
   * @param source its name
   * @return null when it never got that far
   * @throws Away when Redis can't be asked
   */
  @Nullable
  String cursor(String source);

  /**
   * Adds to a number that all collectors share.
   *
   * @param counter its name
   * @param more    0 to read it only
   * @param keep    it is forgotten so long after it was last added to
   * @return the sum
   * @throws Away when Redis can't be asked; whether it was added nobody knows
   */
  long count(String counter, long more, Duration keep);

  /** Redis can't be asked now. The message is one line without a secret. */
  final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Away(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }
}
