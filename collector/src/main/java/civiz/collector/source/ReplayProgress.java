package civiz.collector.source;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a replay has come: on a terminal one line that is rewritten, elsewhere a log line now and then. One
 * thread's.
 */
final class ReplayProgress {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayProgress.class);
  private static final Duration ON_TERMINAL = Duration.ofMillis(500);
  private static final Duration IN_LOG = Duration.ofMinutes(1);
  /** Clears what an earlier, longer line left; the cursor goes back, so that a log line writes over this one. */
  private static final String END = "\u001b[K\r";

  private final @Nullable PrintStream terminal;
  private final String file;
  private final long size;
  private @Nullable Instant started;
  private Instant next = Instant.MIN;

  /**
   * @param terminal null where there is none
   * @param file     what is replayed, as shown
   * @param size     its bytes; 0 when nobody knows
   */
  ReplayProgress(@Nullable PrintStream terminal, String file, long size) {
    this.terminal = terminal;
    this.file = file;
    this.size = size;
  }

  /** Where progress can be shown: the error output when a person sits at it, else null. */
  @SuppressWarnings("SystemConsoleNull") // since Java 25 it is null again where nobody sits
  static @Nullable PrintStream terminal() {
    @Nullable
    Console console = System.console();
    return console != null && console.isTerminal() ? System.err : null;
  }

  /** Tells the state, unless it was told a moment ago. */
  void tell(long bytes, long posts, Instant now) {
    if (started == null) {
      started = now;
      next = now.plus(terminal == null ? IN_LOG : Duration.ZERO);
    }
    if (now.isBefore(next)) return;
    next = now.plus(terminal == null ? IN_LOG : ON_TERMINAL);
    String line = line(bytes, posts, Duration.between(started, now));
    if (terminal != null) {
      terminal.print(line + END);
      terminal.flush();
    } else {
      LOG.atInfo().addKeyValue("posts", posts).addKeyValue("percent", percent(bytes)).log(line);
    }
  }

  /** Takes the line off the terminal. */
  void end() {
    if (terminal == null) return;
    terminal.print(END);
    terminal.flush();
  }

  private String line(long bytes, long posts, Duration elapsed) {
    String line = String.format(Locale.ROOT, "replaying %s: %,d posts", file, posts);
    if (size == 0 || bytes == 0) return line;
    double part = Math.min(1, (double) bytes / size);
    long left = Math.round(elapsed.toSeconds() * (1 - part) / part);
    return String.format(Locale.ROOT, "replaying %s: %.0f %%, %,d posts, %d:%02d:%02d left", file, 100 * part,
        posts, left / 3600, left / 60 % 60, left % 60);
  }

  private String percent(long bytes) {
    return size == 0 ? "?" : String.format(Locale.ROOT, "%.0f", Math.min(100, 100.0 * bytes / size));
  }
}
