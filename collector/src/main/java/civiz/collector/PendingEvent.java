package civiz.collector;

import civiz.contract.Area;
import civiz.contract.FeedEvent;
import civiz.contract.Post;
import civiz.contract.Retraction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to Redis, where it gets its number.
 *
 * @param ids        the post it is about; empty for all posts of an author
 * @param author     the author's id, or empty
 * @param json       the Feature or the retract object, encoded once for all areas
 * @param areas      whose feeds it goes to
 * @param retraction what it takes back; null on a post
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it, and a copy a post would be waste
record PendingEvent(String ids, String author, byte[] json, List<Area> areas,
    @Nullable Retraction retraction) {

  /** What an event costs in memory besides its JSON, about. */
  private static final int OVERHEAD_BYTES = 300;

  static PendingEvent of(Post post, byte[] json, List<Area> areas) {
    Post.Author author = post.author();
    String id = author == null ? null : author.id();
    return new PendingEvent(post.id(), id == null ? "" : id, json, areas, null);
  }

  static PendingEvent of(Retraction retraction, List<Area> areas) {
    byte[] json = FeedEvent.write(retraction);
    return switch (retraction) {
      case Retraction.OfPost post -> new PendingEvent(post.id(), "", json, areas, post);
      case Retraction.OfAuthor all -> new PendingEvent("", all.author(), json, areas, all);
    };
  }

  boolean isPost() {
    return retraction == null;
  }

  int bytes() {
    return json.length + OVERHEAD_BYTES;
  }
}
