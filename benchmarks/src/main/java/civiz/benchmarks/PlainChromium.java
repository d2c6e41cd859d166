package civiz.benchmarks;

import civiz.testing.Installed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Headless Chromium, which draws without a graphics card, with nothing that watches its pages. It reaches nothing but this
 * machine, so the map has no street tiles. Used by one thread; where there is no Chromium the command fails and says so.
 */
final class PlainChromium implements AutoCloseable {
  /** The peer's page does not come from the web process, and would not be let connect to this machine. */
  private static final String PEER_MAY_CONNECT = "--disable-features=LocalNetworkAccessChecks";
  static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-dev-shm-usage", PEER_MAY_CONNECT,
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
  private static final List<String> QUIET = List.of("--headless", "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update", "--no-first-run", "--remote-debugging-port=0");
  private static final String LISTENS = "DevTools listening on ";

  private final Path profile;
  private final Process process;
  private final DevTools tools;

  PlainChromium() {
    List<String> command = new ArrayList<>(List.of(executable().toString()));
    command.addAll(QUIET);
    command.addAll(ARGUMENTS);
    try {
      profile = Files.createTempDirectory("civiz-chromium");
      command.add("--user-data-dir=" + profile);
      process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      tools = new DevTools(address());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path executable() {
    return Installed.find("Chromium", "chromium", "chromium-browser", "google-chrome", "chrome");
  }

  /** What it prints at its start; the rest of what it prints is nobody's concern. */
  private String address() throws IOException {
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (!line.startsWith(LISTENS)) continue;
      Thread.ofVirtual().start(() -> errors.lines().forEach(any -> {}));
      return line.substring(LISTENS.length());
    }
    throw new IllegalStateException("Chromium does not start");
  }

  Tab tab() {
    return new Tab(tools);
  }

  String version() {
    return tools.send(null, "Browser.getVersion", Map.of()).get("product").asString();
  }

  @Override
  public void close() {
    tools.send(null, "Browser.close", Map.of());
    tools.close();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList())
        Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
