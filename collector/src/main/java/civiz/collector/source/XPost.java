package civiz.collector.source;

import civiz.contract.Location;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Rights;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The post of one line, member {@code data} of X's v2 JSON, as it is being read; what it names by id is joined to it
 * when all of the line is known. Text is treated as {@link StatusMapper} treats the same posts on the v1.1 interface.
 */
final class XPost {
  private @Nullable String id;
  private @Nullable String text;
  private @Nullable String authorId;
  private @Nullable String created;
  private @Nullable String lang;
  private @Nullable String placeId;
  private @Nullable Point point;
  private List<String> hashtags = List.of();
  private List<String> mediaKeys = List.of();

  /** Reads {@code data}. */
  static XPost read(JsonParser json) {
    XPost post = new XPost();
    post.readMembers(json);
    return post;
  }

  private void readMembers(JsonParser json) {
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      switch (member) {
        case "id" -> id = XJson.digits(json);
        case "text" -> text = XJson.text(json);
        case "author_id" -> authorId = XJson.digits(json);
        case "created_at" -> created = XJson.text(json);
        case "lang" -> lang = XJson.text(json);
        case "geo" -> readGeo(json);
        case "entities" -> readEntities(json);
        case "attachments" -> readAttachments(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readGeo(JsonParser json) {
    if (!XJson.isObject(json)) return;
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      switch (member) {
        case "place_id" -> placeId = XJson.text(json);
        case "coordinates" -> readPoint(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readPoint(JsonParser json) {
    if (!XJson.isObject(json)) return;
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      if (member.equals("coordinates")) {
        double[] position = XJson.numbers(json, 2);
        if (position != null) point = point(position);
      } else {
        json.skipChildren();
      }
    }
  }

  private static Point point(double[] position) {
    try {
      return new Point(position[0], position[1]);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("data.geo.coordinates: " + e.getMessage(), e);
    }
  }

  private void readEntities(JsonParser json) {
    if (!XJson.isObject(json)) return;
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      if (member.equals("hashtags")) {
        readHashtags(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readHashtags(JsonParser json) {
    if (!XJson.isArray(json)) return;
    List<String> tags = new ArrayList<>();
    while (XJson.nextObject(json)) {
      for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
        String tag = member.equals("tag") ? XJson.text(json) : null;
        if (tag != null) tags.add(tag);
        json.skipChildren();
      }
    }
    hashtags = tags;
  }

  private void readAttachments(JsonParser json) {
    if (!XJson.isObject(json)) return;
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      if (member.equals("media_keys")) {
        mediaKeys = XJson.texts(json);
      } else {
        json.skipChildren();
      }
    }
  }

  /**
   * The whole post.
   *
   * @return nothing when it has no location: neither coordinates nor a place whose box is known
   * @throws IllegalArgumentException naming the member that is missing or breaks a limit
   */
  Optional<Post> join(XIncludes includes, XPlaces places) {
    String known = require("data.id", id);
    String says = unescape(require("data.text", text));
    Instant at = created(known, require("data.created_at", created));
    XPlaces.Named place = placeId == null ? null : places.get(placeId);
    Location location = point != null ? point : place == null ? null : place.location();
    if (location == null) return Optional.empty();
    Post.Author author = authorId == null ? null : includes.author("x:" + authorId);
    return Optional.of(new Post("x:" + known, location, point != null, "x", at, author, says, lang,
        StatusMapper.url(author == null ? null : author.handle(), known),
        place == null ? null : place.place(),
        hashtags, includes.media(mediaKeys), Rights.DISPLAY, Map.of()));
  }

  private static String require(String member, @Nullable String value) {
    if (value == null) throw new IllegalArgumentException(member + " is missing");
    return value;
  }

  /** The time often has the second only; the id has the millisecond, where both name the same second. */
  private static Instant created(String id, String time) {
    try {
      Instant byId = StatusMapper.instant(Long.parseLong(id));
      Instant told = Instant.parse(time);
      boolean agree = told.getNano() == 0 && byId.getEpochSecond() == told.getEpochSecond();
      return agree ? byId : told;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("data.id is over 2^63", e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("data.created_at is not an RFC 3339 time", e);
    }
  }

  /** Undoes, once, what X does to ampersands and angle brackets in texts because they were meant for HTML. */
  static String unescape(String text) {
    int at = text.indexOf('&');
    if (at < 0) return text;
    StringBuilder plain = new StringBuilder(text.length());
    int from = 0;
    for (; at >= 0; at = text.indexOf('&', from)) {
      plain.append(text, from, at);
      if (text.startsWith("&amp;", at)) {
        plain.append('&');
        from = at + 5;
      } else if (text.startsWith("&lt;", at)) {
        plain.append('<');
        from = at + 4;
      } else if (text.startsWith("&gt;", at)) {
        plain.append('>');
        from = at + 4;
      } else {
        plain.append('&');
        from = at + 1;
      }
    }
    return plain.append(text, from, text.length()).toString();
  }
}
