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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Procfile as it stands, with three web processes and two collectors, against a Redis as Heroku's: TLS with a certificate
 * that nobody signed, and a password. When one process is killed Foreman ends all others; started again they go on.
 */
class ForemanIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  /** Longer than the collector needs to publish what waits, and web to say goodbye. */
  private static final Duration END = Duration.ofSeconds(15);
  private static final int WEBS = 3;

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @TempDir
  Path directory;

  @Test
  void runsTheProcfileAsItStandsAndGoesOnAfterOneWasKilled() throws IOException {
    int port = FreePort.next();
    List<FeedReader> readers = IntStream.range(0, WEBS)
        .mapToObj(i -> new FeedReader(URI.create("http://127.0.0.1:" + (port + i)), Stack.AREA)).toList();
    try (Tweeter tweeter = new Tweeter(); SecuredRedis secured = new SecuredRedis(redis.uri(), directory)) {
      Path environment = environment(secured, tweeter);
      try (RunningProcess processes = start(environment, port)) {
        write(tweeter, readers);
        kill(processes);
        processes.awaitExit(END);
      }
      try (RunningProcess processes = start(environment, port)) {
        write(tweeter, readers);
        processes.interrupt();
        processes.awaitExit(END);
        assertThat(processes.output()).doesNotContain("SIGKILL", "level=ERROR", SecuredRedis.SECRET);
      }
      for (FeedReader reader : readers) {
        assertThat(reader.complaints()).isEmpty();
        assertThat(reader.resets()).isZero();
      }
    } finally {
      readers.forEach(FeedReader::close);
    }
  }

  private Path environment(SecuredRedis secured, Tweeter tweeter) throws IOException {
    Map<String, String> all = new TreeMap<>(Stack.reading(tweeter.server));
    all.putAll(SecuredRedis.ENVIRONMENT);
    all.put("REDIS_URL", secured.uri().toString());
    all.put("JVM_FLAGS", Stack.FLAGS);
    return Files.writeString(directory.resolve(".env"), all.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue() + "\n").collect(Collectors.joining()));
  }

  private RunningProcess start(Path environment, int port) {
    Path foreman = Installed.find("Foreman", "foreman");
    String path = Path.of(RunningProcess.java()).getParent() + File.pathSeparator + System.getenv("PATH");
    return RunningProcess.command(Path.of(".."), Map.of("PATH", path, "HOME", "" + directory),
        foreman.toString(),
        "start", "-m", "web=" + WEBS + ",collector=2", "-e", environment.toString(), "-p", "" + port);
  }

  /** Writes some, as soon as the one collector that leads listens, and waits until every reader has everything. */
  private static void write(Tweeter tweeter, List<FeedReader> readers) {
    tweeter.awaitListener().write(20);
    for (FeedReader reader : readers) {
      Awaitility.await("a reader has every post").atMost(LONG)
          .untilAsserted(() -> assertThat(reader.posts()).containsOnlyKeys(tweeter.written));
    }
  }

  /** SIGKILL to one web process. */
  private static void kill(RunningProcess processes) {
    ProcessHandle.of(processes.pid()).orElseThrow().descendants()
        .filter(one -> one.info().arguments().map(List::of).orElse(List.of()).contains("web/target/web.jar"))
        .findFirst().orElseThrow().destroyForcibly();
  }
}
