package civiz.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Thousands of viewers on one thread, "load-client": it reads, recognizes and counts. Who is cut off comes back within
 * two seconds, or when the server said, where it was. The thread's own share of its core, and how long a round of reading takes, tell whether
 * the client rather than the server was the limit. Other threads use {@link #ask}.
 */
final class LoadClient implements LoadViewer.Host, AutoCloseable {
  /** The largest frame, and what one read takes. */
  private static final int BUFFER = 1 << 20;
  private static final long IDLE_MILLIS = 100;
  /** Longer than any round takes: then the thread has died, and has said why. */
  private static final long PATIENCE_SECONDS = 60;
  private static final long COMES_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Later(long at, Runnable what) {}

  private final Supplier<InetSocketAddress> router;
  private final Dialect dialect;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final Payloads payloads;
  private final Deliveries deliveries = new Deliveries();
  private final List<LoadViewer> viewers = new ArrayList<>();
  private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Later> later = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
  private final Thread thread;
  private Histogram rounds = new Histogram(60_000_000L, 2);
  private long roundStart;
  private volatile boolean stayAway;
  private volatile boolean closed;

  /** @param router says for each connection which server it goes to */
  LoadClient(Supplier<InetSocketAddress> router, Dialect dialect, int viewers) {
    this.router = router;
    this.dialect = dialect;
    payloads = new Payloads(dialect.isDeflated());
    for (int i = 0; i < viewers; i++)
      this.viewers.add(new LoadViewer(this, i));
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().name("load-client").daemon().start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        for (Runnable task = asked.poll(); task != null; task = asked.poll())
          task.run();
        selector.select(this::ready, untilLater());
        if (roundStart != 0)
          rounds.recordValue(Math.min((System.nanoTime() - roundStart) / 1_000, 60_000_000L));
        roundStart = 0;
        while (!later.isEmpty() && later.peek().at - System.nanoTime() <= 0)
          later.remove().what.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private long untilLater() {
    if (later.isEmpty()) return IDLE_MILLIS;
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(later.peek().at - System.nanoTime()), 1, IDLE_MILLIS);
  }

  private void ready(SelectionKey key) {
    if (roundStart == 0) roundStart = System.nanoTime();
    ((LoadViewer) key.attachment()).ready();
  }

  /** Has something done on the client's thread, where viewers and deliveries may be used, and gives back the answer. */
  <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    asked.add(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    selector.wakeup();
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Connects some viewers, evenly over a time. Returns at once. */
  void connect(List<LoadViewer> some, Duration over) {
    long start = System.nanoTime();
    ask(() -> {
      for (int i = 0; i < some.size(); i++)
        at(start + over.toNanos() * i / some.size(), some.get(i)::connect);
      return some.size();
    });
  }

  /** On the client's thread: does something at a time, {@link System#nanoTime()}. */
  void at(long nanos, Runnable what) {
    later.add(new Later(nanos, what));
  }

  /** All of them; what they can do is for the client's thread. */
  List<LoadViewer> viewers() {
    return viewers;
  }

  /** Whether those who are cut off from now on stay away. */
  void stayAway(boolean away) {
    stayAway = away;
  }

  /** How many are connected. */
  int open() {
    return ask(() -> (int) viewers.stream().filter(LoadViewer::isOpen).count());
  }

  /** How many have everything from before they came. */
  int caughtUp() {
    return ask(() -> (int) viewers.stream().filter(viewer -> viewer.caughtUpAt() != 0).count());
  }

  /** Nanoseconds of the client's thread. */
  long cpu() {
    return ask(() -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  /** How long rounds of reading took since this was asked last, microseconds. */
  Histogram rounds() {
    return ask(() -> {
      Histogram was = rounds;
      rounds = new Histogram(60_000_000L, 2);
      return was;
    });
  }

  @Override
  public InetSocketAddress server() {
    return router.get();
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public Selector selector() {
    return selector;
  }

  @Override
  public ByteBuffer buffer() {
    return buffer;
  }

  @Override
  public Payloads payloads() {
    return payloads;
  }

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }

  @Override
  public void lost(LoadViewer viewer) {
    if (stayAway) return;
    long wait = viewer.retryNanos();
    if (wait == 0) wait = COMES_BACK_NANOS + ThreadLocalRandom.current().nextLong(COMES_BACK_NANOS);
    at(System.nanoTime() + wait, () -> {
      if (viewer.isClosed() && !stayAway) viewer.connect();
    });
  }

  @Override
  public void close() {
    ask(() -> {
      viewers.forEach(LoadViewer::close);
      closed = true;
      return true;
    });
    try {
      thread.join();
      selector.close();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
