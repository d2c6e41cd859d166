package civiz.web;

import civiz.contract.Area;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one area's news to its viewers, on a thread of its own named "fanout-" and the area: it waits for news, rests
 * as the {@link Pacer} says, seals what has come together, and lets every viewer advance. No send waits for a viewer.
 * Any failure here is a bug; it is logged and the next round goes on.
 */
final class FanOut implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final FeedLog log;
  private final AreaMetrics metrics;
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final Pacer pacer;
  private final Thread thread;
  private volatile boolean closed;

  /** @param pacer this area's own */
  FanOut(Area area, FeedLog log, Pacer pacer, AreaMetrics metrics) {
    this.log = log;
    this.pacer = pacer;
    this.metrics = metrics;
    thread = Thread.ofPlatform().name("fanout-" + area.name()).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Those who look on now. */
  Set<Viewer> viewers() {
    return viewers;
  }

  private void run() {
    while (!closed) {
      try {
        log.awaitNews();
        TimeUnit.NANOSECONDS.sleep(pacer.waitNanos(System.nanoTime()));
        long start = System.nanoTime();
        long busy = THREADS.getCurrentThreadCpuTime();
        long news = log.seal();
        viewers.forEach(Viewer::advance);
        long end = System.nanoTime();
        // not the time it was on its way: others on the same core are none of its cost
        pacer.ran(end, THREADS.getCurrentThreadCpuTime() - busy);
        metrics.fannedOut(news, start, end);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("fan-out failed");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
