package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import civiz.collector.source.GeoJsonConfig;
import civiz.collector.source.JetstreamConfig;
import civiz.collector.source.ReplayConfig;
import civiz.collector.source.SimulatedConfig;
import civiz.collector.source.SourceConfig;
import civiz.collector.source.Twitter4jConfig;
import civiz.collector.source.XConfig;
import civiz.contract.Environment;
import civiz.contract.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorConfigTest {
  private static final Map<String, String> TWITTER4J = Map.of("TWITTER4J_CONSUMER_KEY", "key-of-us",
      "TWITTER4J_CONSUMER_SECRET", "hush-1", "TWITTER4J_ACCESS_TOKEN", "hush-2",
      "TWITTER4J_ACCESS_TOKEN_SECRET", "hush-3");

  private static CollectorConfig read(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    return environment.checked(CollectorConfig.read(environment));
  }

  private static List<SourceConfig> sources(Map<String, String> variables) {
    return read(variables).sources();
  }

  private static List<String> mistakes(Map<String, String> variables) {
    List<String> lines = new ArrayList<>();
    assertThatExceptionOfType(Environment.BadConfiguration.class).isThrownBy(() -> read(variables))
        .satisfies(
            e -> String.valueOf(e.getMessage()).lines().skip(1).map(String::strip).forEach(lines::add));
    return lines;
  }

  private static Map<String, String> with(Map<String, String> some, String... more) {
    Map<String, String> all = new HashMap<>(some);
    for (int i = 0; i < more.length; i += 2)
      all.put(more[i], more[i + 1]);
    return all;
  }

  @Test
  void withoutAnythingItSimulates() {
    assertThat(sources(Map.of())).containsExactly(new SimulatedConfig(1, 1));
    assertThat(read(Map.of()).shared().areas()).extracting("name").containsExactly("chicago");
  }

  @Test
  void whatHasItsValuesRuns(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("posts.ndjson"), "");
    assertThat(sources(TWITTER4J)).containsExactly(
        new Twitter4jConfig(null, new Secret("key-of-us"), new Secret("hush-1"), new Secret("hush-2"),
            new Secret("hush-3")));
    assertThat(sources(Map.of("REPLAY_FILE", file.toString(), "REPLAY_SPEED", "2.5", "REPLAY_LOOP", "true")))
        .containsExactly(new ReplayConfig(file.toString(), 2.5, true));
    assertThat(sources(with(TWITTER4J, "REPLAY_FILE", "-"))).hasSize(2);
    assertThat(sources(Map.of("GEOJSON_FEEDS", "a=http://a.example/f;b=http://b.example/f"))).singleElement()
        .isInstanceOfSatisfying(GeoJsonConfig.class, geojson -> assertThat(geojson.feeds()).hasSize(2));
    assertThat(sources(Map.of("X_BEARER_TOKEN", "hush", "X_POSTS_PER_DAY", "1000"))).containsExactly(
        new XConfig(URI.create("https://api.x.com"), new Secret("hush"), null, 1000, null));
  }

  @Test
  void jetstreamNeedsNothingButToBeAskedFor() {
    assertThat(sources(Map.of("SOURCES", "jetstream"))).singleElement().isInstanceOf(JetstreamConfig.class);
    assertThat(sources(Map.of("JETSTREAM_URLS", "ws://a.example.com"))).containsExactly(
        new JetstreamConfig(List.of(URI.create("ws://a.example.com/subscribe"))));
  }

  @Test
  void sourcesCanBeListed() {
    assertThat(sources(with(TWITTER4J, "SOURCES", " simulated , twitter4j", "SIMULATED_RATE", "0.5",
        "SIMULATED_SEED", "-7", "TWITTER4J_STREAM_BASE_URL", "http://stream.example.com/1.1")))
        .containsExactly(
            new SimulatedConfig(0.5, -7), new Twitter4jConfig(URI.create("http://stream.example.com/1.1/"),
                new Secret("key-of-us"), new Secret("hush-1"), new Secret("hush-2"), new Secret("hush-3")));
    assertThat(sources(Map.of("SOURCES", "simulated", "TWITTER4J_CONSUMER_KEY", "alone but not asked for")))
        .hasSize(1);
  }

  @Test
  void onAClusterEachAreaHasSourcesOfItsOwnWhereTheyAllow() {
    Map<String, String> two = Map.of("AREAS", "a=1,2,3,4;b=5,6,7,8", "SIMULATED_RATE", "10", "SOURCES",
        "simulated,jetstream");
    assertThat(read(two).ofEachArea()).as("one Redis").isEmpty();
    Map<String, String> cluster = with(two, "REDIS_CLUSTER", "true");
    List<CollectorConfig> each = read(cluster).ofEachArea();
    assertThat(each).extracting(config -> config.shared().areas().getFirst().name()).containsExactly("a",
        "b");
    assertThat(each).allSatisfy(config -> assertThat(config.sources())
        .containsExactly(new SimulatedConfig(5, 1), read(cluster).sources().getLast()));
    assertThat(read(with(cluster, "AREAS", "a=1,2,3,4")).ofEachArea()).as("one area").isEmpty();
    assertThat(read(with(with(cluster, "SOURCES", "simulated,x"), "X_BEARER_TOKEN", "hush")).ofEachArea())
        .as("x allows one connection").isEmpty();
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    assertThat(mistakes(Map.of("SOURCES", "simulated,rss,replay,simulated", "SIMULATED_RATE", "fast",
        "REPLAY_SPEED", "0", "REPLAY_LOOP", "yes", "AREAS", "x", "REDIS_URL",
        "http://user:hush@example.com")))
        .containsExactlyInAnyOrder(
            "REDIS_URL: is not redis://[user:password@]host[:port][/db] or rediss://…",
            "AREAS: \"x\" is not name=west,south,east,north",
            "SOURCES: \"simulated\" is there twice",
            "SOURCES: \"rss\" is not one of x, twitter4j, jetstream, geojson, replay, simulated",
            "SIMULATED_RATE: \"fast\" is not a number from 0.01 to 5000.0",
            "REPLAY_SPEED: \"0\" is not a number from 0.001 to 1000.0",
            "REPLAY_LOOP: \"yes\" is not true or false",
            "REPLAY_FILE: the source replay needs it");
  }

  @Test
  void missingValuesOfTwitter4jAreNamed() {
    assertThat(mistakes(Map.of("TWITTER4J_ACCESS_TOKEN", "hush"))).containsExactly(
        "TWITTER4J_CONSUMER_KEY: the source twitter4j needs it, and TWITTER4J_CONSUMER_SECRET, TWITTER4J_ACCESS_TOKEN_SECRET");
    Map<String, String> threeOfFour = new HashMap<>(TWITTER4J);
    threeOfFour.remove("TWITTER4J_ACCESS_TOKEN");
    assertThat(mistakes(threeOfFour))
        .containsExactly("TWITTER4J_ACCESS_TOKEN: the source twitter4j needs it");
    assertThat(mistakes(Map.of("SOURCES", "twitter4j"))).hasSize(1);
  }

  @Test
  void areasThatTwitterCannotTakeAreMistakes() {
    assertThat(mistakes(with(TWITTER4J, "AREAS", "park=-87.63,41.87,-87.58,42.1"))).singleElement().asString()
        .startsWith(
            "AREAS: the source twitter4j takes no box with a side under 0.1 degrees, as area park has");
    assertThat(mistakes(with(TWITTER4J, "AREAS", "sea=179.95,10,-179,11")))
        .as("its western half is too narrow")
        .hasSize(1);
    assertThat(mistakes(with(TWITTER4J, "AREAS", boxes(24) + ";sea=179,10,-179,11"))).singleElement()
        .asString()
        .startsWith("AREAS: the source twitter4j takes at most 25 boxes, and these are 26");
    assertThat(sources(with(TWITTER4J, "AREAS", boxes(23) + ";sea=179,10,-179,11"))).hasSize(1);
    assertThat(sources(Map.of("AREAS", boxes(30)))).as("the simulated source takes them").hasSize(1);
  }

  private static String boxes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "area%d=%d,10,%d,11".formatted(i, i, i + 1))
        .collect(Collectors.joining(";"));
  }

  @Test
  void aReplayNeedsAFileThatCanBeRead(@TempDir Path directory) {
    assertThat(mistakes(Map.of("REPLAY_FILE", "/no/such/file"))).containsExactly(
        "REPLAY_FILE: \"/no/such/file\" is not a file that can be read");
    assertThat(mistakes(Map.of("REPLAY_FILE", directory.toString()))).hasSize(1);
    assertThat(mistakes(Map.of("REPLAY_FILE", "-", "REPLAY_LOOP", "true"))).containsExactly(
        "REPLAY_LOOP: standard input can't be read again");
  }

  @Test
  void noSecretIsEverShown() {
    CollectorConfig config = read(with(TWITTER4J, "REDIS_URL", "rediss://me:hush-4@redis.example.com:6380",
        "TWITTER4J_STREAM_BASE_URL", "https://stream.example.com/hush-5/"));
    assertThat(config.toString()).contains("redis.example.com").doesNotContain("hush", "key-of-us");
    for (SourceConfig source : config.sources())
      assertThat(source.toString()).doesNotContain("hush", "key-of-us");
    assertThat(mistakes(with(TWITTER4J, "REDIS_URL", "redis//me:hush-4@x", "TWITTER4J_STREAM_BASE_URL",
        "https://me:hush-5@stream.example.com/"))).hasSize(2).noneMatch(line -> line.contains("hush"));
  }
}
