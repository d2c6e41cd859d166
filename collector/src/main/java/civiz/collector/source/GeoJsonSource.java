package civiz.collector.source;

import civiz.collector.source.SourceStatus.State;
import civiz.contract.Post;
import civiz.contract.Retraction;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls one GeoJSON feed on a virtual thread of its own, named after the feed: asks for changes, hands them on and
 * waits, for as long as the feed's {@code every} and the server's max-age say, never less.
 *
 * <p>After a failure it waits twice as long each time, up to {@link GeoJsonTiming}'s longest, and for as long as the
 * server's Retry-After says. What a person must change shows as failed, and is tried again at the longest wait. What an
 * answer held before it broke off has been handed on, but only a whole one tells what has vanished. An incident is one
 * log line when it begins, one more when its reason changes, and one when the feed is back.
 */
public final class GeoJsonSource implements PostSource {
  private static final Logger LOG = LoggerFactory.getLogger(GeoJsonSource.class);
  /** Waits are up to so much longer, at random, so that many clients of one server spread out. */
  private static final double JITTER = 0.1;
  /** A check may take 10 s in all. */
  private static final Duration CHECK = Duration.ofSeconds(8);

  private record Condition(State state, Instant since, String detail, GeoJsonTally tally) {}

  private final GeoJsonFeed feed;
  private final GeoJsonTiming timing;
  private final SourceThread thread;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private volatile Condition condition = new Condition(State.CONNECTING, Instant.now(), "",
      GeoJsonTally.NONE);
  private int failures;
  /** The reason of the incident as it was logged last; empty when there is none. */
  private String logged = "";

  /** A source for one of the feeds. */
  public GeoJsonSource(GeoJsonFeed feed) {
    this(feed, GeoJsonTiming.USUAL);
  }

  GeoJsonSource(GeoJsonFeed feed, GeoJsonTiming timing) {
    this.feed = feed;
    this.timing = timing;
    thread = new SourceThread(Thread.ofVirtual().name(feed.name()));
  }

  /** The feed's. */
  @Override
  public String name() {
    return feed.name();
  }

  @Override
  public void start(Intake intake) {
    thread.start(() -> run(intake));
  }

  private void run(Intake intake) throws InterruptedException {
    GeoJsonChanges changes = new GeoJsonChanges(feed, intake);
    try (GeoJsonClient client = new GeoJsonClient(feed, timing.answer())) {
      while (true) {
        Duration wait = poll(client, changes);
        Thread.sleep(wait.plusNanos((long) (wait.toNanos() * JITTER * random.nextDouble())));
      }
    }
  }

  /** Asks once; returns how long to wait at least. */
  private Duration poll(GeoJsonClient client, GeoJsonChanges changes) throws InterruptedException {
    try {
      GeoJsonClient.Answer answer = client.ask(in -> live(read(in, changes)));
      if (!answer.changed()) live(condition.tally());
      return longer(feed.every(), answer.fresh());
    } catch (GeoJsonFailure e) {
      return down(e);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("source", name()).log("the source has a bug");
      return down(GeoJsonFailure.lasting("stopped by a bug, see the log"));
    }
  }

  private static GeoJsonTally read(InputStream in, GeoJsonChanges changes)
      throws IOException, GeoJsonFailure {
    changes.begin(Instant.now());
    GeoJsonDocument.read(in, changes::take);
    return changes.end();
  }

  private void live(GeoJsonTally tally) {
    if (condition.state() != State.LIVE) {
      LOG.atInfo().addKeyValue("source", name()).addKeyValue("feed", feed.shown()).log("the feed is read");
    }
    failures = 0;
    logged = "";
    turn(State.LIVE, tally.isUseless() ? tally.toString() : "", tally);
  }

  private Duration down(GeoJsonFailure failure) {
    failures++;
    Duration most = longer(feed.every(), timing.longest());
    Duration doubled = feed.every().multipliedBy(1L << Math.min(failures, 20));
    Duration wait = longer(failure.away, failure.lasting || doubled.compareTo(most) > 0 ? most : doubled);
    Instant next = Instant.now().plus(wait).truncatedTo(ChronoUnit.SECONDS);
    String why = String.valueOf(failure.getMessage());
    if (!why.equals(logged)) {
      LOG.atWarn().addKeyValue("source", name()).addKeyValue("feed", feed.shown()).addKeyValue("why", why)
          .addKeyValue("until", next).log("the feed can't be read");
      logged = why;
    }
    turn(failure.lasting ? State.FAILED : State.WAITING, "%s; next attempt at %s".formatted(why, next),
        condition.tally());
    return wait;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private void turn(State state, String detail, GeoJsonTally tally) {
    Instant since = condition.state() == state ? condition.since() : Instant.now();
    condition = new Condition(state, since, detail, tally);
  }

  @Override
  public String check() throws Unusable {
    try (GeoJsonClient client = new GeoJsonClient(feed, CHECK)) {
      GeoJsonTally[] tally = {GeoJsonTally.NONE};
      client.ask(in -> tally[0] = read(in, new GeoJsonChanges(feed, NOBODY)));
      if (tally[0].isUseless())
        throw new Unusable(feed.shown() + ": " + tally[0] + "; check its options in GEOJSON_FEEDS");
      return feed.shown() + ": " + tally[0];
    } catch (GeoJsonFailure e) {
      throw new Unusable(feed.shown() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unusable(feed.shown() + ": interrupted");
    }
  }

  /** Counts {@code features} of the latest whole answer, and those among them whose id is {@code repeated}. */
  @Override
  public SourceStatus status() {
    Condition now = condition;
    return new SourceStatus(now.state(), now.since(), now.detail(),
        Map.of("features", (long) now.tally().features(), "repeated", (long) now.tally().repeated()));
  }

  @Override
  public void close() {
    thread.close();
  }

  /** A check delivers nothing. */
  private static final Intake NOBODY = new Intake() {
    @Override
    public void post(Post post) {}

    @Override
    public void retract(Retraction retraction) {}

    @Override
    public void unlocated() {}

    @Override
    public void malformed(String why) {}

    @Override
    public void checkpoint(String cursor) {}
  };
}
