package civiz.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * The redis-server that the embedded-redis jar carries for this machine; it forgets everything when it ends. Only this
 * machine can reach it. It is a daemon, of no terminal, so that Ctrl-C does not end it before those who use it: so it
 * must be closed. Its directory goes with it. Used by one thread at a time.
 */
final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(10);
  /** It has nothing to write down, so it ends at once; a hung one is killed. */
  private static final Duration STOP = Duration.ofSeconds(2);

  private final Path directory;
  private final URI uri;
  private final ProcessHandle process;

  /** Starts it and waits until it answers. */
  EmbeddedRedis() {
    try {
      directory = Files.createTempDirectory("civiz-redis-");
      Path executable = ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
      int port = freePort();
      uri = URI.create("redis://127.0.0.1:" + port);
      Path log = directory.resolve("redis.log");
      Path pid = directory.resolve("redis.pid");
      new ProcessBuilder(executable.toString(), "--bind", "127.0.0.1", "--port", String.valueOf(port),
          "--dir",
          directory.toString(), "--save", "", "--appendonly", "no", "--daemonize", "yes", "--pidfile",
          pid.toString(),
          "--logfile", log.toString()).inheritIO().start();
      awaitReady(log);
      process = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code redis://host:port}. */
  URI uri() {
    return uri;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(Path log) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    String said = "";
    while (!said.contains("Ready to accept connections")) {
      if (System.nanoTime() > deadline) throw new IOException("redis-server did not start:\n" + said);
      pause();
      if (Files.exists(log)) said = Files.readString(log);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while redis-server starts", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList())
        Files.delete(file);
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
