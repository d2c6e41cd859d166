package civiz.collector.source;

import civiz.contract.FeedEvent;
import civiz.contract.Limits;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of a recorded file: a post of the contract, a tweet of the v1.1 interface, or what takes such a thing back.
 * Which one is told by its members, so that a file may hold all of them.
 */
sealed interface ReplayLine {
  /** A post with its location. */
  record Located(Post post) implements ReplayLine {}

  /** A tweet without a location of its own. */
  record Unlocated() implements ReplayLine {}

  /** Posts that are taken back. */
  record TakenBack(Retraction retraction) implements ReplayLine {}

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
    if ("Feature".equals(line.path("type").stringValue(""))) return new Located(PostJson.read(json));
    if (line.has("retract")) {
      Retraction retraction = FeedEvent.read(json).retraction();
      if (retraction == null) throw new IllegalArgumentException("retract is not the message");
      return new TakenBack(retraction);
    }
    if (line.has("delete")) {
      return new TakenBack(new Retraction.OfPost(x(line.path("delete").path("status"), "id_str")));
    }
    if (line.has("scrub_geo")) {
      JsonNode scrub = line.path("scrub_geo");
      return new TakenBack(new Retraction.OfAuthor(x(scrub, "user_id_str"), x(scrub, "up_to_status_id_str")));
    }
    Optional<Post> post = StatusMapper.read(new String(json, StandardCharsets.UTF_8));
    return post.isPresent() ? new Located(post.get()) : new Unlocated();
  }

  private static String x(JsonNode object, String member) {
    String id = object.path(member).stringValue("");
    if (id.isEmpty()) throw new IllegalArgumentException(member + " is missing");
    return "x:" + id;
  }
}
