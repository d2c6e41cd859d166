package civiz.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.testing.RunningProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contender that runs on the server's core. */
final class Server implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  /** What Heroku gives a process to end. */
  private static final Duration END = Duration.ofSeconds(30);
  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");

  private final Contender contender;
  private final int port;
  private final Map<String, String> environment;
  private RunningProcess process;

  /** Starts it, and waits until viewers may come. */
  Server(Contender contender, URI redis, int port) {
    this.contender = contender;
    this.port = port;
    environment = new HashMap<>(contender.environment());
    environment.put("PORT", String.valueOf(port));
    environment.put("REDIS_URL", redis.toString());
    process = run();
  }

  private RunningProcess run() {
    RunningProcess started = RunningProcess.command(contender.directory(), environment,
        Machine.pinned(contender.command()).toArray(String[]::new));
    started.await("answered", START, this::isReady);
    return started;
  }

  private boolean isReady() {
    try {
      URI ready = URI.create("http://127.0.0.1:" + port + contender.ready());
      HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
      connection.setReadTimeout(1_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGKILL. */
  void kill() {
    process.close();
  }

  /** SIGTERM, as the platform ends a process; waits until it has ended. */
  void end() {
    process.terminate();
    process.awaitExit(END);
  }

  /** Starts it anew where it was, and waits until viewers may come. */
  void restart() {
    process.close();
    process = run();
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** User and system time, nanoseconds. */
  long cpu() {
    return Machine.cpu(process.pid());
  }

  /** Resident memory, MB. */
  double rss() {
    return Machine.memory(process.pid(), "VmRSS") / 1024.0;
  }

  /** The most resident memory so far, MB. */
  double peak() {
    return Machine.memory(process.pid(), "VmHWM") / 1024.0;
  }

  /** What is on its heap after a collection, MB; a JVM only. */
  double heap() {
    jcmd("GC.run");
    Matcher used = HEAP.matcher(jcmd("GC.heap_info"));
    double kilobytes = 0;
    // the two generations; metaspace and classes follow in the same form
    for (int generation = 0; generation < 2 && used.find(); generation++)
      kilobytes += Long.parseLong(used.group(1));
    return kilobytes / 1024.0;
  }

  /** Asks the JVM. */
  String jcmd(String command) {
    return Machine.run(RunningProcess.java().replaceFirst("java$", "jcmd"), String.valueOf(process.pid()),
        command);
  }

  /** The lines of {@code /metrics} that begin so; Civiz only. */
  List<String> metrics(String name) {
    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    try (InputStream in = metrics.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8).lines().filter(line -> line.startsWith(name)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed. */
  String output() {
    return process.output();
  }

  @Override
  public void close() {
    process.close();
  }
}
