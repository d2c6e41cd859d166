package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import redis.clients.jedis.RedisClient;

/**
 * Real Twitter4J in collector.jar comes back from everything its server does, after the waits that v1.1 documents. They
 * are long, so the collectors wait side by side, each with a database of Redis and an area of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class RecoveryIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  /** Three missing keep-alives of 30 s, and a JVM that starts beside four others. */
  private static final Duration SILENCE = Duration.ofSeconds(90).plus(SOON);

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  void comesBackFromEveryRefusalAndFromSilence() {
    try (Case unavailable = new Case(1, server -> server.refuseNext(503));
        Case limited = new Case(2, server -> server.refuseNext(420));
        Case forbidden = new Case(3, server -> server.refuseNext(403));
        Case plain = new Case(4, TwitterStreamServer::plain);
        Case silent = new Case(5, server -> {})) {
      silent.awaitPost(1, SOON);
      silent.server.goSilent();

      plain.awaitPost(1, SOON);
      plain.server.cut();
      plain.awaitPost(2, SOON);
      plain.server.end();
      plain.awaitPost(3, SOON);

      unavailable.awaitPost(1, SOON);
      forbidden.awaitStatus("\"state\":\"failed\"", "403");
      limited.awaitStatus("\"state\":\"waiting\"", "420");
      limited.awaitPost(1, Duration.ofSeconds(60).plus(SOON));
      silent.awaitPost(2, SILENCE);
      assertThat(forbidden.collector.isAlive()).isTrue();
    }
  }

  /** A server that misbehaves, and a collector that reads it. */
  private static final class Case implements AutoCloseable {
    private final TwitterStreamServer server = TwitterStreamServer.start();
    private final String key;
    private final URI database;
    private final RunningProcess collector;

    Case(int number, Consumer<TwitterStreamServer> trouble) {
      trouble.accept(server);
      key = "civiz:{area-" + number + "}";
      database = URI.create(redis.uri() + "/" + number);
      Map<String, String> environment = new HashMap<>(Stack.reading(server));
      environment.put("AREAS", "area-" + number + "=-88,41,-87,42");
      collector = Stack.collector(database, environment);
    }

    /** Sends a tweet as soon as the stream of that number is open, and waits until it is in the log. */
    void awaitPost(int stream, Duration patience) {
      collector.await("opened a stream", patience, () -> server.connections() >= stream && server.open() > 0);
      Tweets tweet = Tweets.at(-87.5, 41.5);
      server.send(tweet.json());
      collector.await("published the post", SOON,
          () -> client(c -> c.hexists(key + ":ids", "x:" + tweet.id())));
    }

    void awaitStatus(String... parts) {
      collector.await("said so", SOON, () -> client(c -> {
        String status = String.valueOf(c.hget(key + ":head", "status"));
        return Stream.of(parts).allMatch(status::contains);
      }));
    }

    private boolean client(Predicate<RedisClient> question) {
      try (RedisClient client = RedisClient.create(database)) {
        return question.test(client);
      }
    }

    @Override
    public void close() {
      collector.close();
      server.close();
    }
  }
}
