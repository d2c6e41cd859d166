package civiz.contract;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One located post: a GeoJSON Feature (RFC 7946) once written by {@link PostJson}. Text from the world is kept as
 * it came, but for unpaired surrogates, which no UTF-8 can carry and which become U+FFFD. Immutable.
 *
 * @param id       {@code source:native-id}
 * @param location an exact point, or the box of the place it names
 * @param exact    true when the author gave the position itself; false when it is a place's, however small
 * @param source   who delivered it, for example {@code x}; the first part of the id
 * @param created  when it was written, UTC, to the millisecond
 * @param author   who wrote it
 * @param text     what it says: data, never markup
 * @param lang     BCP 47 language tag as the source gives it
 * @param url      where to see it at its source
 * @param place    the place it names
 * @param hashtags without the number sign
 * @param media    pictures and films
 * @param rights   what may be done with it
 * @param more     members of {@code properties} that this version does not know, passed on as they came
 */
public record Post(String id, Location location, boolean exact, String source, Instant created,
    @Nullable Author author, String text, @Nullable String lang, @Nullable String url, @Nullable Place place,
    List<String> hashtags, List<Media> media, Rights rights, Map<String, JsonNode> more) {

  static final Set<String> PROPERTIES = Set.of("source", "precision", "created", "author", "text", "lang",
      "url",
      "place", "hashtags", "media", "rights");
  /** What RFC 3339 can write. */
  private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  /** @throws IllegalArgumentException naming the member that is over its limit or not of its form */
  public Post {
    Limits.requireId("id", id);
    if (!source.equals(id.substring(0, id.indexOf(':')))) {
      throw new IllegalArgumentException("properties.source " + Limits.quote(source)
          + " is not the source of id " + Limits.quote(id));
    }
    if (exact && !(location instanceof Point)) {
      throw new IllegalArgumentException("properties.precision is \"point\" but the geometry is not a Point");
    }
    text = WellFormed.text(text);
    Limits.requireLength("properties.text", text, Limits.TEXT);
    if (lang != null) lang = WellFormed.text(lang);
    Limits.requireLength("properties.lang", lang, Limits.LANG);
    Limits.requireWebUrl("properties.url", url);
    Limits.requireCount("properties.hashtags", hashtags.size(), Limits.HASHTAGS);
    Limits.requireCount("properties.media", media.size(), Limits.MEDIA);
    hashtags = hashtags.stream().map(WellFormed::text).toList();
    for (String hashtag : hashtags)
      Limits.requireLength("properties.hashtags", hashtag, Limits.NAME);
    if (created.isBefore(YEAR_0) || !created.isBefore(YEAR_10000)) {
      throw new IllegalArgumentException("properties.created is not within the years 0 to 9999");
    }
    created = created.truncatedTo(ChronoUnit.MILLIS);
    media = List.copyOf(media);
    more = Json.unknown("properties", more, PROPERTIES);
  }

  /**
   * Who wrote a post.
   *
   * @param id     {@code source:native-id}, stable when names change; null when the source has none
   * @param name   as shown
   * @param handle without the at sign
   * @param avatar address of a picture
   * @param more   unknown members
   */
  public record Author(@Nullable String id, String name, @Nullable String handle, @Nullable String avatar,
      Map<String, JsonNode> more) {
    static final Set<String> MEMBERS = Set.of("id", "name", "handle", "avatar");

    /** @throws IllegalArgumentException naming the member that is over its limit or not of its form */
    public Author {
      if (id != null) Limits.requireId("properties.author.id", id);
      name = WellFormed.text(name);
      if (handle != null) handle = WellFormed.text(handle);
      Limits.requireLength("properties.author.name", name, Limits.NAME);
      Limits.requireLength("properties.author.handle", handle, Limits.NAME);
      Limits.requireWebUrl("properties.author.avatar", avatar);
      more = Json.unknown("properties.author", more, MEMBERS);
    }

    /** An author without unknown members. */
    public Author(@Nullable String id, String name, @Nullable String handle, @Nullable String avatar) {
      this(id, name, handle, avatar, Map.of());
    }
  }

  /**
   * A named place.
   *
   * @param name as shown, for example "Chicago, IL"
   * @param kind the source's word: poi, neighborhood, city, admin, country
   * @param more unknown members
   */
  public record Place(String name, @Nullable String kind, Map<String, JsonNode> more) {
    static final Set<String> MEMBERS = Set.of("name", "kind");

    /** @throws IllegalArgumentException naming the member that is over its limit */
    public Place {
      name = WellFormed.text(name);
      if (kind != null) kind = WellFormed.text(kind);
      Limits.requireLength("properties.place.name", name, Limits.NAME);
      Limits.requireLength("properties.place.kind", kind, Limits.NAME);
      more = Json.unknown("properties.place", more, MEMBERS);
    }

    /** A place without unknown members. */
    public Place(String name, @Nullable String kind) {
      this(name, kind, Map.of());
    }
  }

  /**
   * A picture or film of a post.
   *
   * @param kind      photo, video or gif
   * @param thumbnail address of a still picture
   * @param alt       alternative text
   * @param more      unknown members
   */
  public record Media(String kind, @Nullable String thumbnail, @Nullable String alt,
      Map<String, JsonNode> more) {
    static final Set<String> MEMBERS = Set.of("kind", "thumbnail", "alt");

    /** @throws IllegalArgumentException naming the member that is over its limit or not of its form */
    public Media {
      kind = WellFormed.text(kind);
      if (alt != null) alt = WellFormed.text(alt);
      Limits.requireLength("properties.media.kind", kind, Limits.NAME);
      Limits.requireWebUrl("properties.media.thumbnail", thumbnail);
      Limits.requireLength("properties.media.alt", alt, Limits.TEXT);
      more = Json.unknown("properties.media", more, MEMBERS);
    }

    /** A medium without unknown members. */
    public Media(String kind, @Nullable String thumbnail, @Nullable String alt) {
      this(kind, thumbnail, alt, Map.of());
    }
  }
}
