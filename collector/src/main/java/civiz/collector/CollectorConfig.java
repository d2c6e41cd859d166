package civiz.collector;

import civiz.collector.source.GeoJsonConfig;
import civiz.collector.source.JetstreamConfig;
import civiz.collector.source.ReplayConfig;
import civiz.collector.source.SimulatedConfig;
import civiz.collector.source.SourceConfig;
import civiz.collector.source.Twitter4jConfig;
import civiz.collector.source.XConfig;
import civiz.contract.Area;
import civiz.contract.Environment;
import civiz.contract.Limits;
import civiz.contract.SharedConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the collector is told by its environment. No secret is in its {@code toString}.
 *
 * @param shared  what web reads too
 * @param sources at least one, at most one of a kind
 * @param blocked what is kept out of the feed
 */
public record CollectorConfig(SharedConfig shared, List<SourceConfig> sources, Blocklist blocked) {
  private interface Reader {
    /** Null when it can't be read at all; mistakes stay in the environment. */
    @Nullable
    SourceConfig read(Environment environment, List<Area> areas);
  }

  /** A source by its name in SOURCES. Without SOURCES, those run that have one of these values. */
  private record Kind(String name, List<String> values, Reader reader) {}

  private static final List<Kind> KINDS = List.of(
      new Kind("x", XConfig.VALUES, XConfig::read),
      new Kind("twitter4j", Twitter4jConfig.VALUES, Twitter4jConfig::read),
      new Kind("jetstream", List.of("JETSTREAM_URLS"),
          (environment, areas) -> JetstreamConfig.read(environment)),
      new Kind("geojson", GeoJsonConfig.VALUES, (environment, areas) -> GeoJsonConfig.read(environment)),
      new Kind("replay", List.of("REPLAY_FILE"), (environment, areas) -> ReplayConfig.read(environment)),
      new Kind("simulated", List.of(), (environment, areas) -> SimulatedConfig.read(environment)));
  private static final Kind SIMULATED = KINDS.getLast();

  /** Reads it; mistakes stay in the environment. */
  public static CollectorConfig read(Environment environment) {
    SharedConfig shared = SharedConfig.read(environment);
    List<SourceConfig> sources = new ArrayList<>();
    for (Kind kind : kinds(environment)) {
      SourceConfig source = kind.reader().read(environment, shared.areas());
      if (source != null) sources.add(source);
    }
    return new CollectorConfig(shared, List.copyOf(sources), Blocklist.read(environment));
  }

  /**
   * The configurations of a collector for each area, so that processes can share the areas among them: on a cluster, where each
   * area is on its own, and if each source can be there several times. Otherwise empty: one collector has all areas.
   */
  List<CollectorConfig> ofEachArea() {
    int areas = shared.areas().size();
    List<SourceConfig> ofOne = sources.stream().flatMap(source -> source.ofOneArea(areas).stream()).toList();
    if (!shared.redisCluster() || areas == 1 || ofOne.size() < sources.size()) return List.of();
    return shared.parts().stream().map(area -> new CollectorConfig(area, ofOne, blocked)).toList();
  }

  /** Those in SOURCES; without it what has its values, else the simulated one. */
  private static List<Kind> kinds(Environment environment) {
    String listed = environment.text("SOURCES");
    if (listed != null) return listed(environment, listed);
    List<Kind> ready = KINDS.stream()
        .filter(kind -> kind.values().stream().anyMatch(value -> environment.text(value) != null)).toList();
    return ready.isEmpty() ? List.of(SIMULATED) : ready;
  }

  private static List<Kind> listed(Environment environment, String names) {
    List<Kind> kinds = new ArrayList<>();
    for (String part : names.split(",", -1)) {
      String name = part.strip();
      Kind found = KINDS.stream().filter(kind -> kind.name().equals(name)).findFirst().orElse(null);
      if (found == null) {
        environment.mistake("SOURCES", Limits.quote(name) + " is not one of "
            + KINDS.stream().map(Kind::name).collect(Collectors.joining(", ")));
      } else if (kinds.contains(found)) {
        environment.mistake("SOURCES", Limits.quote(name) + " is there twice");
      } else {
        kinds.add(found);
      }
    }
    return kinds;
  }
}
