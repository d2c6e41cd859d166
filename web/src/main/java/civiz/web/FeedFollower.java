package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.FeedEvent;
import civiz.contract.FeedKeys;
import civiz.contract.Limits;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps one area's log in step with Redis: every event once and in order, gaps filled, a fresh start where continuity
 * can't be proven, as contract/README.md says under "Order, gaps, epochs". Used by the subscriber's thread alone.
 * What can't be read is counted, logged once an incident, and costs only itself.
 */
final class FeedFollower {
  private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);
  /** Entries read at once: some hundred KB, and Redis serves others in between. */
  private static final int PAGE = 500;
  /** A log that is trimmed faster than it can be read is tried again so often before the connection is given up. */
  private static final int ATTEMPTS = 3;
  /** One line of log for malformed messages in this time. */
  private static final long INCIDENT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Feed feed;
  private final FeedKeys keys;
  private final Duration retention;
  private final RedisClock clock;
  private long toldMalformed;
  private long toldAt;

  FeedFollower(Feed feed, Duration retention, RedisClock clock) {
    this.feed = feed;
    this.retention = retention;
    this.clock = clock;
    keys = FeedKeys.of(feed.area);
  }

  /** Takes what the log has and this process has not: after a gap, or from the beginning where that is not provable. */
  void catchUp(RedisFeed redis) throws RedisFeed.Unavailable {
    try (RedisFeed.Reading log = redis.reading(keys)) {
      if (goOn(log)) return;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++)
        if (beginAnew(log)) return;
    }
    throw new RedisFeed.Unavailable(
        "the log of %s is trimmed faster than it can be read".formatted(feed.area.name()),
        null);
  }

  private boolean goOn(RedisFeed.Reading log) throws RedisFeed.Unavailable {
    long before = feed.log.seq();
    LogPage page = log.read(before, PAGE);
    if (!page.continues(feed.log.epoch(), before) || !takeAll(log, page)) return false;
    if (feed.log.seq() > before) {
      LOG.atInfo().addKeyValue("area", feed.area.name()).addKeyValue("from", before)
          .addKeyValue("to", feed.log.seq()).log("gap filled");
      feed.metrics.gapsFilled.inc();
    }
    return true;
  }

  private boolean beginAnew(RedisFeed.Reading log) throws RedisFeed.Unavailable {
    LogPage page = log.read(0, PAGE);
    // a log that is lost has no events: then everything up to the head is gone
    feed.log.begin(page.epoch(), page.log() ? page.trimmed() : page.seq(), page.since());
    if (!takeAll(log, page)) return false;
    LOG.atInfo().addKeyValue("area", feed.area.name()).addKeyValue("epoch", page.epoch())
        .addKeyValue("seq", feed.log.seq()).log("log read from its beginning");
    feed.metrics.freshStarts.inc();
    return true;
  }

  /** Takes a page and those after it; false when the log was trimmed or lost meanwhile. */
  private boolean takeAll(RedisFeed.Reading log, LogPage first) throws RedisFeed.Unavailable {
    LogPage page = first;
    clock.tell(page.now());
    long oldest = page.now() - retention.toMillis();
    while (true) {
      for (LogPage.Entry entry : page.entries())
        take(entry, oldest);
      if (page.entries().size() < PAGE) break;
      page = log.read(feed.log.seq(), PAGE);
      if (!page.continues(feed.log.epoch(), feed.log.seq())) return false;
    }
    // a hole at the log's end: what stood there was taken back or replaced
    feed.log.skip(page.seq());
    // who sees the log sees the status that belongs to it
    feed.status.redisLog(page.since());
    collector(page);
    feed.log.end();
    return true;
  }

  private void collector(LogPage page) {
    if (page.status() == null) return;
    try {
      JsonNode told = JsonMapper.shared().readTree(page.status());
      // Redis's clock may have been set back since
      long heard = Math.min(page.heard(), page.now());
      if (told instanceof ObjectNode object) feed.status.collector(object, Instant.ofEpochMilli(heard));
    } catch (JacksonException e) {
      malformed("the status in the head is not JSON");
    }
  }

  private void take(LogPage.Entry entry, long oldest) {
    try {
      if (entry.at() < 0) throw new IllegalArgumentException("an entry does not say when it came");
      if (entry.at() >= oldest) {
        FeedEvent event = FeedEvent.read(entry.event());
        if (event.epoch() == null || event.seq() != entry.seq()) {
          throw new IllegalArgumentException("the number in the event is not that of its entry");
        }
        take(event, entry.event(), entry.at());
        return;
      }
    } catch (IllegalArgumentException e) {
      malformed(String.valueOf(e.getMessage()));
    }
    feed.log.skip(entry.seq());
  }

  /** Takes one message of the channel. */
  void message(byte[] message, RedisFeed redis) throws RedisFeed.Unavailable {
    try {
      FeedEvent event = FeedEvent.read(message);
      if (event.epoch() != null) {
        numbered(event, message, redis);
      } else if (event.kind() == FeedEvent.Kind.FEATURE) {
        door(message);
      } else {
        door(event);
      }
    } catch (IllegalArgumentException e) {
      malformed(String.valueOf(e.getMessage()));
    }
  }

  private void numbered(FeedEvent event, byte[] message, RedisFeed redis) throws RedisFeed.Unavailable {
    boolean status = event.kind() == FeedEvent.Kind.STATUS;
    long next = status ? event.seq() : event.seq() - 1;
    if (!feed.log.epoch().equals(event.epoch()) || next > feed.log.seq()) catchUp(redis);
    if (!feed.log.epoch().equals(event.epoch()) || next > feed.log.seq()) {
      throw new IllegalArgumentException(
          "number %d of epoch %s is not in the log".formatted(event.seq(),
              Limits.quote(String.valueOf(event.epoch()))));
    }
    if (status) {
      JsonNode told = JsonMapper.shared().readTree(message);
      if (told.path("at").isIntegralNumber()) clock.tell(told.path("at").asLong(clock.millis()));
      if (told.path("since").isIntegralNumber()) feed.status.redisLog(told.path("since").asLong(0));
      if (told.path("status") instanceof ObjectNode object) feed.status.collector(object, clock.instant());
    } else if (next == feed.log.seq()) {
      take(event, message, clock.millis());
    }
  }

  private void take(FeedEvent event, byte[] json, long at) {
    Retraction retraction = event.retraction();
    if (retraction != null) {
      feed.metrics.retractions.inc();
      feed.log.retract(retraction);
    } else {
      feed.metrics.posts.inc();
      feed.status.post(Instant.ofEpochMilli(at));
    }
    feed.log.append(json, event.seq(), at, event.id(), event.author());
  }

  private void door(byte[] feature) {
    Instant now = clock.instant();
    Post post = PostJson.readFeature(feature, now);
    Post.Author author = post.author();
    feed.metrics.openPosts.inc();
    feed.status.post(now);
    feed.log.append(wrapped("post", PostJson.write(post)), now.toEpochMilli(), post.id(),
        author == null ? null : author.id());
  }

  private void door(FeedEvent event) {
    Retraction retraction = event.retraction();
    if (retraction == null) throw new IllegalArgumentException("epoch or seq is missing");
    feed.metrics.openRetractions.inc();
    feed.log.retract(retraction);
    feed.log.append(wrapped("retract", FeedEvent.write(retraction)), clock.millis(), null, null);
  }

  private static byte[] wrapped(String member, byte[] json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 16);
    out.writeBytes("{\"%s\":".formatted(member).getBytes(UTF_8));
    out.writeBytes(json);
    out.write('}');
    return out.toByteArray();
  }

  private void malformed(String why) {
    long count = feed.status.countMalformed();
    long now = System.nanoTime();
    if (toldMalformed > 0 && now - toldAt < INCIDENT_NANOS) return;
    LOG.atWarn().addKeyValue("area", feed.area.name()).addKeyValue("count", count - toldMalformed)
        .addKeyValue("why", Limits.quote(why)).log("malformed messages skipped");
    toldMalformed = count;
    toldAt = now;
  }
}
