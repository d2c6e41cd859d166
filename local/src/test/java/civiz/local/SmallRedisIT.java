package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.FreePort;
import civiz.testing.JetstreamServer;
import civiz.testing.RunningProcess;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Heroku's smallest Redis, of 20 connections and 25 MB that evicts nothing and closes what is idle, carries three web
 * processes and two collectors, and as many new ones beside them while a deploy replaces them. What no longer fits
 * leaves the log, the status says so, and no reader misses anything or sees it twice.
 *
 * <p>All of it is tried with {@code -Dposts=180000}, as many as an hour has at 50 a second, and in an hour with {@code -Drate=50}
 * too. Without it there is one process
 * of each kind beside its successor, with as many connections fewer, and something else has taken most of the memory, so
 * that some thousand posts fill the rest. Posts come faster than 50 a second, but where a collector follows another one:
 * it reads the last seconds again, and the log must still have them.
 */
class SmallRedisIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int HOUR_OF_POSTS = 180_000;
  private static final int POSTS = Integer.getInteger("posts", 9_000);
  private static final boolean WHOLE = POSTS >= HOUR_OF_POSTS;
  private static final int WEBS = WHOLE ? 3 : 1;
  private static final int COLLECTORS = WHOLE ? 2 : 1;
  /** What contract/README.md allows: two of each web process and collector that leads, one of each that stands by. */
  private static final int BUDGET = 2 * 2 * WEBS + 2 * COLLECTORS + 2;
  /** Of the memory, where the posts are too few for all of it. */
  private static final int BALLAST = WHOLE ? 0 : 17_000_000;
  /** Posts a second. */
  private static final int FAST = Integer.getInteger("rate", 1_500);
  private static final int SLOW = Math.min(FAST, 100);
  private static final Duration WRITING = Duration.ofSeconds(POSTS / FAST).plus(LONG);
  /** What a collector reads again of what the one before it has read, and a little more. */
  private static final Duration OVERLAP = Duration.ofSeconds(6);
  private static final List<String> AREAS = List.of("west", "middle", "east");
  private static final Map<String, String> ENVIRONMENT = Map.of("AREAS",
      "west=-88,41,-87,42;middle=-87,41,-86,42;east=-86,41,-85,42");

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private final List<List<String>> written = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  private final List<RunningProcess> ended = new ArrayList<>();
  private volatile int rate = FAST;
  private volatile int count;

  @Test
  void carriesADeployAndAnHourOfPosts() throws InterruptedException {
    try (SmallRedis small = new SmallRedis(redis.uri(), BUDGET, BALLAST);
        JetstreamServer source = JetstreamServer.start();
        Formation formation = new Formation(source, small)) {
      Thread writer = Thread.ofPlatform().name("writer").start(() -> write(source));
      Awaitility.await("a third is written").atMost(WRITING).until(() -> count > POSTS / 3);
      rate = SLOW;
      long slowSince = System.nanoTime();
      formation.startNew();
      Awaitility.await().atMost(LONG).until(() -> System.nanoTime() - slowSince > OVERLAP.toNanos());
      formation.endOld();
      rate = FAST;
      writer.join();
      for (int i = 0; i < AREAS.size(); i++) {
        List<String> all = written.get(i);
        FeedReader reader = formation.readers.get(i);
        Awaitility.await("the reader has every post").atMost(LONG)
            .until(() -> reader.posts().size() >= all.size());
        assertThat(reader.posts()).containsOnlyKeys(all);
        assertThat(reader.taken()).as("as events, each once").hasSize(all.size())
            .isEqualTo(LongStream.rangeClosed(1, all.size()).boxed().toList());
        assertThat(reader.complaints()).isEmpty();
        assertThat(reader.resets()).isZero();
        formation.checkReach(i, all.size());
      }
      formation.awaitConnections();
      formation.stop();
      for (RunningProcess process : ended)
        assertThat(process.output()).doesNotContain("Redis is away", "level=ERROR");
      // at 50 posts a second it never does; so much faster, a machine that is busy with other things may not keep up
      long refusals = ended.stream().flatMap(process -> process.output().lines())
          .filter(line -> line.contains("Redis refuses posts")).count();
      System.out.printf("%d posts: %s; posts had to wait %d times%n", POSTS, small, refusals);
      small.check();
    }
  }

  private void write(JetstreamServer source) {
    for (int i = 0; i < POSTS; i++) {
      int area = i % AREAS.size();
      String key = "post" + i;
      source.commit("create", "did:plc:aaaabbbbccccddddeeeeffff", "app.beaconbits.beacon", key,
          String.format(Locale.ROOT,
              """
                  {"$type":"app.beaconbits.beacon","shout":"Number %d of what was seen from the street today, in some words",
                   "createdAt":"%s","location":{"latitude":"41.5","longitude":"%f"}}""",
              i, Instant.now(),
              -87.5 + area));
      written.get(area).add("jetstream:did:plc:aaaabbbbccccddddeeeeffff/app.beaconbits.beacon/" + key);
      count = i;
      int atOnce = Math.max(1, rate / 100);
      if (i % atOnce == 0) LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(atOnce) / rate);
    }
  }

  /** What {@code ps:scale web=3 collector=2} runs, and a reader in each area. */
  private final class Formation implements AutoCloseable {
    private final SmallRedis small;
    private final JetstreamServer source;
    private List<Stack.Web> webs;
    private List<RunningProcess> collectors;
    private List<Stack.Web> oldWebs = List.of();
    private List<RunningProcess> oldCollectors = List.of();
    private final List<TcpProxy> routers = new ArrayList<>();
    private final List<FeedReader> readers = new ArrayList<>();
    private final Instant begun = Instant.now();

    Formation(JetstreamServer source, SmallRedis small) {
      this.source = source;
      this.small = small;
      webs = startWebs();
      collectors = startCollectors();
      collectors.getFirst().await("led, or the other one", LONG, () -> source.open() == 1);
      webs.forEach(Stack.Web::awaitReady);
      for (int i = 0; i < AREAS.size(); i++) {
        TcpProxy router = new TcpProxy(web(i));
        routers.add(router);
        FeedReader reader = new FeedReader(router.uri("http"), AREAS.get(i));
        readers.add(reader);
        Awaitility.await("a reader is greeted").atMost(LONG).until(reader::connected);
      }
      awaitConnections();
    }

    private URI web(int area) {
      return webs.get(area % WEBS).uri();
    }

    private List<Stack.Web> startWebs() {
      return Stream.generate(() -> Stack.web(redis.uri(), FreePort.next(), ENVIRONMENT)).limit(WEBS).toList();
    }

    private List<RunningProcess> startCollectors() {
      Map<String, String> environment = Map.of("AREAS", ENVIRONMENT.get("AREAS"), "JETSTREAM_URLS",
          source.url().toString());
      return Stream.generate(() -> Stack.collector(redis.uri(), environment)).limit(COLLECTORS).toList();
    }

    /** Beside the old ones. */
    void startNew() {
      oldWebs = webs;
      oldCollectors = collectors;
      webs = startWebs();
      collectors = startCollectors();
      collectors.forEach(collector -> collector.awaitLine("stands by", LONG));
      webs.forEach(Stack.Web::awaitReady);
    }

    void endOld() {
      for (int i = 0; i < AREAS.size(); i++)
        routers.get(i).target(web(i));
      oldWebs.forEach(web -> end(web.process()));
      oldCollectors.forEach(this::end);
      Stream.concat(oldWebs.stream().map(Stack.Web::process), oldCollectors.stream())
          .forEach(process -> process.awaitExit(LONG));
    }

    private void end(RunningProcess process) {
      ended.add(process);
      process.terminate();
    }

    /** One of each web process, two of the collector that leads, one of the one that stands by. */
    void awaitConnections() {
      Awaitility.await("connections").atMost(LONG)
          .untilAsserted(() -> assertThat(small.names()).containsOnly(Map.entry("civiz-web", (long) WEBS),
              Map.entry("civiz-collector", COLLECTORS + 1L)));
    }

    /** What the log has lost, the status tells: where the new web process began. */
    void checkReach(int area, int posts) {
      FeedOnRedis feed = FeedOnRedis.read(redis.uri(), AREAS.get(area));
      assertThat(feed.posts()).hasSizeBetween(100, posts * 9 / 10);
      JsonNode status = Objects.requireNonNull(readers.get(area).status());
      Instant since = Instant.parse(status.at("/log/since").stringValue(""));
      assertThat(since).isBetween(begun.minusSeconds(60), Instant.now());
      JsonNode health = Stack.health(web(area)).at("/areas/" + AREAS.get(area));
      Instant kept = Instant.parse(health.at("/redisLog/since").stringValue(""));
      assertThat(List.of(begun, since, kept)).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Override
    public void close() {
      stop();
    }

    void stop() {
      readers.forEach(FeedReader::close);
      routers.forEach(TcpProxy::close);
      Stream.of(webs, oldWebs).flatMap(List::stream).forEach(Stack.Web::close);
      Stream.of(collectors, oldCollectors).flatMap(List::stream).forEach(RunningProcess::close);
      Stream.concat(webs.stream().map(Stack.Web::process), collectors.stream()).forEach(ended::add);
    }
  }
}
