package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.FreePort;
import civiz.testing.Installed;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ForemanIT {
  /** Longer than the collector needs to publish what waits, and web to say goodbye. */
  private static final Duration END = Duration.ofSeconds(15);

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @TempDir
  Path directory;

  @Test
  void runsTheProcfileAsItStandsWithTwoWebProcesses() throws IOException {
    Path foreman = Installed.find("Foreman", "foreman");
    Path env = Files.writeString(directory.resolve(".env"),
        "REDIS_URL=%s%nSIMULATED_RATE=20%n".formatted(redis.uri()));
    int port = FreePort.next();
    String path = Path.of(RunningProcess.java()).getParent() + File.pathSeparator + System.getenv("PATH");
    try (
        RunningProcess processes = RunningProcess.command(Path.of(".."),
            Map.of("PATH", path, "HOME", "" + directory),
            foreman.toString(), "start", "-m", "web=2,collector=1", "-e", env.toString(), "-p", "" + port);
        FeedReader first = new FeedReader(URI.create("http://127.0.0.1:" + port), Stack.AREA);
        FeedReader second = new FeedReader(URI.create("http://127.0.0.1:" + (port + 1)), Stack.AREA)) {
      processes.await("sent posts to both", Stack.START,
          () -> first.posts().size() > 20 && second.posts().size() > 20);
      assertThat(first.complaints()).isEmpty();
      assertThat(second.complaints()).isEmpty();
      processes.interrupt();
      processes.awaitExit(END);
      assertThat(processes.output()).doesNotContain("SIGKILL", "level=ERROR");
    }
  }
}
