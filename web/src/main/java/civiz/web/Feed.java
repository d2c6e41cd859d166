package civiz.web;

import civiz.contract.Area;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One area in this process: its log, its viewers, its status. */
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  /** The pulse comes each second; every so many of them viewers get the status, changed or not. */
  private static final int STATUS_PULSES = 5;

  final Area area;
  final AreaMetrics metrics;
  final FeedLog log;
  final FeedStatus status = new FeedStatus();
  private final Duration retention;
  private final Patience patience;
  private final FanOut fanOut;
  private int pulses;
  private String lastState = "";

  /**
   * One that nobody looks at yet.
   *
   * @param pacer    of its fan-out
   * @param patience with its viewers
   */
  Feed(Area area, Hello hello, Pacer pacer, AreaMetrics metrics, Patience patience) {
    this.area = area;
    retention = hello.retention();
    this.patience = patience;
    this.metrics = metrics;
    log = new FeedLog(hello, metrics);
    fanOut = new FanOut(area, log, pacer, metrics);
  }

  void start() {
    fanOut.start();
  }

  /** Whether the log was read, so that viewers can be let in. */
  boolean isReady() {
    return log.window() != null;
  }

  /** How many look on. */
  int viewers() {
    return fanOut.viewers().size();
  }

  /** How many have a message in flight. */
  long sending() {
    return fanOut.viewers().stream().filter(Viewer::isSending).count();
  }

  /** How many lines of the log each viewer has not been sent, ascending. */
  long[] backlogs() {
    Window window = log.window();
    if (window == null) return new long[0];
    return fanOut.viewers().stream().mapToLong(viewer -> viewer.backlog(window.next)).sorted().toArray();
  }

  /** How many have answered a ping. */
  long met() {
    return fanOut.viewers().stream().filter(Viewer::isMet).count();
  }

  /** A viewer gets its first message, and from then on all that comes. */
  void enter(Viewer viewer, @Nullable Since since) {
    viewer.open(since);
    fanOut.viewers().add(viewer);
    metrics.viewersOpened.inc();
    // what came between the two, and an end that came before it
    viewer.advance();
    if (viewer.isGone()) fanOut.viewers().remove(viewer);
  }

  /** A viewer for whom there is no place after all. */
  void turnAway(Viewer viewer, Cut why) {
    viewer.close(why);
    // until it has taken the close frame
    fanOut.viewers().add(viewer);
    if (viewer.isGone()) fanOut.viewers().remove(viewer);
  }

  /** Its connection is no more, and why when that is its own doing. */
  void leave(Viewer viewer, @Nullable Cut why) {
    viewer.gone(why);
    fanOut.viewers().remove(viewer);
  }

  /** Ends each viewer that has all there is, because the process ends. */
  void finish(Supplier<String> reason) {
    fanOut.viewers().forEach(viewer -> viewer.finish(Cut.GOING_AWAY, reason.get()));
  }

  /** Ends each viewer, because the process ends. */
  void dismiss(Supplier<String> reason) {
    fanOut.viewers().forEach(viewer -> viewer.close(Cut.GOING_AWAY, reason.get()));
  }

  /**
   * Once a second, on the pulse's thread: status, age, pings, cuts.
   *
   * @param oldest what entered the feed before it is forgotten
   * @param nanos  {@link System#nanoTime()}
   */
  void pulse(Instant now, Instant oldest, long nanos) {
    pulses++;
    String state = status.state(now);
    if (pulses % STATUS_PULSES == 0 || !state.equals(lastState)) {
      log.status(status.line(now, viewers(), complete(log.since(), now)));
      lastState = state;
    }
    log.expire(oldest.toEpochMilli());
    Map<Cut, Integer> cuts = new EnumMap<>(Cut.class);
    int pingPulses = (int) patience.ping().toSeconds();
    for (Viewer viewer : fanOut.viewers()) {
      Cut cut = viewer.check(nanos, patience);
      if (cut != null) cuts.merge(cut, 1, Integer::sum);
      if (Math.floorMod(System.identityHashCode(viewer) + pulses, pingPulses) == 0) viewer.ping(nanos);
    }
    cuts.forEach((why, viewers) -> LOG.atInfo().addKeyValue("area", area.name())
        .addKeyValue("reason", why.label()).addKeyValue("viewers", viewers).log("viewers cut"));
  }

  /**
   * Since when a log is complete, where that is less long than RETENTION; else null.
   *
   * @param since what the log says, Unix milliseconds
   */
  @Nullable
  Instant complete(long since, Instant now) {
    Instant complete = Instant.ofEpochMilli(since);
    return complete.isAfter(now.minus(retention)) ? complete : null;
  }

  @Override
  public void close() {
    fanOut.close();
  }
}
