package civiz.collector;

import civiz.contract.Area;
import civiz.contract.Retraction;
import civiz.contract.SharedConfig;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The command {@code retract}: takes posts back in every area at once, as a guest of the collector that leads, if one
 * does. An area's readers are told even when its log has nothing of it, because an open browser may have more. Once
 * an area is told, it stays so whatever happens in the next one.
 */
final class Takedown {
  private static final byte[] NO_STATUS = {};

  private final RedisFeed redis;
  private final Retraction retraction;

  private Takedown(RedisFeed redis, Retraction retraction) {
    this.redis = redis;
    this.retraction = retraction;
  }

  /**
   * Tells one line an area.
   *
   * @throws RedisFeed.Away    when Redis can't be reached; what was done is told
   * @throws RedisFeed.Refused when Redis won't
   */
  static void run(SharedConfig config, Retraction retraction, PrintStream out) {
    try (RedisFeed redis = new RedisFeed(config)) {
      Takedown takedown = new Takedown(redis, retraction);
      for (Area area : config.areas())
        out.println(area.name() + ": " + takedown.from(area, config.retention()));
    }
  }

  private String from(Area area, Duration retention) {
    AreaFeed feed = AreaFeed.guest(area, retention);
    return switch (retraction) {
      case Retraction.OfPost post -> {
        boolean there = redis.has(feed.keys, post.id());
        boolean news = publish(feed, List.of());
        yield there
            ? "retracted " + post.id()
            : post.id() + (news ? " is not in the log; told all the same" : " was retracted before");
      }
      case Retraction.OfAuthor all -> {
        List<String> found = redis.postsOf(feed.keys, all);
        publish(feed, found);
        // what a collector published between the search and the retraction
        List<String> late = redis.postsOf(feed.keys, all);
        if (!late.isEmpty()) publish(feed, late);
        int posts = found.size() + late.size();
        yield posts == 0
            ? "no post of %s is in the log; told all the same".formatted(all.author())
            : "retracted %d post%s of %s".formatted(posts, posts == 1 ? "" : "s", all.author());
      }
    };
  }

  /** Returns whether it was news. */
  private boolean publish(AreaFeed feed, List<String> found) {
    PendingEvent event = PendingEvent.of(retraction, List.of(feed.area), new Counts());
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Batch batch = new Batch(id, List.of(event), NO_STATUS, List.of(feed));
    for (Batch.Part part : batch.unanswered()) {
      if (part.wanted() != null) part.found(found);
    }
    redis.publish(batch.unanswered());
    return event.published;
  }
}
