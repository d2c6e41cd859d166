package civiz.collector.source;

import civiz.contract.FeedEvent;
import civiz.contract.Limits;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of a recorded file: a post of the contract, a tweet of the v1.1 interface, or what takes such a thing back.
 * Which one is told by its members, so that a file may hold all of them. The command {@code record} adds when it
 * {@code arrived}.
 */
sealed interface ReplayLine {
  /**
   * A post with its location.
   *
   * @param recorded when it arrived, or else when it was written
   */
  record Located(Post post, Instant recorded) implements ReplayLine {}

  /** A tweet without a location of its own. */
  record Unlocated() implements ReplayLine {}

  /**
   * Posts that are taken back.
   *
   * @param recorded when that arrived; null where nobody knows
   */
  record TakenBack(Retraction retraction, @Nullable Instant recorded) implements ReplayLine {}

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException naming what is wrong with it, without its text
   */
  static ReplayLine read(byte[] json) {
    JsonNode line;
    try {
      line = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + Limits.quote(String.valueOf(e.getOriginalMessage())),
          e);
    }
    if (!line.isObject()) throw new IllegalArgumentException("not a JSON object");
    Instant arrived = arrived(line.path("arrived"));
    if ("Feature".equals(line.path("type").stringValue(""))) return located(PostJson.read(json), arrived);
    if (line.has("retract")) {
      Retraction retraction = FeedEvent.read(json).retraction();
      if (retraction == null) throw new IllegalArgumentException("retract is not the message");
      return new TakenBack(retraction, arrived);
    }
    if (line.has("delete")) {
      return new TakenBack(new Retraction.OfPost(x(line.path("delete").path("status"), "id_str")), arrived);
    }
    if (line.has("scrub_geo")) {
      JsonNode scrub = line.path("scrub_geo");
      return new TakenBack(new Retraction.OfAuthor(x(scrub, "user_id_str"), x(scrub, "up_to_status_id_str")),
          arrived);
    }
    Optional<Post> post = StatusMapper.read(new String(json, StandardCharsets.UTF_8));
    return post.isPresent() ? located(post.get(), arrived) : new Unlocated();
  }

  private static Located located(Post post, @Nullable Instant arrived) {
    return new Located(post, arrived == null ? post.created() : arrived);
  }

  private static @Nullable Instant arrived(JsonNode node) {
    if (node.isMissingNode()) return null;
    try {
      return Instant.parse(node.stringValue(""));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("arrived is not a time in UTC", e);
    }
  }

  private static String x(JsonNode object, String member) {
    String id = object.path(member).stringValue("");
    if (id.isEmpty()) throw new IllegalArgumentException(member + " is missing");
    return "x:" + id;
  }
}
