package civiz.collector.source;

import civiz.contract.Post;
import civiz.contract.Retraction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What one pass over a recording makes of it: posts of now. Later passes have ids of their own, or their posts would
 * only move the first pass's.
 *
 * @param number 1 for the first
 */
record ReplayPass(int number) {
  /** The member that keeps the original time. */
  private static final String RECORDED = "recorded";

  /**
   * The post as if it was written when it is played.
   *
   * @throws IllegalArgumentException when its id has no room for the pass
   */
  Post post(Post post, Instant due) {
    Map<String, JsonNode> more = new HashMap<>(post.more());
    more.putIfAbsent(RECORDED, StringNode.valueOf(post.created().toString()));
    return new Post(id(post.id()), post.location(), post.exact(), post.source(), due, post.author(),
        post.text(),
        post.lang(), post.url(), post.place(), post.hashtags(), post.media(), post.rights(), more);
  }

  /** The retraction of what this pass has played. */
  Retraction retraction(Retraction retraction) {
    return switch (retraction) {
      case Retraction.OfPost post -> new Retraction.OfPost(id(post.id()));
      // with "~2" native ids are no numbers any more, so all of the author's posts are meant
      case Retraction.OfAuthor all -> all;
    };
  }

  private String id(String id) {
    return number == 1 ? id : id + "~" + number;
  }
}
