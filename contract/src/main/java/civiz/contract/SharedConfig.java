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
 * @param redisCluster   REDIS_CLUSTER: true when that is a node of a Redis Cluster, each of whose nodes has some of the areas
 * @param areas          AREAS: at least one
 * @param retention      RETENTION: how long the feed remembers
 */
public record SharedConfig(URI redis, boolean redisTlsVerify, boolean redisCluster, List<Area> areas,
    Duration retention) {
  private static final String CHICAGO = "chicago=-87.96,41.644,-87.40,42.04";
  private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  /** Reads it; mistakes stay in the environment. LOG_LEVEL is checked here and used by logback.xml. */
  public static SharedConfig read(Environment environment) {
    String level = environment.text("LOG_LEVEL", "INFO");
    if (!LOG_LEVELS.contains(level)) {
      environment.mistake("LOG_LEVEL",
          Limits.quote(level) + " is not one of " + String.join(", ", LOG_LEVELS));
    }
    URI redis = environment.read("REDIS_URL", URI.create("redis://localhost:6379"), SharedConfig::redisUrl);
    boolean cluster = environment.flag("REDIS_CLUSTER", false);
    if (cluster && redis.getPath().matches("/.*[1-9].*")) {
      environment.mistake("REDIS_URL", "names a database, and a cluster (REDIS_CLUSTER=true) has only 0");
    }
    return new SharedConfig(redis, environment.flag("REDIS_TLS_VERIFY", true), cluster,
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

  /**
   * The configurations of what reads or writes the feed by itself: on a cluster one for each area, because each may be on a
   * node of its own, which may be away while the others are not; otherwise this one.
   */
  public List<SharedConfig> parts() {
    return redisCluster ? areas.stream().map(this::only).toList() : List.of(this);
  }

  private SharedConfig only(Area area) {
    return new SharedConfig(redis, redisTlsVerify, redisCluster, List.of(area), retention);
  }

  /** Without the user and password of the Redis URL. */
  @Override
  public String toString() {
    return "redis=%s://%s:%d tlsVerify=%s cluster=%s areas=%s retention=%s".formatted(redis.getScheme(),
        redis.getHost(),
        redis.getPort(), redisTlsVerify, redisCluster, areas, retention);
  }
}
