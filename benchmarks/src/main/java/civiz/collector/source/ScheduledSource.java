package civiz.collector.source;

import civiz.contract.Area;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Posts on a schedule that no delay shifts: each carries in its id the {@link System#nanoTime()} at which it should
 * have been written, so that whoever is late can be seen to be. Writes on a thread of its own, "schedule".
 */
public final class ScheduledSource implements PostSource {
  private static final long LONGEST_MICROS = 3_600_000_000L;

  private final LoadPosts posts;
  private final CompletableFuture<Intake> intake = new CompletableFuture<>();
  private final Histogram late = new Histogram(LONGEST_MICROS, 2);
  private @Nullable Thread thread;
  private volatile boolean stopped;

  /** @param area where the posts are */
  public ScheduledSource(Area area) {
    posts = new LoadPosts(area);
  }

  /** Begins to write posts: the i-th at a time, which must grow with i. */
  public void play(LongUnaryOperator at) {
    Intake into = intake.join();
    stopped = false;
    late.reset();
    thread = Thread.ofPlatform().name("schedule").daemon().start(() -> {
      for (long i = 0; !stopped; i++)
        write(into, i, at.applyAsLong(i));
    });
  }

  private void write(Intake into, long number, long at) {
    for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (stopped) return;
    }
    into.post(posts.post(number, at));
    late.recordValue(Math.clamp((System.nanoTime() - at) / 1_000, 0, LONGEST_MICROS));
  }

  /**
   * Stops writing.
   *
   * @return how many microseconds late each post was handed over
   */
  public Histogram halt() {
    stopped = true;
    Thread writing = thread;
    if (writing != null) {
      LockSupport.unpark(writing);
      try {
        writing.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
    return late;
  }

  @Override
  public String name() {
    return LoadPosts.SOURCE;
  }

  @Override
  public void start(Intake into) {
    intake.complete(into);
  }

  @Override
  public String check() {
    return "";
  }

  @Override
  public SourceStatus status() {
    return new SourceStatus(SourceStatus.State.LIVE, Instant.EPOCH, "", Map.of());
  }

  @Override
  public void close() {
    halt();
  }
}
