package civiz.contract;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Post} as a GeoJSON Feature and back. Pure functions, callable on any thread. Reading is strict about what
 * it knows and passes on what it does not; every refusal is an {@link IllegalArgumentException} that names the member.
 */
public final class PostJson {
  /** RFC 3339, section 5.6; Java alone would also take a time without seconds and an offset with them. */
  private static final Pattern TIME = Pattern.compile(
      "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

  private PostJson() {}

  /**
   * UTF-8, one line, at most {@link Limits#POST_BYTES}.
   *
   * @throws IllegalArgumentException when it is longer, or unknown members are nested too deeply
   */
  public static byte[] write(Post post) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      write(post, json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "the post can't be written: " + Limits.excerpt(String.valueOf(e.getOriginalMessage()), 200), e);
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
    return read(Json.object("the post", Json.parse(json)));
  }

  /**
   * Reads a Feature that any program may have published. What a post needs and the Feature lacks is filled in, so that
   * every process makes the same post of the same bytes, but for {@code created}.
   *
   * @param arrived the time that stands in for a missing {@code created}
   * @throws IllegalArgumentException when it is not JSON, not a located Feature, or breaks a limit
   */
  public static Post readFeature(byte[] json, Instant arrived) {
    requireSize(json.length);
    ObjectNode feature = Json.object("the post", Json.parse(json));
    BareFeature.complete(feature, json, arrived);
    return read(feature);
  }

  private static Post read(ObjectNode feature) {
    if (!"Feature".equals(Json.string("type", feature.get("type")))) {
      throw new IllegalArgumentException("type is not \"Feature\"");
    }
    Location location = GeometryJson.read(feature.get("geometry"));
    ObjectNode p = Json.object("properties", feature.get("properties"));
    String text = Json.text("properties.text", p.get("text"));
    return new Post(Json.string("id", feature.get("id")), location, exact(p.get("precision"), feature),
        Json.string("properties.source", p.get("source")),
        instant(Json.string("properties.created", p.get("created"))),
        author(p.get("author")), text == null ? "" : text, Json.text("properties.lang", p.get("lang")),
        Json.text("properties.url", p.get("url")), place(p.get("place")), hashtags(p.get("hashtags")),
        media(p.get("media")), rights(p.get("rights")), Json.others(p, Post.PROPERTIES));
  }

  /** By the geometry as it was sent: a place so small that its box is a point is still a place. */
  private static boolean exact(@Nullable JsonNode node, ObjectNode feature) {
    boolean isPoint = "Point".equals(feature.get("geometry").get("type").stringValue());
    String word = Json.text("properties.precision", node);
    if ("point".equals(word) && !isPoint) {
      throw new IllegalArgumentException("properties.precision is \"point\" but the geometry is not a Point");
    }
    return switch (word) {
      case null -> isPoint;
      case "point" -> true;
      case "place" -> false;
      default -> throw new IllegalArgumentException(
          "properties.precision " + Limits.quote(word) + " is not point or place");
    };
  }

  private static Instant instant(String text) {
    try {
      if (!TIME.matcher(text).matches()) throw new DateTimeException("not RFC 3339");
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
        Json.others(author, Post.Author.MEMBERS));
  }

  private static Post.@Nullable Place place(@Nullable JsonNode node) {
    if (node == null || node.isNull()) return null;
    ObjectNode place = Json.object("properties.place", node);
    return new Post.Place(Json.string("properties.place.name", place.get("name")),
        Json.text("properties.place.kind", place.get("kind")), Json.others(place, Post.Place.MEMBERS));
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
          Json.others(medium, Post.Media.MEMBERS)));
    }
    return media;
  }
}
