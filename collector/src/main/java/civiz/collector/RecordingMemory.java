package civiz.collector;

import civiz.collector.source.SourceMemory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A recording begins now, wherever a collector left off; but what it costs is counted with the rest. */
record RecordingMemory(SourceMemory collectors) implements SourceMemory {
  @Override
  public @Nullable String cursor(String source) {
    return null;
  }

  @Override
  public long count(String counter, long more, Duration keep) {
    return collectors.count(counter, more, keep);
  }
}
