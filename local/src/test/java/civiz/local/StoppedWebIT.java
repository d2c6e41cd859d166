package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.RunningProcess;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * A web process stops where it is, for longer than Redis keeps output for it and than its readers wait; then it is
 * killed, and its readers go on at another one. Nobody misses anything or gets it twice, nor has to begin anew.
 */
class StoppedWebIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  /** Redis's own are 32 MB, or 8 MB for 60 s. */
  private static final String LIMIT = "pubsub 1048576 524288 5";
  /** 12 MB with the JSON around them: more than the kernel's buffers at both ends hold. */
  private static final int FLOOD = 1_500;
  private static final int LENGTH = 8_000;

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  void fillsTheGapWhenRedisCutItOffAndItsReadersGoOnElsewhereWhenItDies() {
    try (Tweeter tweeter = new Tweeter();
        RunningProcess collector = Stack.collector(redis.uri(), Stack.reading(tweeter.server));
        Stack.Web web = Stack.web(redis.uri());
        Stack.Web other = Stack.web(redis.uri());
        TcpProxy door = new TcpProxy(web.uri());
        FeedReader reader = FaultyPath.reader(door.uri("http"));
        FeedReader bystander = FaultyPath.reader(other.uri())) {
      tweeter.awaitListener().write(20);
      awaitAll(tweeter, reader, bystander);
      limitOutput();

      web.process().pause();
      tweeter.write(FLOOD, LENGTH);
      awaitAll(tweeter, bystander);
      Awaitility.await("Redis cuts one subscriber off").atMost(LONG).until(() -> subscribers() == 1);
      Awaitility.await("the reader gives up").atMost(LONG).until(() -> !reader.connected());
      web.process().resume();
      awaitAll(tweeter, reader);
      assertThat(web.process().output()).contains("gap filled");

      web.process().kill();
      tweeter.write(20);
      door.target(other.uri());
      tweeter.write(20);
      awaitAll(tweeter, reader, bystander);
      assertThat(bystander.hellos()).isEqualTo(1);
      assertThat(collector.isAlive()).isTrue();
    }
  }

  private static void awaitAll(Tweeter tweeter, FeedReader... readers) {
    String last = tweeter.written.getLast();
    Awaitility.await("the last post is in the log").atMost(LONG).until(() -> feed().posts().contains(last));
    FeedOnRedis feed = feed();
    assertThat(feed.posts()).containsExactlyElementsOf(tweeter.written);
    for (FeedReader reader : readers) {
      Awaitility.await("a reader is where the log is").atMost(LONG)
          .until(() -> feed.position().equals(reader.position()));
      assertThat(reader.taken()).isEqualTo(feed.numbers());
      assertThat(reader.posts()).isEqualTo(feed.documents());
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.resets()).isZero();
    }
  }

  private static FeedOnRedis feed() {
    return FeedOnRedis.read(redis.uri(), Stack.AREA);
  }

  private static void limitOutput() {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      client.configSet("client-output-buffer-limit", LIMIT);
    }
  }

  private static long subscribers() {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      Object clients = client.executeCommand(
          new CommandArguments(Protocol.Command.CLIENT).add("LIST").add("TYPE").add("PUBSUB"));
      return new String((byte[]) clients, StandardCharsets.UTF_8).lines().count();
    }
  }
}
