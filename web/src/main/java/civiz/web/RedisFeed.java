package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.FeedKeys;
import civiz.contract.SharedConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis as the web process uses it: one standing connection that is subscribed to all areas, and a second one for as
 * long as a log is read. The only importer of Jedis on this side. Everything that goes wrong is {@link Unavailable}.
 *
 * <p>The subscription speaks RESP2, because on RESP3 Jedis can't ping while subscribed; pings make sure that something
 * is read regularly, so that silence longer than {@link #SILENCE_MILLIS} means a dead connection.
 */
final class RedisFeed implements AutoCloseable {
  /** Three pings. */
  static final int SILENCE_MILLIS = 15_000;
  /** To connect, and for one answer. A page of a log takes milliseconds. */
  private static final int ANSWER_MILLIS = 5_000;
  private static final int DEFAULT_PORT = 6379;
  private static final byte[][] HEAD_FIELDS = bytes("epoch", "seq", "trimmed", "status", "heard");

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

  /**
   * A part of a log, read in one instant with its head.
   *
   * @param epoch   null when nothing was ever published, or all was lost
   * @param seq     the latest event
   * @param trimmed the latest event that age or count removed
   * @param log     whether the log exists
   * @param status  the collector's latest status, a JSON object; null without one
   * @param heard   when that was, Unix milliseconds by Redis's clock
   * @param entries in order
   */
  record Page(@Nullable String epoch, long seq, long trimmed, boolean log, @Nullable String status,
      long heard,
      List<Entry> entries) {
    /** Whether a reader at this place can go on with what the log has after it (contract/README.md, "Order"). */
    boolean continues(String reader, long have) {
      return reader.equals(epoch == null ? "" : epoch) && trimmed <= have && have <= seq
          && (log || trimmed == seq);
    }
  }

  /**
   * One event of a log.
   *
   * @param seq   from the entry's id
   * @param event as it was published
   * @param at    when it entered, Unix milliseconds by Redis's clock; -1 when the entry does not say
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Entry(long seq, byte[] event, long at) {}

  private final HostAndPort server;
  private final DefaultJedisClientConfig config;
  private final Map<String, FeedKeys> channels;
  private final BinaryJedisPubSub pubSub = new Subscription();
  private final Listener listener;
  private final Connection connection;

  /** Connects. */
  RedisFeed(SharedConfig shared, Listener listener) throws Unavailable {
    URI uri = shared.redis();
    server = new HostAndPort(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder(uri).resp2()
        .connectionTimeoutMillis(ANSWER_MILLIS).socketTimeoutMillis(ANSWER_MILLIS)
        .blockingSocketTimeoutMillis(SILENCE_MILLIS).clientName("civiz-web");
    if ("rediss".equals(uri.getScheme()) && !shared.redisTlsVerify()) {
      builder.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.INSECURE).build());
    }
    config = builder.build();
    channels = shared.areas().stream().map(FeedKeys::of)
        .collect(
            Collectors.toMap(FeedKeys::channel, Function.identity(), (a, b) -> a, ConcurrentHashMap::new));
    this.listener = listener;
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
      pubSub.proceed(connection, bytes(channels.keySet().toArray(String[]::new)));
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
      if (pubSub.isSubscribed()) pubSub.ping();
    } catch (JedisException e) {
      // the reading side finds out by itself
    }
  }

  /** Connects anew to read an area's log. */
  Reading reading(FeedKeys keys) throws Unavailable {
    return new Reading(keys, connect());
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
    Page read(long after, int most) throws Unavailable {
      try (Transaction transaction = new Transaction(connection)) {
        Response<List<byte[]>> fields = transaction.hmget(head, HEAD_FIELDS);
        Response<Boolean> exists = transaction.exists(log);
        Response<List<Object>> range = transaction.xrange(log, "%d-0".formatted(after + 1).getBytes(UTF_8),
            "+".getBytes(UTF_8), most);
        transaction.exec();
        return page(fields.get(), exists.get(), range.get());
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

  private static Page page(List<byte @Nullable []> head, boolean log, List<Object> range) {
    List<Entry> entries = new ArrayList<>();
    for (Object entry : range) {
      List<?> parts = (List<?>) entry;
      entries.add(entry(new String((byte[]) parts.get(0), UTF_8), (List<?>) parts.get(1)));
    }
    return new Page(text(head.get(0)), number(head.get(1)), number(head.get(2)), log,
        text(head.get(3)), number(head.get(4)), entries);
  }

  private static Entry entry(String id, List<?> fields) {
    byte[] event = {};
    long at = -1;
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      byte[] value = (byte[]) fields.get(i + 1);
      switch (new String((byte[]) fields.get(i), UTF_8)) {
        case "event" -> event = value;
        case "at" -> at = time(value);
        default -> {
        }
      }
    }
    return new Entry(Long.parseLong(id.substring(0, id.indexOf('-'))), event, at);
  }

  private static long time(byte[] digits) {
    try {
      return number(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  private static long number(byte @Nullable [] digits) {
    return digits == null ? 0 : Long.parseLong(new String(digits, UTF_8));
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

  private final class Subscription extends BinaryJedisPubSub {
    @Override
    public void onSubscribe(byte[] channel, int subscribed) {
      if (subscribed < channels.size()) return;
      try {
        listener.subscribed();
      } catch (Unavailable e) {
        throw new Wrapped(e);
      }
    }

    @Override
    public void onMessage(byte[] channel, byte[] message) {
      FeedKeys keys = channels.get(new String(channel, UTF_8));
      if (keys == null) return;
      try {
        listener.message(keys, message);
      } catch (Unavailable e) {
        throw new Wrapped(e);
      }
    }
  }
}
