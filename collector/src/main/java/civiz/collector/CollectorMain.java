package civiz.collector;

import civiz.contract.Environment;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The process: {@code java -jar collector.jar}, configured by the environment. It runs until SIGTERM or SIGINT, which
 * stop it gracefully within 20 s; its commands come to an end of their own. Exit codes: 0 when all is well, 1 when it
 * could not go on or a command failed, 2 for a mistake in the arguments or the configuration, 143 or 130 after a
 * signal, as the JVM has it.
 */
public final class CollectorMain {
  private static final int FAILED = 1;
  private static final int MISTAKE = 2;
  /** Characters of a line of help. */
  private static final int WIDTH = 120;

  private static final String VARIABLES = """

      It is configured by environment variables:
        REDIS_URL                  redis://[user:password@]host[:port][/db], rediss:// for TLS (redis://localhost:6379)
        REDIS_TLS_VERIFY           false accepts a self-signed certificate (true)
        REDIS_CLUSTER              true when REDIS_URL is any one node of a Redis Cluster, version 7 or later (false)
        AREAS                      name=west,south,east,north;… in degrees (the city of Chicago)
        RETENTION                  how long the feed remembers, 1m to 7d (24h)
        SOURCES                    of x, simulated, twitter4j, jetstream, geojson, replay, by commas (what has its values,
                                   else simulated)
        X_BEARER_TOKEN             an app's token for X's API v2, whose posts cost
        X_API_BASE_URL             (https://api.x.com)
        X_RULE                     what a post must match besides its location, for example -is:retweet lang:en
        X_POSTS_PER_DAY, X_POSTS_PER_MONTH
                                   how many posts to read in a UTC day and month (no limit)
        TWITTER4J_STREAM_BASE_URL  a server that speaks the v1.1 stream, for example http://host/1.1/
        TWITTER4J_CONSUMER_KEY, TWITTER4J_CONSUMER_SECRET,
        TWITTER4J_ACCESS_TOKEN, TWITTER4J_ACCESS_TOKEN_SECRET
                                   the four OAuth values it wants
        JETSTREAM_URLS             Jetstream servers, by blanks or commas (Bluesky's four public ones)
        GEOJSON_FEEDS              name=URL option=value …;… feeds to poll; the options: README.md
        REPLAY_FILE                NDJSON of posts or of v1.1 tweets; - reads standard input
        REPLAY_SPEED               times the recorded pace, 0.001 to 1000 (1)
        REPLAY_LOOP                true begins again at the end (false)
        SIMULATED_RATE             posts a second, 0.01 to 5000 (1)
        SIMULATED_SEED             a whole number; the same one makes the same city (1)
        BLOCK_WORDS                posts with one of these words or phrases are kept out, by commas
        BLOCK_AUTHORS              posts of these authors are kept out: source:id or @handle, by commas
        LOG_LEVEL                  ERROR, WARN, INFO, DEBUG or TRACE (INFO)
      """;

  private CollectorMain() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.getenv(), System.out, System.err));
  }

  /** Returns the exit code. */
  static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    CommandLine line = new CommandLine(new CollectorCommand(environment, out, err));
    line.getCommandSpec().usageMessage().footer(VARIABLES.replace("%", "%%").split("\n", -1));
    line.setUsageHelpWidth(WIDTH).setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setOut(new PrintWriter(out, true, out.charset())).setErr(new PrintWriter(err, true, err.charset()))
        .setParameterExceptionHandler((e, given) -> mistaken(e, err))
        .setExecutionExceptionHandler((e, command, given) -> failed(e, err));
    return line.execute(arguments);
  }

  private static int mistaken(ParameterException e, PrintStream err) {
    err.println(e.getMessage());
    CommandLine line = e.getCommandLine();
    UnmatchedArgumentException.printSuggestions(e, line.getErr());
    err.println("See " + line.getCommandSpec().qualifiedName() + " --help");
    return MISTAKE;
  }

  /** A bug is thrown on. */
  private static int failed(Exception e, PrintStream err) throws Exception {
    switch (e) {
      case Environment.BadConfiguration bad -> {
        err.println(bad.getMessage());
        return MISTAKE;
      }
      case RedisFeed.Away away -> err.println(RedisCheck.why(away));
      case RedisFeed.Refused refused -> err.println(RedisCheck.why(refused));
      default -> throw e;
    }
    return FAILED;
  }

  /** Of the jar; a build from classes has none. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CollectorMain.class.getPackage().getImplementationVersion();
      return new String[]{"civiz collector " + (version == null ? "(not from its jar)" : version)};
    }
  }
}
