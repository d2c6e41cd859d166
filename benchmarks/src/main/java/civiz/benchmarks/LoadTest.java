package civiz.benchmarks;

import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The load test's command line; each command is one question of benchmarks/README.md. The system property {@code load}
 * may hold more options, which override those given.
 */
@Command(name = "load-test", mixinStandardHelpOptions = true, subcommands = {FanOutCommand.class,
  LastViewerCommand.class, MemoryCommand.class, StalledCommand.class, RestartCommand.class,
  RollingCommand.class,
  SoakCommand.class}, description = "Measures servers that put a collector's posts on WebSockets. Linux, two cores or more.")
public final class LoadTest {
  private LoadTest() {}

  /** Ends with 1 when a viewer missed an event or had one twice. */
  public static void main(String[] arguments) {
    String[] all = Stream
        .concat(Arrays.stream(arguments), Arrays.stream(System.getProperty("load", "").split("\\s+")))
        .filter(argument -> !argument.isEmpty()).toArray(String[]::new);
    System.exit(new CommandLine(new LoadTest()).setOverwrittenOptionsAllowed(true).execute(all));
  }
}
