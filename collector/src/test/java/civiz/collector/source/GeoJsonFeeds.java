package civiz.collector.source;

import civiz.contract.Rights;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;

/** Feeds for the tests, and the sources that poll them many times a second. */
final class GeoJsonFeeds {
  static final Duration EVERY = Duration.ofMillis(20);
  static final GeoJsonTiming QUICK = new GeoJsonTiming(Duration.ofSeconds(20), Duration.ofMillis(40));

  private GeoJsonFeeds() {}

  static GeoJsonFeed feed(URI url, boolean retract) {
    return new GeoJsonFeed("city", url, null, null, null, null, null, ZoneOffset.UTC, EVERY, retract,
        Rights.OPEN);
  }

  static GeoJsonSource source(URI url, boolean retract) {
    return new GeoJsonSource(feed(url, retract), QUICK);
  }

  /** A feature in Chicago. */
  static String feature(String id, String title) {
    return feature(id, "{\"type\":\"Point\",\"coordinates\":[-87.63,41.88]}",
        "{\"title\":\"%s\",\"time\":1529819990090}".formatted(title));
  }

  static String feature(String id, String geometry, String properties) {
    return "{\"type\":\"Feature\",\"id\":\"%s\",\"geometry\":%s,\"properties\":%s}".formatted(id, geometry,
        properties);
  }

  static String collection(String... features) {
    return "{\"type\":\"FeatureCollection\",\"metadata\":{\"x\":[1]},\"features\":[%s],\"bbox\":[1,2,3,4]}"
        .formatted(String.join(",", features));
  }
}
