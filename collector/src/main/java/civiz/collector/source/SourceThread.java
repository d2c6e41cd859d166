package civiz.collector.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The thread that a source reads on: started once, ended by an interrupt. */
final class SourceThread {
  /** Long enough for a name look-up to return, the one thing that an interrupt does not end. */
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Thread.Builder builder;
  private @Nullable Thread thread;

  /** @param builder knows its name, and whether it is virtual */
  SourceThread(Thread.Builder builder) {
    this.builder = builder;
  }

  /** What a thread does until it is interrupted. */
  interface Reading {
    void run() throws InterruptedException;
  }

  synchronized void start(Reading reading) {
    thread = builder.start(() -> {
      try {
        reading.run();
      } catch (InterruptedException e) {
        // closed
      }
    });
  }

  /** Interrupts it, and waits for a few seconds until it has ended. */
  synchronized void close() {
    if (thread == null) return;
    thread.interrupt();
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
