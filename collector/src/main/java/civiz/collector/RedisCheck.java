package civiz.collector;

import civiz.collector.source.PostSource;
import civiz.contract.Area;
import civiz.contract.FeedKeys;
import civiz.contract.Limits;
import civiz.contract.SharedConfig;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

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
      return "Redis %s at %s takes what is published".formatted(redis.rehearse(commands(config.areas())),
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
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith("WRONGPASS")) return "Redis refuses the user or the password in REDIS_URL";
    if (message.startsWith("NOAUTH")) return "Redis wants a password, and REDIS_URL has none";
    if (failure instanceof RedisFeed.Refused) return "Redis refuses to publish: " + Limits.quote(message);
    if (message.startsWith("Unexpected end of stream"))
      return "Redis closes the connection; if it speaks TLS, REDIS_URL must begin with rediss://";
    boolean tls = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateException e -> {
          return "the TLS certificate of Redis is not trusted; REDIS_TLS_VERIFY=false accepts it all the same";
        }
        case UnknownHostException e -> {
          return "Redis can't be reached: the name of the host in REDIS_URL is unknown";
        }
        case SocketTimeoutException e -> {
          return "Redis does not answer; is REDIS_URL its address, and rediss:// where it speaks TLS, only there?";
        }
        case SSLException e -> tls = true;
        default -> {
        }
      }
    }
    if (tls) return "Redis speaks no TLS that this understands; without any, REDIS_URL begins with redis://";
    if (message.startsWith("Failed to connect"))
      return "Redis can't be reached: nothing answers at the host and port of REDIS_URL";
    return "Redis can't be used, check REDIS_URL: " + Limits.quote(message);
  }
}
