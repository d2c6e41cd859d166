package civiz.collector;

import civiz.collector.source.PostSource;
import civiz.contract.Area;
import civiz.contract.CollectorKeys;
import civiz.contract.FeedKeys;
import civiz.contract.Limits;
import civiz.contract.RedisAdvice;
import civiz.contract.SharedConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether Redis would take what the collector publishes; and in words for a person, why not. */
final class RedisCheck {
  private RedisCheck() {}

  /**
   * Changes nothing. Answers within a few seconds.
   *
   * @param areasAreShared whether each area has a lease of its own
   * @return what was found, one line
   * @throws PostSource.Unusable with what to change
   */
  static String run(SharedConfig config, boolean areasAreShared) throws PostSource.Unusable {
    try (RedisFeed redis = new RedisFeed(config)) {
      String server = "";
      for (Map.Entry<String, List<List<String>>> commands : commands(config, areasAreShared).entrySet())
        server = redis.rehearse(commands.getKey(), commands.getValue());
      return "%s at %s takes what is published".formatted(server, config.redis().getHost());
    } catch (RedisFeed.Away | RedisFeed.Refused e) {
      throw new PostSource.Unusable(why(e));
    }
  }

  /**
   * What a user must be allowed to do and a server be able to: write each key, publish, run scripts. By a key that is on
   * the server to be asked, where there are several.
   */
  private static Map<String, List<List<String>>> commands(SharedConfig config, boolean areasAreShared) {
    Map<String, List<List<String>>> commands = new LinkedHashMap<>();
    List<CollectorKeys> agreed = areasAreShared
        ? config.areas().stream().map(CollectorKeys::of).toList()
        : List.of(CollectorKeys.ALL_AREAS);
    for (CollectorKeys keys : agreed) {
      for (String key : List.of(keys.lease(), keys.claim(), keys.cursor("check"), keys.counter("check")))
        commands.put(key, List.of(List.of("SET", key, "check")));
    }
    String publish = config.redisCluster() ? "SPUBLISH" : "PUBLISH";
    for (Area area : config.areas()) {
      FeedKeys keys = FeedKeys.of(area);
      commands.put(keys.head(), List.of(List.of("SCRIPT", "LOAD", "return 1"), List.of("INFO", "memory"),
          List.of("HSET", keys.head(), "check", "1"), List.of("XADD", keys.log(), "*", "check", "1"),
          List.of("HSET", keys.ids(), "check", "1"), List.of("MEMORY", "USAGE", keys.log()),
          List.of(publish, keys.channel(), "check"),
          List.of("EVAL", "return 1", "4", keys.head(), keys.log(), keys.ids(), keys.channel())));
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
