package civiz.local;

import civiz.collector.CollectorApp;
import civiz.collector.CollectorConfig;
import civiz.contract.Environment;
import civiz.web.WebApp;
import civiz.web.WebConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The whole path in one process: an embedded Redis, a collector and the web app, configured as the two processes are,
 * but for REDIS_URL and REDIS_CLUSTER, since Redis is the embedded one. Callable from any thread.
 */
public final class Local implements AutoCloseable {
  private static volatile int exitCode;

  private final Map<String, String> variables;
  /** What runs, the last hop on top. */
  private final Deque<Runnable> running = new ArrayDeque<>();
  private boolean closed;

  /**
   * Builds it; nothing runs yet.
   *
   * @param environment that of the process
   * @throws Environment.BadConfiguration with every mistake of either process
   * @throws IllegalStateException        when another program listens on PORT
   */
  Local(Map<String, String> environment) {
    variables = new HashMap<>(environment);
    variables.remove("REDIS_URL");
    variables.remove("REDIS_CLUSTER");
    collectorConfig();
    requireFree(WebConfig.read(variables).port());
  }

  private CollectorConfig collectorConfig() {
    Environment environment = new Environment(variables);
    return environment.checked(CollectorConfig.read(environment));
  }

  private static void requireFree(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      // nobody else listens there, and now neither does this
    } catch (IOException e) {
      throw new IllegalStateException("""
          Port %d is taken: another program listens there. Choose another one with PORT, for example
              PORT=8081 mvn -q compile exec:exec""".formatted(port), e);
    }
  }

  /**
   * Starts all of it, and then tells where it is.
   *
   * @return completes when it is closed, or exceptionally when it can't go on
   */
  synchronized CompletableFuture<Void> start(PrintStream out) {
    if (closed) throw new IllegalStateException("stopped before it started");
    EmbeddedRedis redis = new EmbeddedRedis();
    running.push(redis::close);
    variables.put("REDIS_URL", redis.uri().toString());
    CollectorConfig config = collectorConfig();
    CollectorApp collector = new CollectorApp(config);
    running.push(collector::close);
    collector.start();
    WebApp web = new WebApp(WebConfig.read(variables));
    running.push(web::close);
    web.start();
    out.println(Banner.of(web.port(), config));
    return collector.ended();
  }

  /** Stops what runs, the last hop first, within seconds. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!running.isEmpty())
      running.pop().run();
  }

  /** Runs until Ctrl-C. Exit codes: 0 after Ctrl-C, 1 when it could not go on, 2 for a mistake in the configuration. */
  public static void main(String[] arguments) {
    // a person wants the banner, not the log; read by logback.xml, so before anything logs
    if (System.getenv("LOG_LEVEL") == null) System.setProperty("LOG_LEVEL", "WARN");
    try (Local local = new Local(System.getenv())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(local), "stop"));
      local.start(System.out).join();
    } catch (Environment.BadConfiguration | IllegalStateException e) {
      System.err.println(e.getMessage());
      exitCode = 2;
    } catch (CompletionException e) {
      System.err.println("Civiz can't go on: " + e.getCause());
      exitCode = 1;
    }
    System.exit(exitCode);
  }

  /** Ctrl-C is how it is meant to end, so what started it, be it Maven, is told that all is well. */
  private static void stop(Local local) {
    local.close();
    Runtime.getRuntime().halt(exitCode);
  }
}
