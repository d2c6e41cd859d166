package civiz.collector;

import civiz.collector.source.SourceMemory;
import civiz.contract.CollectorKeys;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What sources keep in Redis. Each answer comes, or fails, within a few seconds. */
final class RedisMemory implements SourceMemory {
  private final RedisAgreement redis;

  /** @param redis whose connection is closed after the sources */
  RedisMemory(RedisAgreement redis) {
    this.redis = redis;
  }

  /**
   * What sources keep for all areas together.
   *
   * @param redis its owner closes it after the sources
   */
  static RedisMemory ofAllAreas(RedisFeed redis) {
    return new RedisMemory(new RedisAgreement(redis, CollectorKeys.ALL_AREAS));
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
