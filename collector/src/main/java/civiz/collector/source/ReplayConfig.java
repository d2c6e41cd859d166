package civiz.collector.source;

import civiz.contract.Environment;
import civiz.contract.Limits;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to replay, and how fast.
 *
 * @param file  REPLAY_FILE: path of an NDJSON file, or {@code -} for standard input
 * @param speed REPLAY_SPEED: times the recorded pace, 0.001 to 1000
 * @param loop  REPLAY_LOOP: begin again at the end; not with standard input
 */
public record ReplayConfig(String file, double speed, boolean loop) implements SourceConfig {
  /** Reads it; mistakes stay in the environment. Null when there is no file. */
  public static @Nullable ReplayConfig read(Environment environment) {
    double speed = environment.number("REPLAY_SPEED", 1, 0.001, 1000);
    boolean loop = environment.flag("REPLAY_LOOP", false);
    String file = environment.text("REPLAY_FILE");
    if (file == null) {
      environment.mistake("REPLAY_FILE", "the source replay needs it");
      return null;
    }
    if (file.equals("-")) {
      if (loop) environment.mistake("REPLAY_LOOP", "standard input can't be read again");
    } else if (!readable(file)) {
      environment.mistake("REPLAY_FILE", Limits.quote(file) + " is not a file that can be read");
    }
    return new ReplayConfig(file, speed, loop);
  }

  /** A pipe is as good as a file. */
  private static boolean readable(String file) {
    try {
      return Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
