package civiz.collector;

import civiz.contract.Area;
import civiz.contract.FeedEvent;
import civiz.contract.FeedKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;

/** One area's feed as a reader finds it: what was on the channel since it listens, and the keys. */
final class Feed implements AutoCloseable {
  final FeedKeys keys;
  final RedisClient redis;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final JedisPubSub subscription = new JedisPubSub() {
    @Override
    public void onSubscribe(String channel, int channels) {
      subscribed.countDown();
    }

    @Override
    public void onMessage(String channel, String message) {
      messages.add(message);
    }
  };
  private final RedisClient listening;

  Feed(URI uri, Area area) {
    keys = FeedKeys.of(area);
    redis = RedisClient.create(uri);
    listening = RedisClient.builder().hostAndPort(new HostAndPort(uri.getHost(), uri.getPort()))
        .clientConfig(DefaultJedisClientConfig.builder().resp2().build()).build();
  }

  /** Listens until it is closed or Redis goes away. */
  Feed listen() {
    Thread.ofVirtual().start(() -> {
      try {
        listening.subscribe(subscription, keys.channel());
      } catch (JedisException e) {
        // Redis went away, or the test is over
      }
    });
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> subscribed.getCount() == 0);
    return this;
  }

  /** All messages so far, but statuses. */
  List<String> events() {
    return messages.stream().filter(message -> read(message).kind() != FeedEvent.Kind.STATUS).toList();
  }

  List<String> statuses() {
    return messages.stream().filter(message -> read(message).kind() == FeedEvent.Kind.STATUS).toList();
  }

  /** The log's events, in its order. */
  List<String> log() {
    return entries().stream().map(entry -> entry.getFields().getOrDefault("event", "")).toList();
  }

  /** The ids of the posts in the log, in its order. */
  List<String> logIds() {
    return entries().stream().map(entry -> entry.getFields().getOrDefault("ids", "")).toList();
  }

  List<StreamEntry> entries() {
    return redis.xrange(keys.log(), "-", "+");
  }

  Map<String, String> head() {
    return redis.hgetAll(keys.head());
  }

  Map<String, String> ids() {
    return redis.hgetAll(keys.ids());
  }

  /** The server's clock. */
  long millis() {
    List<?> time = (List<?>) redis.eval("return redis.call('TIME')");
    return Long.parseLong((String) time.get(0)) * 1000 + Long.parseLong((String) time.get(1)) / 1000;
  }

  /** Bytes that the server uses. */
  long memory() {
    return redis.info("memory").lines().filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring(12).strip())).findFirst().orElseThrow();
  }

  /** How often the server has refused a script for lack of memory; before Redis 7, whatever else it found wrong too. */
  long outOfMemory() {
    return redis.info("errorstats").lines().filter(line -> line.matches("errorstat_(OOM|ERR):count=\\d+"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1).strip())).sum();
  }

  /** Sets a value of the server's configuration. */
  void configure(String name, String value) {
    redis.executeCommand(new CommandArguments(Protocol.Command.CONFIG).add("SET").add(name).add(value));
  }

  static FeedEvent read(String message) {
    return FeedEvent.read(message.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (subscription.isSubscribed()) subscription.unsubscribe();
    listening.close();
    redis.close();
  }
}
