package civiz.web;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How each hop is doing, as {@code /health} tells it. Callable on any thread. */
final class Health {
  private final Collection<Feed> feeds;
  private final Subscribers subscribers;
  private final Instant started = Instant.now();

  Health(Collection<Feed> feeds, Subscribers subscribers) {
    this.feeds = feeds;
    this.subscribers = subscribers;
  }

  /** The areas whose log was not read yet. */
  List<String> unread() {
    return feeds.stream().filter(feed -> !feed.isReady()).map(feed -> feed.area.name()).toList();
  }

  /** All of it, as JSON. */
  String json() {
    FeedStatus.Redis redis = subscribers.state();
    ObjectNode health = JsonMapper.shared().createObjectNode().put("version", WebApp.version())
        .put("started", FeedStatus.time(started)).put("ready", unread().isEmpty());
    health.putObject("redis").put("up", redis.up()).put("since", FeedStatus.time(redis.since()));
    ObjectNode areas = health.putObject("areas");
    for (Feed feed : feeds)
      areas.set(feed.area.name(), area(feed));
    return health.toPrettyString();
  }

  private ObjectNode area(Feed feed) {
    Instant now = subscribers.clock().instant();
    ObjectNode status = feed.status.object(now, feed.viewers(), feed.complete(feed.log.since(), now));
    ObjectNode area = JsonMapper.shared().createObjectNode();
    Window window = feed.log.window();
    if (window != null) {
      area.put("epoch", window.epoch).put("seq", window.seq).put("events", window.events())
          .put("bytes", window.bytes()).put("fragments", window.fragments().size());
    }
    area.put("malformed", feed.status.malformed()).put("viewers", feed.viewers())
        .put("sending", feed.sending());
    area.set("log", status.get("log"));
    Instant complete = feed.complete(feed.status.redisLog(), now);
    area.putObject("redisLog").put("since", complete == null ? null : FeedStatus.time(complete));
    area.set("lastPost", status.get("lastPost"));
    area.set("collector", status.get("collector"));
    return area;
  }
}
