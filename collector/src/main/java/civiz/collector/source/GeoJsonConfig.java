package civiz.collector.source;

import civiz.contract.Environment;
import civiz.contract.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which GeoJSON feeds to poll; each is a source of its own.
 *
 * @param feeds GEOJSON_FEEDS: {@code name=URL option=value …; name=URL …}, see {@link GeoJsonFeed}
 */
public record GeoJsonConfig(List<GeoJsonFeed> feeds) implements SourceConfig {
  /** The variable that must be set. */
  public static final List<String> VALUES = List.of("GEOJSON_FEEDS");

  /** Each has a thread and an HTTP client: more would be a service of its own. */
  private static final int MOST = 50;

  /** Each area asks the servers by itself. */
  @Override
  public Optional<SourceConfig> ofOneArea(int areas) {
    return Optional.of(this);
  }

  /** Reads it; mistakes stay in the environment. */
  public static GeoJsonConfig read(Environment environment) {
    List<GeoJsonFeed> feeds = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String text : environment.text("GEOJSON_FEEDS", "").split(";", -1)) {
      if (text.isBlank()) continue;
      GeoJsonFeedReader reader = new GeoJsonFeedReader(++number);
      GeoJsonFeed feed = reader.read(text.strip());
      if (feed != null) feeds.add(feed);
      if (feed != null && !names.add(feed.name())) {
        environment.mistake("GEOJSON_FEEDS", "feed " + Limits.quote(feed.name()) + " is there twice");
      }
      reader.mistakes().forEach(mistake -> environment.mistake("GEOJSON_FEEDS", mistake));
    }
    if (number == 0) environment.mistake("GEOJSON_FEEDS", "the source geojson needs it: name=URL;…");
    if (number > MOST) {
      environment.mistake("GEOJSON_FEEDS", "has %d feeds, more than %d".formatted(number, MOST));
    }
    return new GeoJsonConfig(List.copyOf(feeds));
  }
}
