package civiz.benchmarks;

import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of what is measured in a browser; each command is one question of benchmarks/README.md. The system
 * property {@code map} may hold more options, which override those given.
 */
@Command(name = "map-benchmark", mixinStandardHelpOptions = true, subcommands = {FramesCommand.class,
  FirstCommand.class, HourCommand.class,
  PauseCommand.class}, description = "Measures the map in headless Chromium, which must be on the PATH.")
public final class MapBenchmark {
  private MapBenchmark() {}

  /** Ends with 1 when a claim of benchmarks/README.md does not hold. */
  public static void main(String[] arguments) {
    System.setProperty("CIVIZ_TEST_REDIS", "embedded");
    String[] all = Stream
        .concat(Arrays.stream(arguments), Arrays.stream(System.getProperty("map", "").split("\\s+")))
        .filter(argument -> !argument.isEmpty()).toArray(String[]::new);
    System.exit(new CommandLine(new MapBenchmark()).setOverwrittenOptionsAllowed(true).execute(all));
  }
}
