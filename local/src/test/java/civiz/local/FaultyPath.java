package civiz.local;

import civiz.testing.FeedReader;
import civiz.testing.JetstreamServer;
import civiz.testing.RunningProcess;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import civiz.testing.TwitterStreamServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The whole path, with something to break at each hop: two sources, a collector, Redis, two web processes, of which
 * the second one is next to Redis, and readers. {@link Fault} breaks it. Used by one thread.
 */
final class FaultyPath implements AutoCloseable {
  /** For every process to have found out what happened, and to have come back. */
  static final Duration SETTLE = Duration.ofSeconds(60);

  final TestRedis redis;
  final Random random;
  final TwitterStreamServer twitter = TwitterStreamServer.start();
  final JetstreamServer jetstream = JetstreamServer.start();
  final TcpProxy collectorToRedis;
  final TcpProxy webToRedis;
  final TcpProxy readerToWeb;
  final Stack.Web secondWeb;
  final List<FeedReader> readers;
  final Publisher publisher;
  RunningProcess collector;
  Stack.Web web;

  /** Starts all of it; the publisher writes. */
  FaultyPath(TestRedis redis, long seed) {
    this.redis = redis;
    random = new Random(seed);
    collectorToRedis = new TcpProxy(redis.uri());
    webToRedis = new TcpProxy(redis.uri());
    collector = newCollector();
    web = Stack.web(webToRedis.uri("redis"));
    secondWeb = Stack.web(redis.uri());
    readerToWeb = new TcpProxy(web.uri());
    readers = List.of(reader(web.uri()), reader(readerToWeb.uri("http")), reader(secondWeb.uri()));
    publisher = new Publisher(twitter, jetstream, seed);
  }

  /** A reader that was greeted. */
  static FeedReader reader(URI web) {
    FeedReader reader = new FeedReader(web, Stack.AREA);
    Awaitility.await("a reader is greeted").atMost(SETTLE).until(reader::connected);
    return reader;
  }

  private RunningProcess newCollector() {
    return Stack.collector(collectorToRedis.uri("redis"), Stack.reading(twitter, jetstream.url()));
  }

  /** Kills the collector; another one leads when its lease has ended. */
  void replaceCollector() {
    String last = publisher.lastTweet();
    Awaitility.await("what only this collector has heard is in the log").atMost(SETTLE)
        .until(() -> feed().posts().contains(last));
    collector.kill();
    pause(0, 500);
    collector = newCollector();
    collector.awaitLine("\"leads\"", SETTLE);
    publisher.awaitListener(SETTLE);
    publisher.tweetAgain();
  }

  /** A web process at the address of the one that has ended. */
  void startWeb() {
    web.close();
    web = Stack.web(webToRedis.uri("redis"), web.uri().getPort(), Map.of()).awaitReady();
  }

  /** What Redis has now. */
  FeedOnRedis feed() {
    return FeedOnRedis.read(redis.uri(), Stack.AREA);
  }

  FeedReader anyReader() {
    return readers.get(random.nextInt(readers.size()));
  }

  /** Waits for a random time, in milliseconds. */
  void pause(int least, int most) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(least, most)).toNanos());
  }

  @Override
  public void close() {
    readers.forEach(FeedReader::close);
    Stream
        .of(publisher, web, secondWeb, collector, collectorToRedis, webToRedis, readerToWeb, twitter,
            jetstream)
        .forEach(FaultyPath::close);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException("can't close " + part, e);
    }
  }
}
