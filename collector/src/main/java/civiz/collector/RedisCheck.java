package civiz.collector;

import civiz.collector.source.PostSource;
import civiz.contract.Area;
import civiz.contract.FeedKeys;
import civiz.contract.Limits;
import civiz.contract.RedisAdvice;
import civiz.contract.SharedConfig;
import java.util.ArrayList;
import java.util.List;

/** Whether Redis would take what the collector publishes; and in words for a person, why not. */
final class RedisCheck {
  private RedisCheck() {}

  /**
   * Changes nothing. Answers within a few seconds.
   *
   * @return what was found, one line
   * @throws PostSource.Unusable with what to change
   */
  static String run(SharedConfig config) throws PostSource.Unusable {
    try (RedisFeed redis = new RedisFeed(config)) {
      return "%s at %s takes what is published".formatted(redis.rehearse(commands(config.areas())),
          config.redis().getHost());
    } catch (RedisFeed.Away | RedisFeed.Refused e) {
      throw new PostSource.Unusable(why(e));
    }
  }

  /** What a user must be allowed to do and a server be able to: write each key, publish, run scripts. */
  private static List<List<String>> commands(List<Area> areas) {
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of("SET", FeedKeys.LEASE, "check"));
    commands.add(List.of("SET", FeedKeys.cursor("check"), "check"));
    commands.add(List.of("SET", FeedKeys.counter("check"), "1"));
    commands.add(List.of("SCRIPT", "LOAD", "return 1"));
    commands.add(List.of("INFO", "memory"));
    for (Area area : areas) {
      FeedKeys keys = FeedKeys.of(area);
      commands.add(List.of("HSET", keys.head(), "check", "1"));
      commands.add(List.of("XADD", keys.log(), "*", "check", "1"));
      commands.add(List.of("HSET", keys.ids(), "check", "1"));
      commands.add(List.of("MEMORY", "USAGE", keys.log()));
      commands.add(List.of("PUBLISH", keys.channel(), "check"));
      commands.add(
          List.of("EVAL", "return 1", "4", keys.head(), keys.log(), keys.ids(), keys.channel()));
    }
    return commands;
  }

  /** What to do about it, in one line without a secret. */
  static String why(RuntimeException failure) {
    String known = RedisAdvice.why(failure);
    if (known != null) return known;
    String message = Limits.quote(String.valueOf(failure.getMessage()));
    return failure instanceof RedisFeed.Refused
        ? "Redis refuses to publish: " + message
        : "Redis can't be used, check REDIS_URL: " + message;
  }
}
