package civiz.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Programs that a developer may not have. A test that needs one which is missing says so and is skipped; with
 * {@code CI=true} in the environment it fails, so that nothing is ever skipped where it counts.
 */
public final class Installed {
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Installed() {}

  /**
   * Finds a program on the PATH.
   *
   * @param what  what a person would install, for the message
   * @param names what its executable may be called; the first one found counts
   */
  public static Path find(String what, String... names) {
    String[] directories = String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1);
    return Stream.of(names).flatMap(name -> Stream.of(directories).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable).findFirst().orElseThrow(() -> missing(what, names));
  }

  private static RuntimeException missing(String what, String... names) {
    String message = "%s is not installed (looked for %s on the PATH)".formatted(what,
        String.join(", ", names));
    if ("true".equals(System.getenv("CI"))) throw new AssertionError(message);
    if (TOLD.add(what)) System.out.println(message + ": tests that need it are skipped");
    return new TestAbortedException(message);
  }
}
