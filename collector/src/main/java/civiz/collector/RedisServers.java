package civiz.collector;

import civiz.contract.SharedConfig;
import java.time.Duration;
import java.util.Set;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Where {@link RedisFeed} has its connections from: one to the server in REDIS_URL, or where that is a node of a cluster,
 * one to each node that has a key asked for. Opened when it is needed, and again after {@link #disconnect}. It remembers
 * all nodes it has heard of, so that any of them may be away, also the one in REDIS_URL. Callable on any thread.
 */
abstract sealed class RedisServers implements AutoCloseable {
  /** To connect, and to get an answer: a script takes milliseconds, and a lease of 10 s must survive two of these. */
  private static final int TIMEOUT_MILLIS = 2_000;
  /**
   * To wait for those who asked before. Never for ever: a connection that broke while somebody waited for it may not come
   * back to the pool, and a lease that waits is neither kept nor given up.
   */
  private static final Duration TURN = Duration.ofMillis(2 * TIMEOUT_MILLIS);
  /** A node of a cluster may be asked so seldom that somebody on the way closes the connection without a word. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  static RedisServers of(SharedConfig config) {
    DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder(config.redis()).resp2()
        .connectionTimeoutMillis(TIMEOUT_MILLIS).socketTimeoutMillis(TIMEOUT_MILLIS)
        .clientName("civiz-collector");
    if ("rediss".equals(config.redis().getScheme()) && !config.redisTlsVerify()) {
      builder.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.INSECURE).build());
    }
    GenericObjectPoolConfig<Connection> one = new GenericObjectPoolConfig<>();
    one.setMaxTotal(1);
    one.setFairness(true);
    one.setMaxWait(TURN);
    one.setJmxEnabled(false);
    HostAndPort server = new HostAndPort(config.redis().getHost(), config.redis().getPort());
    return config.redisCluster()
        ? new Cluster(server, builder.build(), one)
        : new One(server, builder.build(), one);
  }

  /** A connection to the server that has a key, when nobody else uses it any more. It is given back by closing it. */
  abstract Connection connection(String key);

  /** Whether one server has both keys. */
  abstract boolean together(String key, String another);

  /** Something went wrong: the next connection is a new one, on a cluster to the node that has the key then. */
  abstract void disconnect();

  @Override
  public abstract void close();

  private static final class One extends RedisServers {
    private final ConnectionPool pool;

    One(HostAndPort server, JedisClientConfig config, GenericObjectPoolConfig<Connection> one) {
      pool = new ConnectionPool(server, config, one);
    }

    @Override
    Connection connection(String key) {
      return pool.getResource();
    }

    @Override
    boolean together(String key, String another) {
      return true;
    }

    @Override
    void disconnect() {
      pool.clear();
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static final class Cluster extends RedisServers {
    private final HostAndPort named;
    private final JedisClientConfig config;
    private final GenericObjectPoolConfig<Connection> one;
    private @Nullable ClusterConnectionProvider nodes;
    private boolean stale;

    Cluster(HostAndPort named, JedisClientConfig config, GenericObjectPoolConfig<Connection> one) {
      this.named = named;
      this.config = config;
      this.one = one;
      one.setMinEvictableIdleDuration(IDLE);
      one.setTimeBetweenEvictionRuns(IDLE);
    }

    private synchronized ClusterConnectionProvider nodes() {
      ClusterConnectionProvider known = nodes;
      if (known == null) {
        known = new ClusterConnectionProvider(Set.of(named), config, one);
        nodes = known;
      } else if (stale) {
        known.renewSlotCache();
      }
      stale = false;
      return known;
    }

    @Override
    Connection connection(String key) {
      ClusterConnectionProvider known = nodes();
      HostAndPort owner = known.getNode(JedisClusterCRC16.getSlot(key));
      if (owner == null) throw new JedisException("no node of the cluster has the slot of " + key);
      return known.getConnection(owner);
    }

    @Override
    boolean together(String key, String another) {
      HostAndPort owner = nodes().getNode(JedisClusterCRC16.getSlot(key));
      return owner != null && owner.equals(nodes().getNode(JedisClusterCRC16.getSlot(another)));
    }

    @Override
    synchronized void disconnect() {
      stale = true;
      if (nodes != null) nodes.getNodes().values().forEach(ConnectionPool::clear);
    }

    @Override
    public synchronized void close() {
      if (nodes != null) nodes.close();
    }
  }
}
