package civiz.web;

import civiz.contract.Area;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One area in this process: its log, its viewers, its status. */
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  /** The pulse comes each second; every so many of them viewers get the status, changed or not. */
  private static final int STATUS_PULSES = 5;
  /** Each viewer is pinged once in so many pulses: inside the 55 s after which Heroku's router gives up. */
  private static final int PING_PULSES = 25;

  final Area area;
  final FeedLog log;
  final FeedStatus status = new FeedStatus();
  private final FanOut fanOut;
  private int pulses;
  private String lastState = "";

  /** @param pacer of its fan-out */
  Feed(Area area, Hello hello, Pacer pacer) {
    this.area = area;
    log = new FeedLog(hello);
    fanOut = new FanOut(area, log, pacer);
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

  /** A viewer gets its first message, and from then on all that comes. */
  void enter(Viewer viewer, @Nullable Since since) {
    viewer.open(since);
    fanOut.viewers().add(viewer);
    // what came between the two, and an end that came before it
    viewer.advance();
    if (viewer.isGone()) fanOut.viewers().remove(viewer);
  }

  /** Its connection is no more. */
  void leave(Viewer viewer) {
    viewer.gone();
    fanOut.viewers().remove(viewer);
  }

  /** Tells all viewers that the server goes away. */
  void dismiss() {
    fanOut.viewers().forEach(viewer -> viewer.close(Viewer.GOING_AWAY, "the server goes away"));
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
      log.status(status.line(now, viewers()));
      lastState = state;
    }
    log.expire(oldest.toEpochMilli());
    int cut = 0;
    for (Viewer viewer : fanOut.viewers()) {
      if (viewer.check(nanos)) cut++;
      if (Math.floorMod(System.identityHashCode(viewer) + pulses, PING_PULSES) == 0) viewer.ping();
    }
    if (cut > 0)
      LOG.atInfo().addKeyValue("area", area.name()).addKeyValue("viewers", cut).log("stalled viewers cut");
  }

  @Override
  public void close() {
    fanOut.close();
  }
}
