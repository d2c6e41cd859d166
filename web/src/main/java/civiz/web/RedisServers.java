package civiz.web;

import civiz.contract.SharedConfig;
import java.net.URI;
import java.util.Set;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Where {@link RedisFeed} connects to, and how: the server in REDIS_URL, or where that is a node of a cluster, the one
 * that has an area. It remembers all nodes it has heard of, so that any of them may be away, also the one in REDIS_URL.
 * Used by one thread.
 */
final class RedisServers {
  /** To connect, and for one answer. A page of a log takes milliseconds. */
  private static final int ANSWER_MILLIS = 5_000;

  final JedisClientConfig config;
  private final HostAndPort named;
  private final boolean cluster;
  private @Nullable ClusterConnectionProvider nodes;

  /** Connects nothing yet. */
  RedisServers(SharedConfig shared) {
    URI uri = shared.redis();
    named = new HostAndPort(uri.getHost(), uri.getPort());
    cluster = shared.redisCluster();
    DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder(uri).resp2()
        .connectionTimeoutMillis(ANSWER_MILLIS).socketTimeoutMillis(ANSWER_MILLIS)
        .blockingSocketTimeoutMillis(RedisFeed.SILENCE_MILLIS).clientName("civiz-web");
    if ("rediss".equals(uri.getScheme()) && !shared.redisTlsVerify()) {
      builder.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.INSECURE).build());
    }
    config = builder.build();
  }

  /**
   * The server that has a key, or a channel. A cluster is asked each time, over a connection that ends with the answer;
   * while none of its nodes answers it is the one that had it last.
   */
  HostAndPort owner(String key) {
    if (!cluster) return named;
    ClusterConnectionProvider known = nodes;
    if (known == null) {
      GenericObjectPoolConfig<Connection> none = new GenericObjectPoolConfig<>();
      none.setMaxIdle(0);
      none.setJmxEnabled(false);
      known = new ClusterConnectionProvider(Set.of(named), config, none);
      nodes = known;
    } else {
      known.renewSlotCache();
    }
    HostAndPort owner = known.getNode(JedisClusterCRC16.getSlot(key));
    if (owner == null) throw new JedisException("no node of the cluster has the slot of " + key);
    return owner;
  }
}
