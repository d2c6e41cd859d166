package civiz.contract;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Post} as a GeoJSON Feature and back. Pure functions, callable on any thread. Reading is strict about what
 * it knows and passes on what it does not; every refusal is an {@link IllegalArgumentException} that names the member.
 */
public final class PostJson {
  private static final Set<String> PROPERTIES = Set.of("source", "precision", "created", "author", "text",
      "lang",
      "url", "place", "hashtags", "media", "rights");

  private PostJson() {}

  /**
   * UTF-8, one line, at most {@link Limits#POST_BYTES}.
   *
   * @throws IllegalArgumentException when it is longer
   */
  public static byte[] write(Post post) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      write(post, json);
    }
    requireSize(out.size());
    return out.toByteArray();
  }

  private static void requireSize(int bytes) {
    if (bytes > Limits.POST_BYTES) {
      throw new IllegalArgumentException(
          "the post has %d bytes, more than %d".formatted(bytes, Limits.POST_BYTES));
    }
  }

  private static void write(Post post, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", "Feature");
    json.writeStringProperty("id", post.id());
    json.writeName("geometry");
    GeometryJson.write(post.location(), json);
    json.writeObjectPropertyStart("properties");
    json.writeStringProperty("source", post.source());
    json.writeStringProperty("precision", post.exact() ? "point" : "place");
    json.writeStringProperty("created", post.created().toString());
    Post.Author author = post.author();
    if (author != null) {
      json.writeObjectPropertyStart("author");
      writeString("id", author.id(), json);
      json.writeStringProperty("name", author.name());
      writeString("handle", author.handle(), json);
      writeString("avatar", author.avatar(), json);
      end(author.more(), json);
    }
    json.writeStringProperty("text", post.text());
    writeString("lang", post.lang(), json);
    writeString("url", post.url(), json);
    Post.Place place = post.place();
    if (place != null) {
      json.writeObjectPropertyStart("place");
      json.writeStringProperty("name", place.name());
      writeString("kind", place.kind(), json);
      end(place.more(), json);
    }
    if (!post.hashtags().isEmpty()) {
      json.writeArrayPropertyStart("hashtags");
      post.hashtags().forEach(json::writeString);
      json.writeEndArray();
    }
    if (!post.media().isEmpty()) {
      json.writeArrayPropertyStart("media");
      for (Post.Media medium : post.media()) {
        json.writeStartObject();
        json.writeStringProperty("kind", medium.kind());
        writeString("thumbnail", medium.thumbnail(), json);
        writeString("alt", medium.alt(), json);
        end(medium.more(), json);
      }
      json.writeEndArray();
    }
    json.writeStringProperty("rights", post.rights().word());
    end(post.more(), json);
    json.writeEndObject();
  }

  private static void writeString(String name, @Nullable String value, JsonGenerator json) {
    if (value != null) json.writeStringProperty(name, value);
  }

  /** Writes the unknown members and closes the object. */
  private static void end(Map<String, JsonNode> more, JsonGenerator json) {
    more.forEach((name, value) -> {
      json.writeName(name);
      json.writeTree(value);
    });
    json.writeEndObject();
  }

  /**
   * Reads a post that is complete: with an id, a source and the time it was created.
   *
   * @throws IllegalArgumentException when it is not JSON, not a located Feature, or breaks a limit
   */
  public static Post read(byte[] json) {
    requireSize(json.length);
    return read(Json.parse(json), json, null);
  }

  /**
   * Reads a Feature that any program may have published. What a post needs and the Feature lacks is filled in: the
   * source is the id's first part or {@code feature}, the id is made from the bytes, so that every process makes the
   * same one, and it was created when it arrived.
   *
   * @param arrived the time that stands in for a missing {@code created}
   * @throws IllegalArgumentException when it is not JSON, not a located Feature, or breaks a limit
   */
  public static Post readFeature(byte[] json, Instant arrived) {
    requireSize(json.length);
    return read(Json.parse(json), json, arrived);
  }

  private static Post read(JsonNode node, byte[] bytes, @Nullable Instant arrived) {
    ObjectNode feature = Json.object("the post", node);
    if (!"Feature".equals(Json.string("type", feature.get("type")))) {
      throw new IllegalArgumentException("type is not \"Feature\"");
    }
    Location location = GeometryJson.read(feature.get("geometry"));
    boolean lenient = arrived != null;
    ObjectNode p = feature.get("properties") == null && lenient
        ? Json.MAPPER.createObjectNode()
        : Json.object("properties", feature.get("properties"));
    String id = Json.text("id", feature.get("id"));
    String source = Json.text("properties.source", p.get("source"));
    if (lenient) {
      if (source == null)
        source = id != null && id.indexOf(':') > 0 ? id.substring(0, id.indexOf(':')) : "feature";
      if (id == null) id = source + ":" + digest(bytes);
      if (!id.startsWith(source + ":")) id = source + ":" + id;
    }
    String created = Json.text("properties.created", p.get("created"));
    String text = Json.text("properties.text", p.get("text"));
    Map<String, JsonNode> more = new LinkedHashMap<>(Json.others(p, PROPERTIES));
    return new Post(Json.require("id", id), location, exact(p.get("precision"), location),
        Json.require("properties.source", source),
        created == null && arrived != null ? arrived : instant(Json.require("properties.created", created)),
        author(p.get("author")), text == null ? "" : text, Json.text("properties.lang", p.get("lang")),
        Json.text("properties.url", p.get("url")), place(p.get("place")), hashtags(p.get("hashtags")),
        media(p.get("media")), rights(p.get("rights")), more);
  }

  /** Half a SHA-256 in hexadecimal: the same bytes get the same id in every process. */
  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(Json.sha256(bytes), 0, 16);
  }

  private static boolean exact(@Nullable JsonNode node, Location location) {
    String word = Json.text("properties.precision", node);
    return switch (word) {
      case null -> location instanceof Point;
      case "point" -> true;
      case "place" -> false;
      default -> throw new IllegalArgumentException(
          "properties.precision " + Limits.quote(word) + " is not point or place");
    };
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "properties.created " + Limits.quote(text) + " is not an RFC 3339 time", e);
    }
  }

  /** What says nothing about its rights may only be displayed. */
  private static Rights rights(@Nullable JsonNode node) {
    String word = Json.text("properties.rights", node);
    return switch (word) {
      case null -> Rights.DISPLAY;
      case "display" -> Rights.DISPLAY;
      case "open" -> Rights.OPEN;
      default -> throw new IllegalArgumentException(
          "properties.rights " + Limits.quote(word) + " is not display or open");
    };
  }

  private static Post.@Nullable Author author(@Nullable JsonNode node) {
    if (node == null || node.isNull()) return null;
    String at = "properties.author";
    ObjectNode author = Json.object(at, node);
    String name = Json.text(at + ".name", author.get("name"));
    return new Post.Author(Json.text(at + ".id", author.get("id")), name == null ? "" : name,
        Json.text(at + ".handle", author.get("handle")), Json.text(at + ".avatar", author.get("avatar")),
        Json.others(author, Set.of("id", "name", "handle", "avatar")));
  }

  private static Post.@Nullable Place place(@Nullable JsonNode node) {
    if (node == null || node.isNull()) return null;
    ObjectNode place = Json.object("properties.place", node);
    return new Post.Place(Json.string("properties.place.name", place.get("name")),
        Json.text("properties.place.kind", place.get("kind")), Json.others(place, Set.of("name", "kind")));
  }

  private static List<String> hashtags(@Nullable JsonNode node) {
    List<String> hashtags = new ArrayList<>();
    for (JsonNode hashtag : Json.array("properties.hashtags", node)) {
      hashtags.add(Json.string("properties.hashtags", hashtag));
    }
    return hashtags;
  }

  private static List<Post.Media> media(@Nullable JsonNode node) {
    List<Post.Media> media = new ArrayList<>();
    for (JsonNode one : Json.array("properties.media", node)) {
      ObjectNode medium = Json.object("properties.media", one);
      media.add(new Post.Media(Json.string("properties.media.kind", medium.get("kind")),
          Json.text("properties.media.thumbnail", medium.get("thumbnail")),
          Json.text("properties.media.alt", medium.get("alt")),
          Json.others(medium, Set.of("kind", "thumbnail", "alt"))));
    }
    return media;
  }
}
