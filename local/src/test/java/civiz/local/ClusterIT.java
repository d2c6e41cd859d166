package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.FreePort;
import civiz.testing.RedisCluster;
import civiz.testing.RunningProcess;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Four areas on the three nodes of a cluster. While posts arrive one area moves to another node, and then one node is
 * killed, so that its replica takes its place: readers of its areas miss nothing or are told, and those of the others
 * never notice.
 */
class ClusterIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  /** South-western corners in degrees, of boxes of one degree. */
  static final Map<String, double[]> AREAS = new LinkedHashMap<>(
      Map.of("chicago", new double[]{-88, 41},
          "boston", new double[]{-72, 42}, "austin", new double[]{-98, 30}, "miami", new double[]{-81, 25}));

  private final TwitterStreamServer source = TwitterStreamServer.start();
  private final Map<String, List<String>> written = new HashMap<>();
  private final Map<String, FeedReader> readers = new HashMap<>();

  @AfterEach
  void stop() {
    readers.values().forEach(FeedReader::close);
    source.close();
  }

  @Test
  void anAreaMovesAndANodeDiesAndTheOtherAreasNeverNotice() {
    try (RedisCluster redis = new RedisCluster();
        RunningProcess collector = Stack.collector(redis.uri("chicago"), environment(Stack.reading(source)));
        Stack.Web web = Stack.web(redis.uri("chicago"), FreePort.next(), environment(Map.of()))
            .awaitReady()) {
      AREAS.keySet().forEach(area -> readers.put(area, new FeedReader(web.uri(), area)));
      Awaitility.await("a collector listens").atMost(LONG).until(() -> source.open() > 0);
      assertThat(AREAS.keySet().stream().map(redis::uri).distinct()).hasSize(3);
      write(50);
      AREAS.keySet().forEach(this::awaitAll);

      for (String type : List.of("collector", "web"))
        check(type, redis.uri("miami"));

      write(25);
      redis.move("austin", "miami");
      write(25);
      AREAS.keySet().forEach(this::awaitAll);

      assertThat(redis.uri("boston")).isEqualTo(redis.uri("chicago"));
      write(50);
      redis.kill("chicago");
      write(50);
      List<String> others = List.of("austin", "miami");
      others.forEach(this::awaitAll);
      write(50);
      readers.forEach((area, reader) -> {
        Awaitility.await(area + " goes on").atMost(LONG)
            .until(() -> reader.posts().containsKey(written(area).getLast()));
        check(area, reader, FeedOnRedis.read(redis.uri(area), area));
      });
      for (String area : others) {
        assertThat(reader(area).hellos()).as(area).isEqualTo(1);
        assertThat(reader(area).resets()).as(area).isZero();
      }
      assertThat(collector.output()).contains("Redis is away", "publisher-chicago")
          .doesNotContain("level=ERROR");
      assertThat(web.process().output()).contains("/chicago", "/boston").doesNotContain("level=ERROR");
    }
  }

  /** What Redis had taken and its replica had not is lost, and readers are told; what waited is not. */
  private void check(String area, FeedReader reader, FeedOnRedis feed) {
    assertThat(reader.position()).as(area).isEqualTo(feed.position());
    assertThat(reader.posts()).as(area).isEqualTo(feed.documents());
    assertThat(reader.taken()).as(area).containsAll(feed.numbers()).doesNotHaveDuplicates();
    assertThat(reader.complaints()).as(area).isEmpty();
    if (reader.resets() == 0) assertThat(feed.posts()).as(area).containsExactlyElementsOf(written(area));
    assertThat(feed.posts()).as(area).containsAll(written(area).subList(150, 250));
  }

  /** The command. */
  private static void check(String type, URI redis) {
    Map<String, String> settings = Map.of("REDIS_URL", redis.toString(), "PORT", "" + FreePort.next());
    try (RunningProcess process = Stack.run(type, environment(settings), "check")) {
      int code = process.awaitExit(Stack.START);
      assertThat(process.output()).contains("ok    redis").doesNotContain("FAIL");
      assertThat(code).isZero();
    }
  }

  private FeedReader reader(String area) {
    return Objects.requireNonNull(readers.get(area));
  }

  private List<String> written(String area) {
    return written.computeIfAbsent(area, key -> new ArrayList<>());
  }

  /** In each area, one after the other. */
  private void write(int tweets) {
    for (int i = 0; i < tweets; i++) {
      AREAS.forEach((area, corner) -> {
        Tweets tweet = Tweets.at(corner[0] + 0.5, corner[1] + 0.5).text("number " + written(area).size());
        written(area).add("x:" + tweet.id());
        source.send(tweet.json());
      });
    }
  }

  private void awaitAll(String area) {
    Awaitility.await(area + " has every post").atMost(LONG)
        .untilAsserted(() -> assertThat(reader(area).posts()).containsOnlyKeys(written(area)));
  }

  /** Those areas on a cluster. */
  static Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("REDIS_CLUSTER", "true");
    all.put("AREAS", AREAS.entrySet().stream().map(area -> {
      double[] corner = area.getValue();
      return "%s=%s,%s,%s,%s".formatted(area.getKey(), corner[0], corner[1], corner[0] + 1, corner[1] + 1);
    }).collect(Collectors.joining(";")));
    return all;
  }
}
