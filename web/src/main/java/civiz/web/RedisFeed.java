package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.FeedKeys;
import civiz.contract.RedisAdvice;
import civiz.contract.SharedConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.BinaryJedisShardedPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis as the web process uses it: one standing connection that is subscribed to all areas, and a second one for as
 * long as a log is read: never more than two, because the smallest Redis has 20 for all processes, old and new ones
 * during a deploy (contract/README.md, "What Redis must have"). With {@link RedisServers} the only importer of Jedis on
 * this side. Everything that goes wrong is {@link Unavailable}.
 *
 * <p>On a cluster it is of one area, at the node that has it. When the area moves to another node, that node ends the
 * subscription, or refuses to be read; whoever comes back then finds the new one.
 *
 * <p>The subscription speaks RESP2, because on RESP3 Jedis can't ping while subscribed; pings make sure that something
 * is read regularly, so that silence longer than {@link #SILENCE_MILLIS} means a dead connection.
 */
final class RedisFeed implements AutoCloseable {
  /** Three pings. */
  static final int SILENCE_MILLIS = 15_000;
  /** Redis can't be reached, does not answer, or refuses. */
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** What a subscription brings, on the thread that called {@link #subscribe}. */
  interface Listener {
    /** All channels are subscribed: from now on nothing is missed. */
    void subscribed() throws Unavailable;

    /** One message of one channel. */
    void message(FeedKeys keys, byte[] message) throws Unavailable;
  }

  private final HostAndPort server;
  private final JedisClientConfig config;
  private final Map<String, FeedKeys> channels;
  private final Subscription subscription;
  private final Listener listener;
  private final Connection connection;

  /** Connects. */
  RedisFeed(SharedConfig shared, RedisServers servers, Listener listener) throws Unavailable {
    config = servers.config;
    channels = shared.areas().stream().map(FeedKeys::of)
        .collect(
            Collectors.toMap(FeedKeys::channel, Function.identity(), (a, b) -> a, ConcurrentHashMap::new));
    this.listener = listener;
    subscription = shared.redisCluster() ? new Sharded() : new Plain();
    try {
      server = servers.owner(FeedKeys.of(shared.areas().getFirst()).channel());
    } catch (JedisException e) {
      throw unavailable(e);
    }
    connection = connect();
  }

  private Connection connect() throws Unavailable {
    try {
      Connection fresh = new Connection(server, config);
      fresh.connect();
      return fresh;
    } catch (JedisException e) {
      throw unavailable(e);
    }
  }

  /** Delivers until the connection ends, which is always an exception. */
  void subscribe() throws Unavailable {
    try {
      subscription.run(bytes(channels.keySet().toArray(String[]::new)));
      throw new Unavailable("the subscription ended", null);
    } catch (JedisException e) {
      throw unavailable(e);
    } catch (Wrapped e) {
      throw e.unavailable;
    }
  }

  /** Asks for a sign of life; callable on any thread. */
  void ping() {
    try {
      subscription.probe();
    } catch (JedisException e) {
      // the reading side finds out by itself
    }
  }

  /** Connects anew to read an area's log. */
  Reading reading(FeedKeys keys) throws Unavailable {
    return new Reading(keys, connect());
  }

  /** What the server is, by name and version; it connects anew to ask. A user need not be allowed to. */
  String server() throws Unavailable {
    try (Connection connection = connect()) {
      connection.sendCommand(Protocol.Command.INFO, "server");
      return RedisAdvice.server(connection.getBulkReply());
    } catch (JedisDataException e) {
      return RedisAdvice.server("");
    } catch (JedisException e) {
      throw unavailable(e);
    }
  }

  /** Reads one area's log, on one thread. */
  static final class Reading implements AutoCloseable {
    private final byte[] head;
    private final byte[] log;
    private final Connection connection;

    private Reading(FeedKeys keys, Connection connection) {
      head = keys.head().getBytes(UTF_8);
      log = keys.log().getBytes(UTF_8);
      this.connection = connection;
    }

    /** Reads the head and what the log has after a number, in one instant. */
    LogPage read(long after, int most) throws Unavailable {
      try (Transaction transaction = new Transaction(connection)) {
        Response<List<byte[]>> fields = transaction.hmget(head, bytes(LogPage.HEAD_FIELDS));
        Response<Boolean> exists = transaction.exists(log);
        Response<Object> time = transaction.sendCommand(Protocol.Command.TIME, new byte[0][]);
        Response<List<Object>> range = transaction.xrange(log, "%d-0".formatted(after + 1).getBytes(UTF_8),
            "+".getBytes(UTF_8), most);
        transaction.exec();
        return LogPage.of(fields.get(), exists.get(), (List<?>) time.get(), range.get());
      } catch (JedisException e) {
        throw unavailable(e);
      } catch (NumberFormatException e) {
        throw new Unavailable("the head of a feed is damaged", e);
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private static byte[][] bytes(String... texts) {
    byte[][] all = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++)
      all[i] = texts[i].getBytes(UTF_8);
    return all;
  }

  private static Unavailable unavailable(Exception e) {
    Throwable root = e;
    while (root.getCause() != null)
      root = root.getCause();
    return new Unavailable(String.valueOf(root.getMessage()), e);
  }

  /** Ends the subscription from any thread. */
  @Override
  public void close() {
    try {
      connection.disconnect();
    } catch (JedisException e) {
      // it is gone all the same
    }
  }

  /** Carries what the listener met through Jedis's loop. */
  private static final class Wrapped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Unavailable unavailable;

    Wrapped(Unavailable unavailable) {
      super(unavailable);
      this.unavailable = unavailable;
    }
  }

  private void subscribed() {
    try {
      listener.subscribed();
    } catch (Unavailable e) {
      throw new Wrapped(e);
    }
  }

  private void message(byte[] channel, byte[] message) {
    FeedKeys keys = channels.get(new String(channel, UTF_8));
    if (keys == null) return;
    try {
      listener.message(keys, message);
    } catch (Unavailable e) {
      throw new Wrapped(e);
    }
  }

  /** One of Redis's two kinds of pub/sub. */
  private interface Subscription {
    /** Delivers until it ends. */
    void run(byte[]... channels);

    /** Asks for an answer. */
    void probe();
  }

  private final class Plain extends BinaryJedisPubSub implements Subscription {
    @Override
    public void run(byte[]... channels) {
      proceed(connection, channels);
    }

    @Override
    public void probe() {
      if (isSubscribed()) ping();
    }

    @Override
    public void onSubscribe(byte[] channel, int subscribed) {
      if (subscribed == channels.size()) RedisFeed.this.subscribed();
    }

    @Override
    public void onMessage(byte[] channel, byte[] message) {
      RedisFeed.this.message(channel, message);
    }
  }

  /** Of one channel, at the one node of a cluster that has its slot. */
  private final class Sharded extends BinaryJedisShardedPubSub implements Subscription {
    private volatile byte[][] wanted = {};
    private boolean stands;

    @Override
    public void run(byte[]... channels) {
      wanted = channels;
      proceed(connection, channels);
    }

    /** Jedis has no ping for these. To subscribe again changes nothing, and is answered: with an error, where the slot has moved. */
    @Override
    public void probe() {
      if (isSubscribed()) ssubscribe(wanted);
    }

    @Override
    public void onSSubscribe(byte[] channel, int subscribed) {
      if (stands) return;
      stands = true;
      RedisFeed.this.subscribed();
    }

    @Override
    public void onSMessage(byte[] channel, byte[] message) {
      RedisFeed.this.message(channel, message);
    }
  }
}
