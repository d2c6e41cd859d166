package civiz.collector;

import civiz.collector.source.GeoJsonConfig;
import civiz.collector.source.GeoJsonSource;
import civiz.collector.source.JetstreamConfig;
import civiz.collector.source.JetstreamSource;
import civiz.collector.source.PostSource;
import civiz.collector.source.ReplayConfig;
import civiz.collector.source.ReplaySource;
import civiz.collector.source.SimulatedConfig;
import civiz.collector.source.SimulatedSource;
import civiz.collector.source.SourceConfig;
import civiz.collector.source.SourceMemory;
import civiz.collector.source.Twitter4jConfig;
import civiz.collector.source.Twitter4jSource;
import civiz.collector.source.XConfig;
import civiz.collector.source.XSource;
import civiz.contract.Area;
import java.util.List;

/** Makes the sources that the configuration asks for. */
final class Sources {
  private Sources() {}

  /** All of them, in the order of SOURCES. */
  static List<PostSource> open(CollectorConfig config, SourceMemory memory) {
    return config.sources().stream()
        .flatMap(source -> open(source, config.shared().areas(), memory).stream()).toList();
  }

  /** One configuration may mean several sources, each with a name and a status of its own. None of them runs yet. */
  static List<PostSource> open(SourceConfig config, List<Area> areas, SourceMemory memory) {
    return switch (config) {
      case GeoJsonConfig geojson ->
        geojson.feeds().stream().map(feed -> (PostSource) new GeoJsonSource(feed)).toList();
      case SimulatedConfig simulated -> List.of(new SimulatedSource(simulated, areas));
      case ReplayConfig replay -> List.of(new ReplaySource(replay));
      case XConfig x -> List.of(new XSource(x, areas, memory));
      case JetstreamConfig jetstream -> List.of(new JetstreamSource(jetstream, areas, memory));
      case Twitter4jConfig twitter4j -> List.of(new Twitter4jSource(twitter4j, areas));
    };
  }
}
