package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.RunningProcess;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import civiz.testing.TwitterStreamServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The feed's first three promises (contract/README.md) while everything breaks: every event once and in order, or the
 * reader is told and gets everything anew; what is taken back is nowhere. {@code -Dseed=42} repeats a run's faults.
 */
@ParameterizedClass(name = "seed {0}")
@MethodSource("seeds")
class FaultsIT {
  private static final int ROUNDS = 2;
  private static final int FAULTS_A_ROUND = 4;
  /** For every process to have found out what happened, and to have come back. */
  private static final Duration SETTLE = Duration.ofSeconds(60);

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private TwitterStreamServer twitter;
  private TcpProxy collectorToRedis;
  private TcpProxy webToRedis;
  private TcpProxy readerToWeb;
  private RunningProcess collector;
  private Stack.Web web;
  private Stack.Web secondWeb;
  private List<FeedReader> readers;
  private final Map<FeedReader, Integer> resets = new HashMap<>();
  private MapPage map;
  private Publisher publisher;
  private final long seed;
  private final Random random;
  private boolean dataLost;

  FaultsIT(long seed) {
    this.seed = seed;
    random = new Random(seed);
  }

  static LongStream seeds() {
    String seed = System.getProperty("seed");
    return seed != null ? LongStream.of(Long.parseLong(seed)) : new Random().longs(3, 0, 1_000_000);
  }

  @BeforeEach
  void start() {
    redis.flush();
    twitter = TwitterStreamServer.start();
    collectorToRedis = new TcpProxy(redis.uri());
    webToRedis = new TcpProxy(redis.uri());
    collector = Stack.collector(collectorToRedis.uri("redis"), Stack.reading(twitter));
    web = Stack.web(webToRedis.uri("redis"));
    secondWeb = Stack.web(redis.uri());
    readerToWeb = new TcpProxy(web.uri());
    URI proxied = readerToWeb.uri("http");
    readers = List.of(reader(web.uri()), reader(proxied), reader(secondWeb.uri()));
    map = browser.open(proxied);
    System.out.println("Faults with -Dseed=" + seed);
    publisher = new Publisher(twitter, seed);
  }

  @AfterEach
  void stop() {
    Stream.of(publisher, map, web, secondWeb, collector, collectorToRedis, webToRedis, readerToWeb, twitter)
        .forEach(FaultsIT::close);
    readers.forEach(FeedReader::close);
  }

  @Test
  void everyEventArrivesOnceOrTheReaderIsTold() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < FAULTS_A_ROUND; i++) {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        System.out.printf("seed %d: %s%n", seed, fault);
        happen(fault);
        pause(200, 800);
      }
      publisher.pause();
      check();
      publisher.resume();
    }
  }

  private enum Fault {
    REDIS_KILLED, REDIS_RESTARTED, REDIS_LOSES_ITS_DATA, COLLECTOR_CUT_OFF, WEB_CUT_OFF, WEB_STALLS_ON_REDIS, WEB_KILLED, READER_STALLS, READERS_CUT_OFF, READER_DROPS, NETWORK_TO_READERS_STALLS
  }

  private void happen(Fault fault) {
    switch (fault) {
      case REDIS_KILLED -> {
        redis.kill();
        pause(0, 1500);
        redis.start(true);
      }
      case REDIS_RESTARTED -> {
        redis.stop();
        pause(0, 1500);
        redis.start(true);
      }
      case REDIS_LOSES_ITS_DATA -> {
        redis.kill();
        pause(0, 500);
        redis.start(false);
        dataLost = true;
      }
      case COLLECTOR_CUT_OFF -> cutOff(collectorToRedis);
      case WEB_CUT_OFF -> cutOff(webToRedis);
      case WEB_STALLS_ON_REDIS -> stall(webToRedis);
      case WEB_KILLED -> {
        web.process().kill();
        pause(0, 500);
        web = Stack.web(webToRedis.uri("redis"), web.uri().getPort());
        web.awaitReady();
      }
      case READER_STALLS -> {
        FeedReader reader = any();
        reader.stall();
        pause(500, 2500);
        reader.unstall();
      }
      case READERS_CUT_OFF -> cutOff(readerToWeb);
      case READER_DROPS -> any().drop();
      case NETWORK_TO_READERS_STALLS -> stall(readerToWeb);
    }
  }

  private void cutOff(TcpProxy proxy) {
    proxy.refuse();
    pause(0, 1500);
    proxy.carry();
  }

  private void stall(TcpProxy proxy) {
    proxy.stall();
    pause(200, 2500);
    proxy.carry();
  }

  private FeedReader any() {
    return readers.get(random.nextInt(readers.size()));
  }

  private void pause(int least, int most) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(least, most)).toNanos());
  }

  /** Looks at every end of the path while nothing is written. */
  private void check() {
    String last = publisher.post();
    Awaitility.await("the last post is in the log").atMost(SETTLE).until(() -> feed().posts().contains(last));
    FeedOnRedis feed = feed();
    assertThat(feed.posts()).doesNotContainAnyElementsOf(publisher.retracted());
    if (!dataLost) assertThat(feed.posts()).isEqualTo(publisher.kept());
    for (String id : publisher.retracted())
      assertThat(feed.raw()).doesNotContain("\"post\":{\"type\":\"Feature\",\"id\":\"" + id + "\"");
    for (FeedReader reader : readers)
      check(reader, feed);
    for (Stack.Web one : List.of(web, secondWeb)) {
      try (FeedReader fresh = reader(one.uri())) {
        assertThat(fresh.posts().keySet()).isEqualTo(feed.posts());
      }
    }
    map.page.evaluate("window.dispatchEvent(new Event('online'))");
    map.page.waitForCondition(() -> map.posts() == feed.posts().size());
    assertThat(map.breaches()).isEmpty();
    if (dataLost) publisher.keepOnly(feed.posts());
    dataLost = false;
  }

  private void check(FeedReader reader, FeedOnRedis feed) {
    Awaitility.await("the reader is where the log is").atMost(SETTLE)
        .untilAsserted(() -> assertThat(reader.position()).isEqualTo(feed.position()));
    assertThat(reader.complaints()).isEmpty();
    assertThat(reader.posts().keySet()).isEqualTo(feed.posts());
    assertThat(reader.taken()).containsAll(feed.numbers());
    int told = reader.resets() - resets.getOrDefault(reader, 0);
    if (dataLost) assertThat(told).as("told to forget").isPositive();
    else assertThat(told).as("told to forget").isZero();
    resets.put(reader, reader.resets());
  }

  private static FeedOnRedis feed() {
    return FeedOnRedis.read(redis.uri(), Stack.AREA);
  }

  private static FeedReader reader(URI web) {
    FeedReader reader = new FeedReader(web, Stack.AREA);
    Awaitility.await("a reader is greeted").atMost(SETTLE).until(reader::connected);
    return reader;
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException("can't close " + part, e);
    }
  }
}
