package civiz.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/**
 * The part of the configuration that both processes read.
 *
 * @param redis          REDIS_URL: redis:// or rediss:// (TLS), with a port, and user and password when there are any
 * @param redisTlsVerify REDIS_TLS_VERIFY: false accepts a self-signed certificate on rediss://
 * @param areas          AREAS: at least one
 * @param retention      RETENTION: how long the feed remembers
 */
public record SharedConfig(URI redis, boolean redisTlsVerify, List<Area> areas, Duration retention) {
  private static final String CHICAGO = "chicago=-87.96,41.644,-87.40,42.04";
  private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  /** Reads it; mistakes stay in the environment. LOG_LEVEL is checked here and used by logback.xml. */
  public static SharedConfig read(Environment environment) {
    String level = environment.text("LOG_LEVEL", "INFO");
    if (!LOG_LEVELS.contains(level)) {
      environment.mistake("LOG_LEVEL",
          Limits.quote(level) + " is not one of " + String.join(", ", LOG_LEVELS));
    }
    return new SharedConfig(
        environment.read("REDIS_URL", URI.create("redis://localhost:6379"), SharedConfig::redisUrl),
        environment.flag("REDIS_TLS_VERIFY", true),
        environment.read("AREAS", Area.parseAll(CHICAGO), Area::parseAll),
        environment.duration("RETENTION", Duration.ofHours(24), Duration.ofMinutes(1), Duration.ofDays(7)));
  }

  /** The URL holds the password, so no message quotes it. What else a client can't take is refused here, too. */
  private static URI redisUrl(String value) {
    try {
      URI uri = new URI(value);
      String user = uri.getRawUserInfo();
      boolean scheme = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
      boolean server = uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65_535;
      boolean secret = user == null || user.contains(":");
      boolean database = uri.getRawPath() != null && uri.getRawPath().matches("(/[0-9]{0,4})?");
      boolean end = uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (scheme && server && secret && database && end) {
        return URI
            .create("%s://%s%s:%d%s".formatted(uri.getScheme(), user == null ? "" : user + "@", uri.getHost(),
                uri.getPort() < 0 ? 6379 : uri.getPort(), uri.getRawPath()));
      }
    } catch (URISyntaxException e) {
      // told below, without the value
    }
    throw new IllegalArgumentException("is not redis://[user:password@]host[:port][/db] or rediss://…");
  }

  /** Without the user and password of the Redis URL. */
  @Override
  public String toString() {
    return "redis=%s://%s:%d tlsVerify=%s areas=%s retention=%s".formatted(redis.getScheme(), redis.getHost(),
        redis.getPort(), redisTlsVerify, areas, retention);
  }
}
