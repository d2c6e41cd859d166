package civiz.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A program that a test starts as its user would, with an environment of its own and nothing inherited. Its
 * output is kept. Whatever it started ends with it, at the latest when this JVM does.
 */
public final class RunningProcess implements AutoCloseable {
  private static final Set<RunningProcess> RUNNING = ConcurrentHashMap.newKeySet();
  /** Between a SIGKILL and its effect. */
  private static final Duration END = Duration.ofSeconds(10);
  /** For what is still in the pipe; a child that outlives the program may hold it open. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  static {
    Runtime.getRuntime().addShutdownHook(
        new Thread(() -> RUNNING.forEach(RunningProcess::close), "running-process-exit"));
  }

  private static final Duration POLL = Duration.ofMillis(20);

  private final String name;
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private RunningProcess(String name, Path directory, Map<String, String> environment, List<String> command) {
    this.name = name;
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
        .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", String.valueOf(System.getenv("PATH")));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RUNNING.add(this);
    reader = Thread.ofVirtual().name(name + "-output").start(this::readOutput);
  }

  /** Starts any program, found on the PATH, in a directory. */
  public static RunningProcess command(Path directory, Map<String, String> environment, String... command) {
    return new RunningProcess(String.join(" ", command), directory, environment, List.of(command));
  }

  /** The Java that runs the test. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void readOutput() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine())
        lines.add(line);
    } catch (IOException e) {
      lines.add("(the output broke off: " + e.getMessage() + ")");
    }
  }

  /** What it printed so far, errors among the rest, for assertions and for the message of a failed one. */
  public String output() {
    return String.join("\n", lines);
  }

  /** Waits for a line that holds the text and gives back the line. */
  public String awaitLine(String text, Duration patience) {
    await("printed \"" + text + '"', patience, () -> !lineWith(text).isEmpty());
    return lineWith(text);
  }

  /**
   * Waits for something that only happens while it runs; if it does not, what it printed is in the message.
   *
   * @param what completes "it has not …"
   */
  public void await(String what, Duration patience, BooleanSupplier condition) {
    try {
      Awaitility.await().atMost(patience).pollInterval(POLL)
          .until(() -> condition.getAsBoolean() || !reader.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("%s has not %s within %s:%n%s".formatted(name, what, patience, output()), e);
    }
    if (!condition.getAsBoolean())
      throw new AssertionError("%s has ended and not %s:%n%s".formatted(name, what, output()));
  }

  private String lineWith(String text) {
    return lines.stream().filter(line -> line.contains(text)).findFirst().orElse("");
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. Returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(END);
  }

  /** SIGTERM; returns at once. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** SIGSTOP: it hangs until {@link #resume}. */
  public void pause() {
    signal("STOP", Stream.of(process.toHandle()));
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT", Stream.of(process.toHandle()));
  }

  /** SIGINT to it and all it started: what a terminal sends on Ctrl-C. */
  public void interrupt() {
    signal("INT", Stream.concat(Stream.of(process.toHandle()), process.descendants()));
  }

  static void signal(String signal, Stream<ProcessHandle> whom) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    whom.forEach(handle -> command.add(String.valueOf(handle.pid())));
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) throw new IllegalStateException("%s ended with %d".formatted(command, code));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending a signal", e);
    }
  }

  /** Waits until it has ended and its output is read; gives back its exit code. */
  public int awaitExit(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("%s has not ended within %s:%n%s".formatted(name, patience, output()));
      }
      reader.join(LAST_WORDS);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  /** Kills it and all it started. */
  @Override
  public void close() {
    try (Stream<ProcessHandle> children = process.descendants()) {
      children.toList().forEach(ProcessHandle::destroyForcibly);
    }
    kill();
    RUNNING.remove(this);
  }
}
