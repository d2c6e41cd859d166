package civiz.collector;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much is recorded: one line that is rewritten, where a person sits at the error output. One thread's. */
final class RecordingProgress {
  private static final Duration PERIOD = Duration.ofMillis(500);
  /** Clears what an earlier, longer line left, and goes back, so that a log line writes over this one. */
  private static final String END = "\u001b[K\r";

  private final @Nullable PrintStream terminal;
  private Duration next = Duration.ZERO;

  /** @param terminal null where there is none */
  RecordingProgress(@Nullable PrintStream terminal) {
    this.terminal = terminal;
  }

  /** On the error output, if that is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // since Java 25 it is null again where nobody sits
  static RecordingProgress of(PrintStream err) {
    @Nullable
    Console console = System.console();
    return new RecordingProgress(console != null && console.isTerminal() ? err : null);
  }

  /** Tells the state, unless it was told a moment ago. */
  void tell(Counts.Snapshot counts, Duration elapsed) {
    if (terminal == null || elapsed.compareTo(next) < 0) return;
    next = elapsed.plus(PERIOD);
    terminal.print(String.format(Locale.ROOT, "recording: %,d posts, %d:%02d:%02d%s",
        counts.of(Counts.Fate.PUBLISHED), elapsed.toHours(), elapsed.toMinutesPart(), elapsed.toSecondsPart(),
        END));
    terminal.flush();
  }

  /** Takes the line off the terminal. */
  void end() {
    if (terminal == null) return;
    terminal.print(END);
    terminal.flush();
  }
}
