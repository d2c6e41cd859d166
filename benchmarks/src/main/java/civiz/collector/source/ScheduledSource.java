package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Rights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Posts on a schedule that no delay shifts: each carries in its id the {@link System#nanoTime()} at which it should
 * have been written, so that whoever is late can be seen to be. The texts are those of the simulated city, shortened
 * so that a post is about 250 bytes. Writes on a thread of its own, "schedule".
 */
public final class ScheduledSource implements PostSource {
  private static final String NAME = "load";
  /** So many are made beforehand. */
  private static final int TEXTS = 5_000;
  private static final int LONGEST_TEXT = 70;
  private static final long LONGEST_MICROS = 3_600_000_000L;

  private final List<Post> posts = new ArrayList<>();
  private final CompletableFuture<Intake> intake = new CompletableFuture<>();
  private final Histogram late = new Histogram(LONGEST_MICROS, 2);
  private @Nullable Thread thread;
  private volatile boolean stopped;

  /** @param area where the posts are */
  public ScheduledSource(Area area) {
    SimulatedPosts city = new SimulatedPosts(SimulatedMaps.of(area, 1), "load", 1);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < TEXTS; i++) {
      Post post = city.write("simulated:" + i, Instant.now(), null, false, random);
      String text = post.text().substring(0, Math.min(LONGEST_TEXT, post.text().length()));
      Point at = post.location() instanceof Point point ? point : new Point(-87.65, 41.85);
      posts.add(new Post(NAME + ":0", at, true, NAME, post.created(), null, text, post.lang(), null, null,
          List.of(), List.of(), Rights.OPEN, Map.of()));
    }
  }

  /** Begins to write posts: the i-th at a time, which must grow with i. */
  public void play(LongUnaryOperator at) {
    Intake into = intake.join();
    stopped = false;
    late.reset();
    thread = Thread.ofPlatform().name("schedule").daemon().start(() -> {
      for (long i = 0; !stopped; i++)
        write(into, at.applyAsLong(i));
    });
  }

  private void write(Intake into, long at) {
    for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (stopped) return;
    }
    Post post = posts.get(ThreadLocalRandom.current().nextInt(TEXTS));
    into.post(
        new Post(NAME + ":" + at, post.location(), true, NAME, Instant.now(), null, post.text(), post.lang(),
            null, null, List.of(), List.of(), Rights.OPEN, Map.of()));
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
    return NAME;
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
