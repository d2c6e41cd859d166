package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Area;
import civiz.contract.FeedKeys;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what the log has from before it was blocked. Runs once, on a thread of its own, "blocked", when a
 * collector with a blocklist begins to lead. When Redis goes away meanwhile it says so and gives up: the next start does
 * it.
 */
final class BlockedPosts {
  private static final Logger LOG = LoggerFactory.getLogger(BlockedPosts.class);

  /** What stands before the post in an event that publish.lua wrote. */
  private static final String POST = ",\"post\":";

  private final RedisFeed redis;
  private final List<Area> areas;
  private final Blocklist blocked;
  private final Counts counts;
  private final Consumer<PendingEvent> next;

  /** @param next the publisher */
  BlockedPosts(RedisFeed redis, List<Area> areas, Blocklist blocked, Counts counts,
      Consumer<PendingEvent> next) {
    this.redis = redis;
    this.areas = areas;
    this.blocked = blocked;
    this.counts = counts;
    this.next = next;
  }

  void start() {
    if (!blocked.isEmpty()) Thread.ofPlatform().name("blocked").daemon().start(this::run);
  }

  private void run() {
    try {
      for (Area area : areas)
        redis.readLog(FeedKeys.of(area), fields -> look(area, fields));
    } catch (RedisFeed.Away e) {
      LOG.atWarn().addKeyValue("why", e.getMessage())
          .log("what is blocked may still be in the log: Redis is away; start again");
    }
  }

  private void look(Area area, Map<String, String> fields) {
    String event = fields.getOrDefault("event", "");
    int post = event.indexOf(POST);
    if (post < 0) return;
    try {
      Post found = PostJson.read(event.substring(post + POST.length(), event.length() - 1).getBytes(UTF_8));
      if (blocked.blocks(found)) {
        next.accept(PendingEvent.of(new Retraction.OfPost(found.id()), List.of(area), counts));
      }
    } catch (IllegalArgumentException e) {
      // of a collector with other limits; readers skip it, too
    }
  }
}
