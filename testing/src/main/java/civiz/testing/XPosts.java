package civiz.testing;

import civiz.contract.BoundingBox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds lines of X's stream: {@code XPosts.at(-87.63, 41.88).text("Hello").json()}. What is not set has a plausible
 * value; every post has an id of its own, and was written now.
 */
public final class XPosts {
  private static final AtomicLong NEXT = new AtomicLong(1_990_000_000_000_000_000L);

  private final ObjectNode line = XApiSchema.JSON.createObjectNode();
  private final ObjectNode post = line.putObject("data");
  private final ObjectNode includes = line.putObject("includes");

  private XPosts() {
    id(NEXT.incrementAndGet());
    text("A post");
    created(Instant.now());
    post.put("lang", "en");
    author("42", "Ada", "ada_example");
    line.putArray("matching_rules").addObject().put("id", "1166895166390583299").put("tag",
        "civiz:chicago-1");
  }

  /** A post whose author gave the position, in degrees. */
  public static XPosts at(double lon, double lat) {
    XPosts posts = new XPosts();
    posts.post.withObjectProperty("geo").putObject("coordinates").put("type", "Point").putArray("coordinates")
        .add(lon)
        .add(lat);
    return posts;
  }

  /**
   * A post that names a place.
   *
   * @param kind poi, neighborhood, city, admin or country
   */
  public static XPosts in(String placeId, String name, String kind, BoundingBox box) {
    return new XPosts().place(placeId, name, kind, box);
  }

  /** A post that names a place which the line does not describe. */
  public static XPosts inUndescribed(String placeId) {
    XPosts posts = new XPosts();
    posts.post.withObjectProperty("geo").put("place_id", placeId);
    return posts;
  }

  /** A post without a location. */
  public static XPosts nowhere() {
    return new XPosts();
  }

  /** Names a place, too. */
  public XPosts place(String placeId, String name, String kind, BoundingBox box) {
    post.withObjectProperty("geo").put("place_id", placeId);
    ObjectNode place = includes.withArrayProperty("places").addObject();
    place.put("id", placeId).put("full_name", name).put("place_type", kind).put("country_code", "US");
    ObjectNode geo = place.putObject("geo").put("type", "Feature");
    geo.putArray("bbox").add(box.west()).add(box.south()).add(box.east()).add(box.north());
    geo.putObject("properties");
    return this;
  }

  /** X's id of it. */
  public XPosts id(long id) {
    post.put("id", Long.toString(id));
    post.putArray("edit_history_tweet_ids").add(Long.toString(id));
    return this;
  }

  /** What it says. */
  public XPosts text(String text) {
    post.put("text", text);
    return this;
  }

  /** When it was written; X tells milliseconds. */
  public XPosts created(Instant time) {
    post.put("created_at", time.truncatedTo(ChronoUnit.MILLIS).toString());
    return this;
  }

  /** Who wrote it. */
  public XPosts author(String id, String name, String username) {
    post.put("author_id", id);
    includes.putArray("users").addObject().put("id", id).put("name", name).put("username", username)
        .put("profile_image_url", "https://pbs.twimg.com/profile_images/%s/example_normal.jpg".formatted(id));
    return this;
  }

  /** The line's object, for what has no method here: data, includes and matching_rules. */
  public ObjectNode line() {
    return line;
  }

  /** The line, without its end. */
  public String json() {
    return line.toString();
  }
}
