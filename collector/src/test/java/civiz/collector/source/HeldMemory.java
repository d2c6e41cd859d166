package civiz.collector.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What Redis would keep, and that can be away. */
final class HeldMemory implements SourceMemory {
  final Map<String, Long> counters = new ConcurrentHashMap<>();
  final Map<String, Duration> kept = new ConcurrentHashMap<>();
  final Map<String, String> cursors = new ConcurrentHashMap<>();
  volatile boolean away;
  volatile int asked;

  @Override
  public @Nullable String cursor(String source) {
    requireThere();
    return cursors.get(source);
  }

  @Override
  public synchronized long count(String counter, long more, Duration keep) {
    asked++;
    requireThere();
    kept.put(counter, keep);
    return counters.merge(counter, more, Long::sum);
  }

  private void requireThere() {
    if (away) throw new Away(new IOException("Redis is away"));
  }
}
