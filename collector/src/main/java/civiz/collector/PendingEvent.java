package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Area;
import civiz.contract.FeedEvent;
import civiz.contract.Post;
import civiz.contract.Retraction;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to Redis, where it gets its number. Encoded once, for all its areas. A checkpoint of a source
 * travels among them, but to no area.
 */
final class PendingEvent {
  /** What an event costs in memory besides its JSON, about. */
  private static final int OVERHEAD_BYTES = 300;
  private static final byte[] NONE = {};

  /** The id of the post it is about; empty for all posts of an author. */
  final byte[] id;
  /** The author's id; empty when a post has none, and when one post is taken back. */
  final byte[] author;
  /** The Feature or the retract object. */
  final byte[] json;
  /** Whose feeds it goes to. */
  final List<Area> areas;
  /** What it takes back; null on a post. */
  final @Nullable Retraction retraction;
  /** Null on what is a real event. */
  final @Nullable Checkpoint checkpoint;
  /** Where its fate is counted. */
  final Counts counts;
  /** Whether an area has it as news. Only ever set, by the publishers' threads. */
  volatile boolean published;
  /** How many publishers are not done with it. */
  private final AtomicInteger publishers = new AtomicInteger(1);

  /** Where a source resumes when all before it is in Redis. */
  record Checkpoint(String source, String cursor) {}

  private PendingEvent(byte[] id, byte[] author, byte[] json, List<Area> areas,
      @Nullable Retraction retraction, @Nullable Checkpoint checkpoint, Counts counts) {
    this.id = id;
    this.author = author;
    this.json = json;
    this.areas = areas;
    this.retraction = retraction;
    this.checkpoint = checkpoint;
    this.counts = counts;
  }

  static PendingEvent of(Post post, byte[] json, List<Area> areas, Counts counts) {
    Post.Author author = post.author();
    String authorId = author == null ? null : author.id();
    return new PendingEvent(post.id().getBytes(UTF_8), authorId == null ? NONE : authorId.getBytes(UTF_8),
        json, areas, null, null, counts);
  }

  static PendingEvent of(Retraction retraction, List<Area> areas, Counts counts) {
    byte[] json = FeedEvent.write(retraction);
    return switch (retraction) {
      case Retraction.OfPost post ->
        new PendingEvent(post.id().getBytes(UTF_8), NONE, json, areas, post, null, counts);
      case Retraction.OfAuthor all ->
        new PendingEvent(NONE, all.author().getBytes(UTF_8), json, areas, all, null, counts);
    };
  }

  static PendingEvent checkpoint(String source, String cursor, Counts counts) {
    return new PendingEvent(NONE, NONE, NONE, List.of(), null, new Checkpoint(source, cursor), counts);
  }

  /** It goes to so many publishers. Called before the first one has it. */
  void share(int among) {
    publishers.set(among);
  }

  /** A publisher is done with it. Returns whether all are. */
  boolean done() {
    return publishers.decrementAndGet() == 0;
  }

  boolean isPost() {
    return retraction == null && checkpoint == null;
  }

  int bytes() {
    return json.length + OVERHEAD_BYTES;
  }
}
