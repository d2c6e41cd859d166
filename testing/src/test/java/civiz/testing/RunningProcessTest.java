package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RunningProcessTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void keepsWhatItPrintsAndHowItEnds() {
    try (RunningProcess process = shell("echo hello $NAME; echo oops >&2; exit 3")) {
      assertThat(process.awaitExit(SOON)).isEqualTo(3);
      assertThat(process.output()).isEqualTo("hello Ada\noops");
    }
  }

  @Test
  void inheritsNoEnvironment() {
    try (RunningProcess process = shell("env")) {
      process.awaitExit(SOON);
      assertThat(process.output()).contains("NAME=Ada", "PATH=").doesNotContain("HOME=");
    }
  }

  @Test
  void waitsForALine() {
    try (RunningProcess process = shell("echo one; echo two and three; sleep 60")) {
      assertThat(process.awaitLine("two", SOON)).isEqualTo("two and three");
      assertThatThrownBy(() -> process.awaitLine("four", Duration.ofMillis(100)))
          .isInstanceOf(AssertionError.class).hasMessageContaining("one\ntwo and three");
    }
  }

  @Test
  void saysSoWhenItEndsWithoutTheLine() {
    try (RunningProcess process = shell("echo one")) {
      assertThatThrownBy(() -> process.awaitLine("two", Duration.ofMinutes(1)))
          .isInstanceOf(AssertionError.class).hasMessageContaining("ended");
    }
  }

  @Test
  void anInterruptReachesAllItStarted() {
    try (RunningProcess process = RunningProcess.command(Path.of("."), Map.of(), "bash", "-c",
        "set -m; bash -c 'trap \"echo child\" INT; echo ready; sleep 60 & wait' & trap 'echo parent' INT; wait; wait")) {
      process.awaitLine("ready", SOON);
      process.interrupt();
      process.awaitLine("parent", SOON);
      process.awaitLine("child", SOON);
    }
  }

  @Test
  void closingItEndsWhatItStarted() {
    RunningProcess process = shell("sleep 60 & echo child $!; wait");
    long child = Long.parseLong(process.awaitLine("child", SOON).substring(6));
    process.close();
    Awaitility.await().untilAsserted(
        () -> assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty());
  }

  private static RunningProcess shell(String script) {
    return RunningProcess.command(Path.of("."), Map.of("NAME", "Ada"), "sh", "-c", script);
  }
}
