package civiz.collector;

import civiz.contract.CollectorKeys;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector for each area, with a lease, sources and connections of its own, so that several processes share the areas of a
 * cluster among them. Each has a thread, named like {@code area-chicago}, that begins it anew when it ended: because it gave its area to a
 * process that leads fewer, lost it, or has a bug. Only a password that is refused for good ends all of them.
 */
final class SharedAreas implements CollectorProcess {
  private static final Logger LOG = LoggerFactory.getLogger(SharedAreas.class);

  /** Until it stands by again: time for the one that claims the area to take it. */
  private static final long AGAIN_SECONDS = 4;

  private final FairShare share;
  private final List<Thread> threads;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** @param areas a configuration each; nothing runs yet */
  SharedAreas(List<CollectorConfig> areas) {
    share = new FairShare(areas.size());
    threads = areas.stream().map(config -> new Thread(() -> run(config),
        "area-" + config.shared().areas().getFirst().name())).toList();
  }

  @Override
  public void start() {
    threads.forEach(Thread::start);
  }

  private void run(CollectorConfig config) {
    CollectorKeys keys = CollectorKeys.of(config.shared().areas().getFirst());
    do {
      try (CollectorApp area = new CollectorApp(config, keys, share)) {
        area.start();
        CompletableFuture.anyOf(area.ended(), closed).handle((done, e) -> done).join();
        if (closed.isDone()) return;
        Throwable why = area.ended().exceptionNow();
        if (why instanceof RedisFeed.LockedOut) {
          ended.completeExceptionally(why);
          return;
        }
        tell(why);
      }
    } while (!closes());
  }

  private static void tell(Throwable why) {
    switch (why) {
      case Lease.Claimed claimed ->
        LOG.atInfo().addKeyValue("why", claimed.getMessage()).log("gives the area away");
      case Lease.Lost lost -> LOG.atWarn().addKeyValue("why", lost.getMessage()).log("has lost the area");
      case RedisFeed.Fenced fenced ->
        LOG.atWarn().addKeyValue("why", fenced.getMessage()).log("has lost the area");
      default -> LOG.atError().setCause(why).log("the area can't go on, and begins anew");
    }
  }

  private boolean closes() {
    try {
      return closing.await(AGAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts an area", e);
    }
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    closing.countDown();
    closed.complete(null);
    try {
      for (Thread thread : threads)
        thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended.complete(null);
  }
}
