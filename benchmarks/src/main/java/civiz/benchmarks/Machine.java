package civiz.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The two cores of a Linux machine: the first is the server's alone, the second is everything else's. */
final class Machine {
  static final int SERVER_CORE = 0;
  static final int CLIENT_CORE = 1;
  /** Of {@code /proc}, on every Linux of today. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  /** Besides the viewers: jars, Redis, what the JVM opens. */
  private static final int SOME_FILES = 200;

  private Machine() {}

  /** Puts this process, and so what it starts, on the client's core; and looks whether there are enough files. */
  static void prepare(int viewers) {
    run("taskset", "-a", "-c", "-p", String.valueOf(CLIENT_CORE),
        String.valueOf(ProcessHandle.current().pid()));
    String limit = lines(Path.of("/proc/self/limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .findFirst().orElseThrow().split(" {2,}")[2];
    if (!limit.equals("unlimited") && Long.parseLong(limit) < viewers + SOME_FILES)
      throw new IllegalStateException(
          "%d viewers need as many open files: ulimit -Hn is %s".formatted(viewers, limit));
  }

  /** A command that runs on the server's core. */
  static List<String> pinned(List<String> command) {
    return Stream.concat(Stream.of("taskset", "-c", String.valueOf(SERVER_CORE)), command.stream()).toList();
  }

  /** User and system time of a process, nanoseconds. */
  static long cpu(long pid) {
    String stat = lines(Path.of("/proc/" + pid + "/stat")).getFirst();
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
  }

  /** For how long the client's core had something to do, nanoseconds. */
  static long clientCoreBusy() {
    String[] fields = lines(Path.of("/proc/stat")).stream()
        .filter(line -> line.startsWith("cpu" + CLIENT_CORE + " ")).findFirst().orElseThrow().split(" ");
    long busy = Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3])
        + Long.parseLong(fields[6]) + Long.parseLong(fields[7]);
    return busy * TICK_NANOS;
  }

  /** {@code VmRSS}, or {@code VmHWM}, which is the most it ever was, in KB. */
  static long memory(long pid, String field) {
    String line = lines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(candidate -> candidate.startsWith(field + ":")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** What a command prints. */
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) throw new IllegalStateException(String.join(" ", command) + ": " + output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
