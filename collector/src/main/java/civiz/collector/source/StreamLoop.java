package civiz.collector.source;

import civiz.collector.source.SourceStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a source connected: connects, reads until that fails, waits by the documented backoff and connects again, on
 * one virtual thread, until it is closed. What a person must do something about shows as failed; it is tried again
 * all the same, at the longest wait, unless the vendor forbids that ({@link StreamFailure.Kind#FINAL}). A bug costs
 * this source a pause, and the others nothing.
 *
 * <p>An incident is one log line when it begins, one more when its reason changes, and one when the stream is back,
 * however often it is tried in between.
 */
final class StreamLoop {
  private static final Logger LOG = LoggerFactory.getLogger(StreamLoop.class);
  /** Between looks at the clock, which may be set while a wait for an instant lasts. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** One connection after the other. */
  interface Connection {
    /**
     * Connects and reads until that ends; on the loop's thread, which an interrupt wakes when the source is closed.
     *
     * @param live called when posts can arrive
     * @return why it ended; of no matter when the source was closed
     */
    StreamFailure read(Runnable live) throws InterruptedException;
  }

  private record Condition(State state, Instant since, String detail) {}

  private final String name;
  private final StreamTiming timing;
  private final InstantSource clock;
  private final StreamBackoff backoff;
  private final SourceThread thread;
  private volatile Condition condition;
  private volatile boolean closed;
  /** The reason of the incident as it was logged last; empty when there is none. */
  private String logged = "";
  private boolean opened;

  /** @param name the source's */
  StreamLoop(String name, StreamTiming timing, InstantSource clock) {
    this.name = name;
    this.timing = timing;
    this.clock = clock;
    backoff = new StreamBackoff(timing, RandomGenerator.getDefault());
    thread = new SourceThread(Thread.ofVirtual().name(name));
    condition = new Condition(State.CONNECTING, clock.instant(), "");
  }

  void start(Connection connection) {
    thread.start(() -> run(connection));
  }

  boolean isClosed() {
    return closed;
  }

  /** The source's status; what it counts and costs only it knows. Callable from any thread. */
  SourceStatus status(Map<String, Long> counts, SourceStatus.@Nullable Budget budget) {
    Condition now = condition;
    return new SourceStatus(now.state(), now.since(), now.detail(), counts, budget);
  }

  /** Ends it within a few seconds. A second call does nothing. */
  void close() {
    closed = true;
    thread.close();
  }

  private void run(Connection connection) throws InterruptedException {
    while (!closed) {
      if (condition.state() != State.FAILED) turn(State.CONNECTING, logged);
      StreamFailure failure = read(connection);
      if (closed) return;
      if (held()) {
        backoff.reset();
        logged = "";
      }
      pause(failure);
    }
  }

  private StreamFailure read(Connection connection) throws InterruptedException {
    try {
      return connection.read(this::live);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("source", name).log("the source has a bug");
      return new StreamFailure(StreamFailure.Kind.REFUSED, "stopped by a bug, see the log");
    }
  }

  private void live() {
    turn(State.LIVE, "");
    if (!opened) LOG.atInfo().addKeyValue("source", name).log("the stream is open");
    opened = true;
  }

  private boolean held() {
    Condition now = condition;
    return now.state() == State.LIVE
        && Duration.between(now.since(), clock.instant()).compareTo(timing.steady()) >= 0;
  }

  private void pause(StreamFailure failure) throws InterruptedException {
    Duration wait = backoff.next(failure.kind());
    Instant named = failure.until();
    Instant until = named == null ? clock.instant().plus(wait) : named;
    boolean last = failure.kind() == StreamFailure.Kind.FINAL;
    if (!failure.why().equals(logged)) {
      LOG.atWarn().addKeyValue("source", name).addKeyValue("why", failure.why())
          .addKeyValue("until", last ? "restart" : until.truncatedTo(ChronoUnit.MILLIS))
          .log("the stream is down");
      logged = failure.why();
      opened = false;
    }
    if (last) {
      turn(State.FAILED, failure.why());
      closed = true;
      return;
    }
    State state = failure.kind() == StreamFailure.Kind.REFUSED ? State.FAILED : State.WAITING;
    turn(state, "%s; next attempt at %s".formatted(failure.why(), until.truncatedTo(ChronoUnit.SECONDS)));
    if (named == null) {
      Thread.sleep(wait);
    } else {
      awaitInstant(named);
    }
  }

  private void awaitInstant(Instant until) throws InterruptedException {
    for (Duration left = left(until); left.isPositive(); left = left(until))
      Thread.sleep(left.compareTo(LOOK) < 0 ? left : LOOK);
  }

  private Duration left(Instant until) {
    return Duration.between(clock.instant(), until);
  }

  private void turn(State state, String detail) {
    Instant since = condition.state() == state ? condition.since() : clock.instant();
    condition = new Condition(state, since, detail);
  }
}
