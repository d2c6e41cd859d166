package civiz.collector.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What Redis would remember, until it is told to be away. */
final class MapMemory implements SourceMemory {
  final Map<String, String> cursors = new ConcurrentHashMap<>();
  final Map<String, Long> counts = new ConcurrentHashMap<>();
  volatile boolean away;

  @Override
  public @Nullable String cursor(String source) {
    checkThere();
    return cursors.get(source);
  }

  @Override
  public long count(String counter, long more, Duration keep) {
    checkThere();
    return more == 0 ? counts.getOrDefault(counter, 0L) : counts.merge(counter, more, Long::sum);
  }

  private void checkThere() {
    if (away) throw new Away(new IOException("away for the test"));
  }
}
