package civiz.collector;

import civiz.contract.Environment;
import civiz.contract.Limits;
import java.io.PrintStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process: {@code java -jar collector.jar}, configured by the environment. It runs until SIGTERM or SIGINT, which
 * stop it gracefully within 20 s. Exit codes: 0 for --help and --version, 1 when it could not go on, 2 for a mistake
 * in the arguments or the configuration, 143 or 130 after a signal, as the JVM has it.
 */
public final class CollectorMain {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorMain.class);

  private static final String HELP = """
      The collector of Civiz: puts the located posts of its sources into Redis.

      usage: java -jar collector.jar [--help | --version]

      It is configured by environment variables:
        REDIS_URL                  redis://[user:password@]host[:port][/db], rediss:// for TLS (redis://localhost:6379)
        REDIS_TLS_VERIFY           false accepts a self-signed certificate (true)
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
        LOG_LEVEL                  ERROR, WARN, INFO, DEBUG or TRACE (INFO)
      """;

  private CollectorMain() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.getenv(), System.out, System.err));
  }

  /** Returns the exit code. */
  static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    return switch (String.join(" ", arguments)) {
      case "" -> configured(environment, err);
      case "--help", "-h" -> {
        out.print(HELP);
        yield 0;
      }
      case "--version" -> {
        out.println("civiz collector " + version());
        yield 0;
      }
      default -> {
        err.println("arguments are --help or --version, not " + Limits.quote(String.join(" ", arguments)));
        yield 2;
      }
    };
  }

  private static int configured(Map<String, String> environment, PrintStream err) {
    try {
      Environment variables = new Environment(environment);
      return collect(variables.checked(CollectorConfig.read(variables)));
    } catch (Environment.BadConfiguration e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static int collect(CollectorConfig config) {
    try (CollectorApp app = new CollectorApp(config)) {
      Thread.setDefaultUncaughtExceptionHandler((thread, e) -> app.ended().completeExceptionally(e));
      Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
      app.start();
      Throwable reason = app.ended().handle((done, e) -> e).join();
      if (reason == null) return 0;
      LOG.atError().setCause(reason).log("the collector can't go on");
      return 1;
    }
  }

  /** Of the jar; a build from classes has none. */
  private static String version() {
    String version = CollectorMain.class.getPackage().getImplementationVersion();
    return version == null ? "(not from its jar)" : version;
  }
}
