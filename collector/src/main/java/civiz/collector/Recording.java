package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.collector.source.PostSource;
import civiz.collector.source.SourceStatus.State;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code record}: writes what sources deliver, in the order it comes in, as lines that the source
 * {@code replay} plays back: posts as they are published, retractions as in an event, each with the time it
 * {@code arrived}, which is the pace to play it at. It keeps what a collector would publish, and counts the rest.
 *
 * <p>Sources hand over on threads of their own and never wait: what comes in gathers in a bounded buffer, which the
 * caller's thread writes.
 */
final class Recording {
  private static final int BATCH_EVENTS = 500;
  private static final long BATCH_BYTES = 1L << 20;
  private static final long LOOK_NANOS = 250_000_000L;
  /** So much is lost at most when the process is killed. */
  private static final long FLUSH_NANOS = 1_000_000_000L;
  private static final Map<Counts.Fate, String> LEFT_OUT = new EnumMap<>(Map.of(
      Counts.Fate.OUTSIDE, "outside the areas",
      Counts.Fate.BLOCKED, "blocked",
      Counts.Fate.UNLOCATED, "without a location",
      Counts.Fate.MALFORMED, "malformed",
      Counts.Fate.DROPPED, "dropped, because the file was too slow"));
  private static final byte[] END = {'}', '\n'};

  private final List<CountedSource> sources;
  private final OutputStream file;
  private final RecordingProgress progress;
  private final EventBuffer buffer = new EventBuffer();
  private volatile boolean stopped;

  /** @param file is closed with the recording */
  Recording(List<PostSource> sources, OutputStream file, RecordingProgress progress) {
    this.sources = sources.stream().map(CountedSource::new).toList();
    this.file = file;
    this.progress = progress;
  }

  /**
   * Records until the time is over, {@link #stop} is called, or each source has ended or failed. Then the file is
   * complete.
   *
   * @param time null means without end
   * @throws IOException when the file can't be written; the sources are stopped then, too
   */
  void run(CollectorConfig config, @Nullable Duration time) throws IOException {
    long started = System.nanoTime();
    try (file) {
      try {
        for (CountedSource counted : sources) {
          counted.source()
              .start(new Collector(config.shared().areas(), config.blocked(), counted, this::take));
        }
        long flushed = started;
        while (!stopped && !isOver() && (time == null || System.nanoTime() - started < time.toNanos())) {
          buffer.awaitEvent(LOOK_NANOS);
          write(buffer.take(BATCH_EVENTS, BATCH_BYTES));
          if (System.nanoTime() - flushed > FLUSH_NANOS) {
            file.flush();
            flushed = System.nanoTime();
          }
          progress.tell(counts(), Duration.ofNanos(System.nanoTime() - started));
        }
      } finally {
        progress.end();
        for (CountedSource counted : sources)
          counted.source().close();
      }
      while (buffer.size() > 0)
        write(buffer.take(BATCH_EVENTS, BATCH_BYTES));
      file.flush();
    }
  }

  /** Ends it; callable from any thread. */
  void stop() {
    stopped = true;
    buffer.wake();
  }

  /** What became of the posts; those that were published are in the file. */
  Counts.Snapshot counts() {
    return CountedSource.sum(sources, new Counts());
  }

  /** What was recorded and what was not, one line. */
  String summary() {
    Counts.Snapshot counts = counts();
    List<String> leftOut = new ArrayList<>();
    LEFT_OUT.forEach((fate, words) -> {
      if (counts.of(fate) > 0) leftOut.add(counts.of(fate) + " " + words);
    });
    return "recorded %d post%s and %d retraction%s%s".formatted(counts.of(Counts.Fate.PUBLISHED),
        counts.of(Counts.Fate.PUBLISHED) == 1 ? "" : "s", counts.retracted(),
        counts.retracted() == 1 ? "" : "s",
        leftOut.isEmpty() ? "" : "; left out " + String.join(", ", leftOut));
  }

  /** The sources that deliver nothing because of something that a person must change, and what. */
  List<String> failures() {
    return sources.stream().filter(counted -> counted.source().status().state() == State.FAILED)
        .map(counted -> counted.name() + ": " + counted.source().status().detail()).toList();
  }

  private boolean isOver() {
    return buffer.size() == 0 && sources.stream().map(counted -> counted.source().status().state())
        .allMatch(state -> state == State.ENDED || state == State.FAILED);
  }

  private void take(PendingEvent event) {
    if (event.checkpoint != null) return;
    for (PendingEvent gone : buffer.add(event))
      if (gone.isPost()) gone.counts.settle(Counts.Fate.DROPPED);
  }

  private void write(List<PendingEvent> events) throws IOException {
    if (events.isEmpty()) return;
    byte[] arrived = "{\"arrived\":\"%s\",".formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS))
        .getBytes(UTF_8);
    for (PendingEvent event : events) {
      file.write(arrived);
      if (event.isPost()) {
        // after its brace
        file.write(event.json, 1, event.json.length - 1);
        file.write('\n');
        event.counts.settle(Counts.Fate.PUBLISHED);
      } else {
        file.write("\"retract\":".getBytes(UTF_8));
        file.write(event.json);
        file.write(END);
        event.counts.retract();
      }
    }
  }
}
