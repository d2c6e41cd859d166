package civiz.collector.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Area;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Rights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How many posts a second one thread reads and maps, from the text of each source; and how fast a post is written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
public class MapperBenchmark {
  private static final List<Area> AREAS = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04");

  private final byte[] x = Lines.X.getBytes(UTF_8);
  private final XPlaces places = new XPlaces();
  private final LastIntake last = new LastIntake();
  private final JetstreamEvents jetstream = new JetstreamEvents(AREAS, new JetstreamAuthors(new NoMemory()),
      last,
      InstantSource.system());
  private final byte[] geojson = Lines.GEOJSON.getBytes(UTF_8);
  private final GeoJsonFeature quake = new GeoJsonFeature(new GeoJsonFeed("usgs",
      URI.create("https://feeds.example/quakes.geojson"), null, null, null, null, null, ZoneOffset.UTC,
      Duration.ofMinutes(1), false, Rights.OPEN));
  private final Post post = StatusMapper.read(Lines.TWEET).orElseThrow();

  /** A tweet of v1.1: Twitter4J parses it, StatusMapper maps it. */
  @Benchmark
  public Object twitter4j() {
    return StatusMapper.read(Lines.TWEET).orElseThrow();
  }

  /** A line of X's filtered stream, with its user, place and picture. */
  @Benchmark
  public Object x() {
    XLine line = XLine.read(x, x.length, places);
    if (!(line instanceof XLine.Located)) throw new IllegalStateException("not read");
    return line;
  }

  /** A message of Jetstream with a located record. Redis, which it asks once a post, is not in this. */
  @Benchmark
  public Object jetstream() {
    jetstream.take(Lines.JETSTREAM);
    return last.take();
  }

  /** A feature of a GeoJSON feed, found in its document. The fetching and the comparing are not in this. */
  @Benchmark
  public Object geojson() throws IOException, GeoJsonFailure {
    GeoJsonDocument.read(new ByteArrayInputStream(geojson),
        node -> feature(node).ifPresent(last::post));
    return last.take();
  }

  private Optional<Post> feature(JsonNode node) {
    ObjectNode object = (ObjectNode) node;
    return quake.post(quake.id(object), object, Instant.EPOCH);
  }

  /** A post as GeoJSON, as it goes to Redis. */
  @Benchmark
  public Object encode() {
    return PostJson.write(post);
  }
}
