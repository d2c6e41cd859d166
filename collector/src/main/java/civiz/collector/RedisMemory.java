package civiz.collector;

import civiz.collector.source.SourceMemory;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What sources keep in Redis. Each answer comes, or fails, within a few seconds. */
final class RedisMemory implements SourceMemory {
  private final RedisFeed redis;

  /** @param redis its owner closes it after the sources */
  RedisMemory(RedisFeed redis) {
    this.redis = redis;
  }

  @Override
  public @Nullable String cursor(String source) {
    return ask(() -> redis.cursor(source));
  }

  @Override
  public long count(String counter, long more, Duration keep) {
    return ask(() -> redis.count(counter, more, keep));
  }

  private static <T extends @Nullable Object> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RedisFeed.Away e) {
      throw new Away(e);
    }
  }
}
