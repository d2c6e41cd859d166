package civiz.benchmarks;

import civiz.testing.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server to be measured: Civiz as its Procfile starts it, or a peer. Each finds its port in PORT, its Redis in
 * REDIS_URL.
 *
 * @param name        as it is chosen by {@code --server}
 * @param dialect     how it speaks to viewers
 * @param ready       a path that is answered with 200 as soon as viewers may come
 * @param directory   where it is started
 * @param command     that starts it
 * @param environment besides PORT and REDIS_URL
 */
record Contender(String name, Dialect dialect, String ready, Path directory, List<String> command,
    Map<String, String> environment) {

  /** Where the Procfile is: here or in a directory around it. */
  private static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), path -> path.getParent())
      .takeWhile(path -> path != null).filter(path -> Files.exists(path.resolve("Procfile"))).findFirst()
      .orElseThrow(() -> new IllegalStateException("run this inside the repository"));
  /** A program like any other, in spite of its name; the one in {@code .bin} may be a script around it. */
  private static final String BUN = "node_modules/bun/bin/bun.exe";
  /** What Heroku gives a JVM on a dyno of 512 MB; here the Procfile's share would be one of the whole machine. */
  private static final String HEAP = "-Xmx300m";
  /** All viewers come from a few addresses; and the counts of those it cut are wanted. */
  private static final Map<String, String> ENVIRONMENT = Map.of("MAX_VIEWERS_PER_ADDRESS", "1000000",
      "METRICS",
      "open");

  static Contender named(String name) {
    return switch (name) {
      case "civiz" -> civiz("");
      case "socket.io" -> peer(name, Dialect.SOCKET_IO, Map.of(), "node", "socket.io.js");
      case "ws" -> peer(name, Dialect.LINES, Map.of(), "node", "ws.js");
      case "bun" -> peer(name, Dialect.LINES, Map.of(), BUN, "bun.js");
      case "bun-batched" -> peer(name, Dialect.LINES, Map.of("BATCH_MS", "50"), BUN, "bun.js");
      default -> throw new IllegalArgumentException("there is no server \"" + name + "\"");
    };
  }

  /** {@code web.jar}, as the Procfile starts it. */
  static Contender civiz(String javaOptions) {
    Path jar = ROOT.resolve("web/target/web.jar");
    if (!Files.exists(jar)) throw new IllegalStateException(jar + " is missing: mvn -DskipTests package");
    return new Contender("civiz", Dialect.CIVIZ, "/health/ready", ROOT, procfile(javaOptions), ENVIRONMENT);
  }

  private static Contender peer(String name, Dialect dialect, Map<String, String> environment,
      String... command) {
    Path peers = ROOT.resolve("benchmarks/peers");
    if (!Files.exists(peers.resolve(BUN)))
      throw new IllegalStateException("the peers are not installed: cd benchmarks/peers && npm ci");
    return new Contender(name, dialect, "/", peers, List.of(command), environment);
  }

  private static List<String> procfile(String javaOptions) {
    try {
      String web = Files.readAllLines(ROOT.resolve("Procfile")).stream()
          .filter(line -> line.startsWith("web:"))
          .findFirst().orElseThrow().substring("web:".length());
      String command = web.replace("$JVM_FLAGS", HEAP + " " + javaOptions).strip();
      return Arrays.stream(command.split("\\s+"))
          .map(word -> word.equals("java") ? RunningProcess.java() : word)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
