package civiz.collector;

import java.util.concurrent.CompletableFuture;

/** What {@code java -jar collector.jar} runs until it is stopped: one collector for all areas, or one for each. */
sealed interface CollectorProcess extends AutoCloseable permits CollectorApp, SharedAreas {
  /** Begins, and returns at once, whether Redis is there or not. */
  void start();

  /** Completes when it has come to its end: normally by {@link #close}, exceptionally when it can't go on. */
  CompletableFuture<Void> ended();

  /** Ends it gracefully, within 20 s. A second call does nothing. */
  @Override
  void close();
}
