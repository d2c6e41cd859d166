package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FreePort;
import civiz.testing.RunningProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LocalIT {
  private static final Duration SECONDS = Duration.ofSeconds(8);

  @RegisterExtension
  static final Browser browser = new Browser();

  @TempDir
  Path temporary;

  @Test
  void showsSimulatedPostsAndLeavesNothingBehind() {
    int port = FreePort.next();
    try (RunningProcess local = local(port, Map.of("SIMULATED_RATE", "20"))) {
      assertThat(local.awaitLine("http://", Stack.START)).contains("http://localhost:" + port);
      try (MapPage map = browser.open(URI.create("http://localhost:" + port))) {
        assertThat(map.page.locator(".row").first()).isVisible();
        assertThat(map.page.locator("#simulated")).isVisible();
        map.page.waitForCondition(() -> map.posts() > 20);
        assertThat(map.breaches()).isEmpty();
      }
      ProcessHandle redis = ProcessHandle.allProcesses()
          .filter(process -> process.info().command().orElse("").startsWith(temporary.toString())).findFirst()
          .orElseThrow();

      local.interrupt();
      assertThat(local.awaitExit(SECONDS)).isZero();
      assertThat(redis.isAlive()).isFalse();
      assertThat(temporary).isEmptyDirectory();
      assertThat(local.output()).doesNotContain("WARN", "ERROR", "Exception");
    }
  }

  @Test
  void saysThatThePortIsTakenAndHowToChooseAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
        RunningProcess local = local(taken.getLocalPort(), Map.of())) {
      assertThat(local.awaitExit(SECONDS)).isNotZero();
      assertThat(local.output()).startsWith("Port " + taken.getLocalPort() + " is taken").contains("PORT=");
      assertThat(temporary).isEmptyDirectory();
    }
  }

  @Test
  void tellsEveryMistakeOfTheConfiguration() {
    try (RunningProcess local = local(0, Map.of("AREAS", "nowhere", "SIMULATED_RATE", "fast"))) {
      assertThat(local.awaitExit(SECONDS)).isNotZero();
      assertThat(local.output()).contains("AREAS: ", "SIMULATED_RATE: ").doesNotContain("\tat ");
    }
  }

  private RunningProcess local(int port, Map<String, String> more) {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("PORT", String.valueOf(port));
    String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("test-classes") && !entry.contains("testing"))
        .collect(Collectors.joining(File.pathSeparator));
    return RunningProcess.command(Path.of("."), environment, RunningProcess.java(), "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary, "-classpath", classes,
        "civiz.local.Local");
  }
}
