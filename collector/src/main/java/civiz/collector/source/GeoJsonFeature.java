package civiz.collector.source;

import civiz.contract.Limits;
import civiz.contract.Location;
import civiz.contract.Post;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a feature of a feed into a {@link Post}. What the feed's options name is taken, and must be of its form; else
 * the first of the obvious properties, in any case of letters, that is there and of its form. Stateless; any thread
 * may call it.
 */
final class GeoJsonFeature {
  private static final List<String> TITLES = List.of("title", "headline", "name", "place", "event", "subject",
      "summary", "description");
  private static final List<String> TIMES = List.of("time", "timestamp", "datetime", "date_time", "sent",
      "created", "created_at", "created_date", "published", "pubdate", "date", "updated", "updated_at");
  private static final List<String> LINKS = List.of("url", "link", "href", "permalink", "web", "website");
  /** No "code": where it is one of a kind of thing, all of them would be one post. */
  private static final List<String> IDS = List.of("id", "uuid", "guid", "globalid", "objectid", "fid");

  private final GeoJsonFeed feed;

  GeoJsonFeature(GeoJsonFeed feed) {
    this.feed = feed;
  }

  /**
   * The id of its post: the property that the feed's option names, else the feature's own id, else an obvious
   * property, else a digest of what it says, where and when.
   *
   * @throws IllegalArgumentException naming what is wrong with the feature, without its text
   */
  String id(ObjectNode feature) {
    if (!"Feature".equals(feature.path("type").asString(""))) {
      throw new IllegalArgumentException("type is not \"Feature\"");
    }
    JsonNode properties = properties(feature);
    String id = feed.id() != null ? required("id", feed.id(), properties) : scalar(feature.path("id"));
    if (id == null && feed.id() == null) id = obvious(properties, IDS, GeoJsonFeature::scalar);
    if (id == null)
      id = digest(feature.path("geometry") + "\n" + text(properties) + "\n" + created(properties));
    String whole = feed.name() + ":" + id;
    return Limits.isId(whole) ? whole : feed.name() + ":" + digest(id);
  }

  /**
   * The post, or nothing when the feature has no geometry.
   *
   * @param id    what {@link #id} says
   * @param since stands in for the time where the feature has none
   * @throws IllegalArgumentException naming what is wrong with the feature, without its text
   */
  Optional<Post> post(String id, ObjectNode feature, Instant since) {
    JsonNode geometry = feature.get("geometry");
    Optional<Location> location = GeoJsonGeometry.read(geometry);
    if (location.isEmpty()) return Optional.empty();
    JsonNode properties = properties(feature);
    Instant created = created(properties);
    String author = feed.author() == null ? null : scalar(properties.path(feed.author()));
    return Optional.of(new Post(id, location.get(), GeoJsonGeometry.isPoint(geometry), feed.name(),
        created == null ? since : created, author == null ? null : new Post.Author(null, author, null, null),
        text(properties), null, link(properties), null, List.of(), List.of(), feed.rights(), Map.of()));
  }

  private static JsonNode properties(ObjectNode feature) {
    JsonNode properties = feature.path("properties");
    if (properties.isObject() || properties.isNull() || properties.isMissingNode()) return properties;
    throw new IllegalArgumentException("properties is not an object");
  }

  private String text(JsonNode properties) {
    String title = feed.title() != null
        ? required("title", feed.title(), properties)
        : obvious(properties, TITLES, GeoJsonFeature::scalar);
    return title == null ? "" : title;
  }

  private @Nullable Instant created(JsonNode properties) {
    if (feed.time() == null) return obvious(properties, TIMES, node -> GeoJsonTime.read(node, feed.zone()));
    JsonNode node = properties.path(feed.time());
    if (isNothing(node)) return null;
    Instant time = GeoJsonTime.read(node, feed.zone());
    if (time == null) throw wrong("time", feed.time(), "is no time");
    return time;
  }

  /** A link that can't be one costs the link, not the post. */
  private @Nullable String link(JsonNode properties) {
    if (feed.link() != null) return Limits.webUrl(scalar(properties.path(feed.link())));
    return obvious(properties, LINKS, node -> Limits.webUrl(scalar(node)));
  }

  /** The property that an option names: null where it is missing. */
  private static @Nullable String required(String option, String name, JsonNode properties) {
    JsonNode node = properties.path(name);
    if (isNothing(node)) return null;
    String value = scalar(node);
    if (value == null) throw wrong(option, name, "is neither text nor a number");
    return value;
  }

  private static IllegalArgumentException wrong(String option, String name, String what) {
    return new IllegalArgumentException(
        "properties.%s, the %s, %s".formatted(Limits.quote(name).replace("\"", ""), option, what));
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isString() && node.stringValue().isBlank());
  }

  /** Text or a number; null when it is neither, or blank. */
  private static @Nullable String scalar(JsonNode node) {
    if (!node.isString() && !node.isNumber()) return null;
    String text = node.asString().strip();
    return text.isEmpty() ? null : text;
  }

  /** Of the properties with these names the first that the reader can read. */
  private static <T> @Nullable T obvious(JsonNode properties, List<String> names,
      Function<JsonNode, @Nullable T> reader) {
    T found = null;
    int best = names.size();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      int rank = names.indexOf(property.getKey().toLowerCase(Locale.ROOT));
      if (rank < 0 || rank >= best) continue;
      T value = reader.apply(property.getValue());
      if (value == null) continue;
      found = value;
      best = rank;
    }
    return found;
  }

  /** Half a SHA-256 in hexadecimal: the same feature gets the same id in every process. */
  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
