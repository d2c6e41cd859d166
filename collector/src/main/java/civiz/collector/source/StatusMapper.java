package civiz.collector.source;

import civiz.contract.Limits;
import civiz.contract.Location;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Rights;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import twitter4j.TwitterException;
import twitter4j.TwitterObjectFactory;
import twitter4j.v1.HashtagEntity;
import twitter4j.v1.MediaEntity;
import twitter4j.v1.Place;
import twitter4j.v1.Status;
import twitter4j.v1.User;

/**
 * Turns a tweet of the v1.1 interface into a {@link Post}. {@link Twitter4jSource} calls it with what Twitter4J has
 * read from the stream, {@link ReplaySource} with the lines of a file. Stateless; any thread may call it.
 *
 * <p>The text is the whole one, unmodified as X's display requirements ask: links stay as they are and the display
 * range cuts nothing off. Only the escapes that v1.1 puts into text, for ampersand and angle brackets, because it was
 * meant for HTML, are decoded: a post's text is data. A retweet has no location of its own, its original's is not taken
 * for it; a quote is a post of its author's with its own place.
 */
public final class StatusMapper {
  /** The first millisecond of X's ids: 2010-11-04T01:42:54.657Z. They count time above their lowest 22 bits. */
  private static final long ID_EPOCH = 1_288_834_974_657L;
  private static final Pattern HANDLE = Pattern.compile("\\w{1,50}");
  /** X's words for what a medium is, and ours. */
  static final Map<String, String> MEDIA_KINDS = Map.of("photo", "photo", "video", "video",
      "animated_gif", "gif");
  private static final String EXTENDED = "extended_tweet";
  private static final JsonMapper JSON = new JsonMapper();

  private StatusMapper() {}

  /**
   * Reads one v1.1 tweet document, of either the compatible or the extended form.
   *
   * @return the post, or nothing when it has no location of its own
   * @throws IllegalArgumentException when it is not a tweet, lacks what a post needs or breaks a limit; the
   *                                  message names the member and never holds the text
   */
  public static Optional<Post> read(String json) {
    return map(parse(json));
  }

  /**
   * Maps a tweet that Twitter4J has read.
   *
   * @return the post, or nothing when it has no location of its own
   * @throws IllegalArgumentException naming the member that is missing or breaks a limit
   */
  static Optional<Post> map(Status status) {
    if (status.getId() <= 0) throw new IllegalArgumentException("id is missing or not above zero");
    if (status.getText() == null) throw new IllegalArgumentException("text is missing");
    Optional<Location> location = StatusLocation.of(status);
    return location.map(at -> post(status, at));
  }

  private static Post post(Status status, Location location) {
    User user = status.getUser();
    boolean exact = location instanceof Point && status.getGeoLocation() != null;
    return new Post("x:" + status.getId(), location, exact, "x", created(status), author(user),
        status.getText(), status.getLang(),
        url(user == null ? null : user.getScreenName(), Long.toString(status.getId())),
        place(status.getPlace()),
        Arrays.stream(status.getHashtagEntities()).map(HashtagEntity::getText).toList(), media(status),
        Rights.DISPLAY, Map.of());
  }

  /**
   * Twitter4J reads a tweet's short form and the whole text from {@code extended_tweet}, but not its
   * {@code extended_entities}, without which only the first picture is known and a film is called a photo. So such
   * a tweet is first brought into the extended form, which has all of that at its top.
   */
  static Status parse(String json) {
    try {
      return TwitterObjectFactory.createStatus(isShortened(json) ? extended(json) : json);
    } catch (TwitterException | RuntimeException | StackOverflowError e) {
      throw new IllegalArgumentException(Unreadable.why(e), e);
    }
  }

  /** Whether Twitter4J would lose media of this tweet; true too often is only slower. */
  static boolean isShortened(String json) {
    return json.contains("\"" + EXTENDED + "\"");
  }

  private static String extended(String json) {
    if (JSON.readTree(json) instanceof ObjectNode tweet && tweet.get(EXTENDED) instanceof ObjectNode whole) {
      tweet.remove(EXTENDED);
      for (Map.Entry<String, JsonNode> member : whole.properties()) {
        tweet.set(member.getKey(), member.getValue());
      }
      return JSON.writeValueAsString(tweet);
    }
    return json;
  }

  /**
   * When it was written. Twitter4J gives {@code created_at} in the machine's own time, without its offset and to the
   * second; the id gives it to the millisecond, where both name the same second.
   */
  private static Instant created(Status status) {
    LocalDateTime local = status.getCreatedAt();
    if (local == null) throw new IllegalArgumentException("created_at is missing");
    ZoneId zone = ZoneId.systemDefault();
    Instant byId = instant(status.getId());
    boolean agree = LocalDateTime.ofInstant(byId, zone).truncatedTo(ChronoUnit.SECONDS).equals(local);
    return agree ? byId : local.atZone(zone).toInstant();
  }

  /** The millisecond in which X gave out this id; wrong for ids from before it put the time into them. */
  static Instant instant(long id) {
    return Instant.ofEpochMilli((id >> 22) + ID_EPOCH);
  }

  private static Post.@Nullable Author author(@Nullable User user) {
    if (user == null) return null;
    String name = user.getName();
    return new Post.Author(user.getId() > 0 ? "x:" + user.getId() : null, name == null ? "" : name,
        user.getScreenName(), secure(user.getProfileImageURLHttps()));
  }

  /** The address X documents; where the handle is none, the one that needs none. */
  static String url(@Nullable String handle, String id) {
    return handle != null && HANDLE.matcher(handle).matches()
        ? "https://x.com/" + handle + "/status/" + id
        : "https://x.com/i/web/status/" + id;
  }

  private static Post.@Nullable Place place(@Nullable Place place) {
    if (place == null) return null;
    String name = place.getFullName() != null ? place.getFullName() : place.getName();
    return name == null ? null : new Post.Place(name, place.getPlaceType());
  }

  private static List<Post.Media> media(Status status) {
    List<Post.Media> media = new ArrayList<>();
    for (MediaEntity entity : status.getMediaEntities()) {
      String kind = entity.getType() == null ? null : MEDIA_KINDS.get(entity.getType());
      if (kind != null) {
        media.add(new Post.Media(kind, secure(entity.getMediaURLHttps()), alt(entity.getExtAltText())));
      }
    }
    return media;
  }

  /** Twitter4J reads a JSON null here as the word "null". */
  private static @Nullable String alt(@Nullable String text) {
    return text == null || text.isBlank() || text.equals("null") ? null : text;
  }

  /** The address when a post may carry it and it is https. */
  static @Nullable String secure(@Nullable String url) {
    return url != null && url.startsWith("https:") ? Limits.webUrl(url) : null;
  }
}
