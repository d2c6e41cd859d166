package civiz.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** Redis as a child process in a directory of its own, which {@link #close} removes. Used by one thread. */
final class RedisProcess implements RedisServer {
  private final Path directory;
  private final Path executable;
  private final String where;
  private final URI uri = URI.create("redis://127.0.0.1:" + FreePort.next());
  private final Thread atExit;
  private volatile @Nullable Process process;

  /** @param executable a redis-server or compatible; null takes the one inside the embedded-redis jar */
  RedisProcess(@Nullable Path executable) {
    try {
      directory = Files.createTempDirectory("civiz-test-redis-");
      this.executable = executable != null
          ? executable
          : ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    where = executable == null ? "embedded" : "from " + executable;
    atExit = new Thread(this::clear, "test-redis-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    start(false);
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public String where() {
    return where;
  }

  @Override
  public void start(boolean keepData) {
    Path data = directory.resolve("data");
    try {
      if (!keepData) delete(data);
      Files.createDirectories(data);
      List<String> command = new ArrayList<>(List.of(executable.toString(), "--bind", "127.0.0.1", "--port",
          String.valueOf(uri.getPort()), "--dir", data.toString()));
      command.addAll(KEEP_DATA);
      process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(directory.resolve("redis.log").toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    Process running = process;
    if (running == null) return;
    running.destroy();
    awaitEnd(running);
  }

  @Override
  public void kill() {
    Process running = process;
    if (running == null) return;
    running.destroyForcibly();
    awaitEnd(running);
  }

  @Override
  public void pause() {
    signal("STOP");
  }

  @Override
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    Process running = process;
    if (running != null) RunningProcess.signal(signal, Stream.of(running.toHandle()));
  }

  private void awaitEnd(Process running) {
    try {
      running.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Redis ends", e);
    }
    process = null;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    clear();
  }

  private void clear() {
    kill();
    try {
      delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) return;
    try (Stream<Path> inside = Files.walk(directory)) {
      for (Path path : inside.sorted((a, b) -> b.compareTo(a)).toList())
        Files.delete(path);
    }
  }
}
