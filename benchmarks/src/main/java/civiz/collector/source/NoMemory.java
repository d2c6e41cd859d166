package civiz.collector.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Remembers nothing. */
final class NoMemory implements SourceMemory {
  @Override
  public @Nullable String cursor(String source) {
    return null;
  }

  @Override
  public long count(String counter, long more, Duration keep) {
    return more;
  }
}
