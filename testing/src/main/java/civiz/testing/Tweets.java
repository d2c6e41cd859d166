package civiz.testing;

import civiz.contract.BoundingBox;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds v1.1 tweet documents as the stream sends them: {@code Tweets.at(-87.63, 41.88).text("Hello").json()}. What
 * is not set has a plausible value; every tweet has an id of its own, and was written now.
 */
public final class Tweets {
  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter DATE = DateTimeFormatter
      .ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.US).withZone(ZoneOffset.UTC);
  /** X's ids count milliseconds since this one above their lowest 22 bits. */
  private static final long ID_EPOCH = 1_288_834_974_657L;
  private static final AtomicLong NEXT = new AtomicLong();

  private final ObjectNode tweet = JSON.createObjectNode();
  private long id;

  private Tweets() {
    created(Instant.now());
    text("A post");
    tweet.put("truncated", false).put("lang", "en");
    author(42, "Ada", "ada_example");
    tweet.putNull("geo").putNull("coordinates").putNull("place");
    ObjectNode entities = tweet.putObject("entities");
    entities.putArray("hashtags");
    entities.putArray("urls");
    entities.putArray("user_mentions");
    entities.putArray("symbols");
  }

  /** A tweet whose author gave the position, in degrees. */
  public static Tweets at(double lon, double lat) {
    Tweets tweets = new Tweets();
    tweets.tweet.putObject("geo").put("type", "Point").putArray("coordinates").add(lat).add(lon);
    tweets.tweet.putObject("coordinates").put("type", "Point").putArray("coordinates").add(lon).add(lat);
    return tweets;
  }

  /**
   * A tweet that names a place.
   *
   * @param kind poi, neighborhood, city, admin or country
   */
  public static Tweets in(String name, String kind, BoundingBox box) {
    Tweets tweets = new Tweets();
    ObjectNode place = tweets.tweet.putObject("place");
    place.put("id", "01a9a39529b27f36").put("place_type", kind).put("name", name).put("full_name", name);
    ObjectNode bounds = place.putObject("bounding_box").put("type", "Polygon");
    ArrayNode ring = bounds.putArray("coordinates").addArray();
    ring.addArray().add(box.west()).add(box.south());
    ring.addArray().add(box.west()).add(box.north());
    ring.addArray().add(box.east()).add(box.north());
    ring.addArray().add(box.east()).add(box.south());
    return tweets;
  }

  /** A tweet that says nothing of where it is. */
  public static Tweets nowhere() {
    return new Tweets();
  }

  /** What it says, as the author wrote it; ampersands and angle brackets are escaped as v1.1 does. */
  public Tweets text(String text) {
    tweet.put("text", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    return this;
  }

  /** Who wrote it. */
  public Tweets author(long id, String name, String handle) {
    tweet.putObject("user").put("id", id).put("id_str", Long.toString(id)).put("name", name)
        .put("screen_name", handle).put("profile_image_url_https", "https://pbs.example.com/" + id + ".png");
    return this;
  }

  /** When it was written; gives it a new id too, because ids count time. */
  public Tweets created(Instant created) {
    tweet.put("created_at", DATE.format(created));
    tweet.put("timestamp_ms", Long.toString(created.toEpochMilli()));
    return id(((created.toEpochMilli() - ID_EPOCH) << 22) + NEXT.getAndIncrement() % (1 << 22));
  }

  /** Its id. */
  public Tweets id(long id) {
    this.id = id;
    tweet.put("id", id).put("id_str", Long.toString(id));
    return this;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** Sets any member of the document, also to what no tweet has there. */
  public Tweets with(String member, String json) {
    tweet.set(member, JSON.readTree(json));
    return this;
  }

  /** The document, on one line. */
  public String json() {
    return JSON.writeValueAsString(tweet);
  }
}
