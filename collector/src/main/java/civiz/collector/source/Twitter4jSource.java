package civiz.collector.source;

import civiz.collector.source.SourceStatus.State;
import civiz.contract.Area;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Located tweets from a server that speaks X's v1.1 {@code statuses/filter}, through Twitter4J. One virtual thread
 * connects, reads, waits and connects again, for ever, by the documented backoff; Twitter4J hands the lines to
 * {@link TwitterListener} on a thread of its own, which lives as long as the connection.
 *
 * <p>Answers that a person must do something about (401, 403, 404, 406, 413, 416) show as failed, with what to
 * check. They are tried again all the same, at the longest wait that v1.1 documents for HTTP errors, because a
 * gateway that comes back or an account that is put right should not need a restart here.
 *
 * <p>An incident is one log line when it begins, one more when its reason changes, and one when the stream is back,
 * however often it is tried in between.
 */
public final class Twitter4jSource implements PostSource {
  private static final Logger LOG = LoggerFactory.getLogger(Twitter4jSource.class);
  /** Long enough for a name look-up to return, the one thing that an interrupt does not end. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Twitter4jConfig config;
  private final double[][] locations;
  private final StreamTiming timing;
  private final StreamBackoff backoff;
  private final AtomicLong limited = new AtomicLong();
  private final AtomicLong stalls = new AtomicLong();
  private volatile Condition condition = new Condition(State.CONNECTING, Instant.now(), "");
  private volatile boolean closed;
  private @Nullable Thread thread;
  /** The reason of the incident as it was logged last; empty when there is none. */
  private String logged = "";
  private boolean opened;

  private record Condition(State state, Instant since, String detail) {}

  /** A source for these areas, at least one. */
  public Twitter4jSource(Twitter4jConfig config, List<Area> areas) {
    this(config, areas, StreamTiming.DOCUMENTED);
  }

  Twitter4jSource(Twitter4jConfig config, List<Area> areas, StreamTiming timing) {
    this.config = config;
    this.timing = timing;
    locations = areas.stream().flatMap(area -> Stream.of(area.box().toTwitterLocations()))
        .toArray(double[][]::new);
    backoff = new StreamBackoff(timing, RandomGenerator.getDefault());
  }

  @Override
  public String name() {
    return "twitter4j";
  }

  @Override
  public synchronized void start(Intake intake) {
    thread = Thread.ofVirtual().name("twitter4j").start(() -> run(intake));
  }

  /** Counts {@code limited}: posts the server withheld; {@code stalls}: its warnings that we read too slowly. */
  @Override
  public SourceStatus status() {
    Condition now = condition;
    return new SourceStatus(now.state(), now.since(), now.detail(),
        Map.of("limited", limited.get(), "stalls", stalls.get()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread == null) return;
    thread.interrupt();
    try {
      thread.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Intake intake) {
    try {
      while (!closed)
        attempt(new TwitterListener(intake, limited, stalls));
    } catch (RuntimeException | Error e) {
      turn(State.FAILED, "stopped by a bug, see the log");
      throw e;
    }
  }

  private void attempt(TwitterListener listener) {
    if (condition.state() != State.FAILED) turn(State.CONNECTING, logged);
    StreamFailure failure = stream(listener);
    if (closed) return;
    boolean live = condition.state() == State.LIVE;
    if (live && Duration.between(condition.since(), Instant.now()).compareTo(timing.steady()) >= 0) {
      backoff.reset();
      logged = "";
    }
    pause(failure);
  }

  /** Connects and reads until that fails or the source is closed. */
  private StreamFailure stream(TwitterListener listener) {
    StreamFailure failure = StreamFailure.LOST;
    try (TwitterConnection connection = TwitterConnection.open(config, locations, timing.silence(),
        listener)) {
      live();
      while (!closed)
        connection.next();
    } catch (Exception e) {
      failure = StreamFailure.of(e);
    }
    StreamFailure goodbye = listener.goodbye();
    return goodbye != null ? goodbye : failure;
  }

  private void live() {
    turn(State.LIVE, "");
    if (!opened) LOG.atInfo().log("twitter4j stream is open");
    opened = true;
  }

  private void pause(StreamFailure failure) {
    Duration wait = backoff.next(failure.kind());
    if (!failure.why().equals(logged)) {
      LOG.atWarn().addKeyValue("why", failure.why()).addKeyValue("waitMs", wait.toMillis())
          .log("twitter4j stream is down");
      logged = failure.why();
      opened = false;
    }
    State state = failure.kind() == StreamFailure.Kind.REFUSED ? State.FAILED : State.WAITING;
    turn(state, "%s; next attempt at %s".formatted(failure.why(),
        Instant.now().plus(wait).truncatedTo(ChronoUnit.SECONDS)));
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void turn(State state, String detail) {
    Instant since = condition.state() == state ? condition.since() : Instant.now();
    condition = new Condition(state, since, detail);
  }
}
