package civiz.collector;

import civiz.collector.source.SourceMemory;
import civiz.contract.SharedConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What sources keep in Redis, over a connection of its own that is opened when the first of them asks. Its lock makes
 * one thread of many; each answer comes, or fails, within a few seconds.
 */
final class RedisMemory implements SourceMemory, AutoCloseable {
  private final RedisFeed redis;

  RedisMemory(SharedConfig config) {
    redis = new RedisFeed(config);
  }

  @Override
  public synchronized @Nullable String cursor(String source) {
    return ask(() -> redis.cursor(source));
  }

  @Override
  public synchronized long count(String counter, long more, Duration keep) {
    return ask(() -> redis.count(counter, more, keep));
  }

  private static <T extends @Nullable Object> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RedisFeed.Away e) {
      throw new Away(e);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
