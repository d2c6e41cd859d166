package civiz.collector;

import java.util.concurrent.CompletableFuture;

/** The collector as a value: built, started and closed, several in one JVM if need be. */
public final class CollectorApp implements AutoCloseable {
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Builds it; nothing runs yet. */
  public CollectorApp(CollectorConfig config) {}

  /** Stands by, and leads as soon as nobody else does. Returns at once, whether Redis is there or not. */
  public void start() {}

  /**
   * Completes when it has come to its end: normally by {@link #close}, exceptionally when it can't go on, because
   * another collector leads or because of a bug. Then the owner closes it, and starts a new one or exits.
   */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** Stops the sources, publishes what waits, gives the lease back; within 20 s. A second call does nothing. */
  @Override
  public void close() {
    ended.complete(null);
  }
}
