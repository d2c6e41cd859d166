package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the front end's own tests, which are JavaScript, with Node.js. */
class FrontEndTest {
  private static final Path TESTS = Path.of("src/test/js");

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void theFrontEndsOwnTestsPass() throws IOException, InterruptedException {
    assumeTrue(isOnPath("node"), "The front end's tests need Node.js 20 or later on the PATH: skipped.");
    List<String> command = new ArrayList<>(List.of("node", "--test"));
    command.addAll(testFiles());
    assertThat(command).as("test files in %s", TESTS).hasSizeGreaterThan(2);

    Path output = Files.createTempFile("civiz-front-end", ".log");
    try {
      Process node = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
          .start();
      try {
        int exit = node.waitFor();
        assertThat(exit).as(() -> read(output)).isZero();
      } finally {
        node.destroyForcibly();
      }
    } finally {
      Files.delete(output);
    }
  }

  private static List<String> testFiles() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".test.js")).sorted().toList();
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program))
            || Files.isExecutable(Path.of(dir, program + ".exe")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "no output: " + e;
    }
  }
}
