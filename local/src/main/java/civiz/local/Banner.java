package civiz.local;

import civiz.collector.CollectorConfig;
import civiz.collector.source.GeoJsonConfig;
import civiz.collector.source.GeoJsonFeed;
import civiz.collector.source.JetstreamConfig;
import civiz.collector.source.ReplayConfig;
import civiz.collector.source.SimulatedConfig;
import civiz.collector.source.SourceConfig;
import civiz.collector.source.Twitter4jConfig;
import civiz.collector.source.XConfig;
import civiz.contract.Area;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** What a person reads when all of it runs. */
final class Banner {
  private Banner() {}

  static String of(int port, CollectorConfig collector) {
    return """

        Civiz runs at  http://localhost:%d
        It shows       %s, in %s
        Ctrl-C ends it; other sources and areas: the configuration in README.md
        """.formatted(port,
        collector.sources().stream().map(Banner::words).collect(Collectors.joining(" and ")),
        collector.shared().areas().stream().map(Area::name).collect(Collectors.joining(", ")));
  }

  private static String words(SourceConfig source) {
    return switch (source) {
      case SimulatedConfig simulated ->
        "simulated posts, about %s a second".formatted(plain(simulated.rate()));
      case XConfig x -> "what X streams";
      case JetstreamConfig jetstream -> "what Jetstream streams";
      case GeoJsonConfig geojson -> "the feeds "
          + geojson.feeds().stream().map(GeoJsonFeed::name).collect(Collectors.joining(", "));
      case ReplayConfig replay -> "the posts of " + replay.file();
      case Twitter4jConfig twitter -> twitter.streamBaseUrl() == null
          ? "what Twitter4J streams"
          : "what Twitter4J streams from " + twitter.streamBaseUrl().getAuthority();
    };
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
