package civiz.collector;

import civiz.collector.source.Intake;
import civiz.contract.Area;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what one source reads, assigns each post to the areas it touches, encodes it once and hands it on. Called by
 * the source's threads; never blocks. What can't be published is counted, and told in the log now and then.
 */
final class Collector implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  /** A source of garbage gets a line at first, and then one a minute. */
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final List<Area> areas;
  private final Blocklist blocked;
  private final String source;
  private final Counts counts;
  private final Consumer<PendingEvent> next;
  private long malformedUntold;
  private long malformedTold = System.nanoTime() - QUIET_NANOS;

  /** @param next the publisher, which takes posts counted as waiting */
  Collector(List<Area> areas, Blocklist blocked, CountedSource source, Consumer<PendingEvent> next) {
    this.areas = areas;
    this.blocked = blocked;
    this.source = source.name();
    this.counts = source.counts();
    this.next = next;
  }

  @Override
  public void post(Post post) {
    List<Area> touched = areas.stream().filter(area -> area.box().touches(post.location())).toList();
    if (touched.isEmpty()) {
      counts.receive(Counts.Fate.OUTSIDE);
      return;
    }
    if (blocked.blocks(post)) {
      counts.receive(Counts.Fate.BLOCKED);
      return;
    }
    byte[] json;
    try {
      json = PostJson.write(post);
    } catch (IllegalArgumentException e) {
      malformed(String.valueOf(e.getMessage()));
      return;
    }
    counts.receive(Counts.Fate.WAITING);
    next.accept(PendingEvent.of(post, json, touched, counts));
  }

  /** Goes to every area: the source says whom it concerns, not where the posts were. */
  @Override
  public void retract(Retraction retraction) {
    next.accept(PendingEvent.of(retraction, areas, counts));
  }

  @Override
  public void unlocated() {
    counts.receive(Counts.Fate.UNLOCATED);
  }

  @Override
  public void malformed(String why) {
    counts.receive(Counts.Fate.MALFORMED);
    long untold = malformedToTell();
    if (untold > 0) {
      LOG.atWarn().addKeyValue("source", source).addKeyValue("posts", untold).addKeyValue("why", why)
          .log("malformed posts");
    }
  }

  @Override
  public void checkpoint(String cursor) {
    next.accept(PendingEvent.checkpoint(source, cursor, counts));
  }

  private synchronized long malformedToTell() {
    malformedUntold++;
    long now = System.nanoTime();
    if (now - malformedTold < QUIET_NANOS) return 0;
    malformedTold = now;
    long untold = malformedUntold;
    malformedUntold = 0;
    return untold;
  }
}
