package civiz.collector;

import civiz.contract.Environment;
import civiz.contract.Retraction;
import civiz.contract.SharedConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What the collector can be told to do, as picocli reads it: without a command it collects. Each command returns its
 * exit code; {@link CollectorMain} has words for what they throw.
 */
@Command(name = "java -jar collector.jar", synopsisSubcommandLabel = "[COMMAND]", mixinStandardHelpOptions = true, versionProvider = CollectorMain.Version.class, description = "The collector of Civiz: puts the located posts of its sources into Redis, until it is stopped.")
final class CollectorCommand implements Callable<Integer> {
  /** Read by logback.xml when the first logger is made. */
  private static final String LOG_TARGET = "civiz.log.target";
  /** Heroku kills 30 s after SIGTERM, and nobody else waits longer either. */
  private static final int STOP_SECONDS = 20;

  private final Map<String, String> variables;
  private final PrintStream out;
  private final PrintStream err;
  @Spec
  private @Nullable CommandSpec spec;

  /** @param variables of the environment */
  CollectorCommand(Map<String, String> variables, PrintStream out, PrintStream err) {
    this.variables = variables;
    this.out = out;
    this.err = err;
  }

  private CollectorConfig config() {
    Environment environment = new Environment(variables);
    return environment.checked(CollectorConfig.read(environment));
  }

  @Override
  public Integer call() {
    CollectorConfig config = config();
    List<CollectorConfig> areas = config.ofEachArea();
    try (CollectorProcess app = areas.isEmpty() ? new CollectorApp(config) : new SharedAreas(areas)) {
      Thread.setDefaultUncaughtExceptionHandler((thread, e) -> app.ended().completeExceptionally(e));
      Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
      app.start();
      Throwable reason = app.ended().handle((done, e) -> e).join();
      if (reason == null) return 0;
      Logger log = LoggerFactory.getLogger(CollectorMain.class);
      if (reason instanceof RedisFeed.LockedOut) {
        log.atError().addKeyValue("why", reason.getMessage()).log("the collector can't go on");
      } else {
        log.atError().setCause(reason).log("the collector can't go on");
      }
      return 1;
    }
  }

  @Command(mixinStandardHelpOptions = true, versionProvider = CollectorMain.Version.class, description = {
    "Tries the configuration, Redis and each source.",
    "Tells one line for each, within 15 seconds, and publishes nothing. Reading from a source may cost a collector "
        + "that runs with the same credentials its connection for a moment.",
    "Exits with 0 when all is well, 1 when something is not, 2 when the configuration can't be read."})
  int check() {
    logToStandardError();
    return Check.run(config(), out) ? 0 : 1;
  }

  @Command(mixinStandardHelpOptions = true, versionProvider = CollectorMain.Version.class, description = {
    "Writes what the sources deliver to a file, for the source replay.",
    "A line is a JSON object: a post as a GeoJSON Feature, or what takes posts back. Posts outside AREAS, and those "
        + "that BLOCK_WORDS and BLOCK_AUTHORS keep out, are counted only, as are those that can't be read. Nothing is "
        + "published, and a collector may run beside it; posts that cost money are counted with its own.",
    "It ends by itself when every source has ended or failed, and the file is complete also after Ctrl-C or SIGTERM.",
    "Exits with 0 when all is well, 1 when a source failed or the file can't be written, 2 for a mistake."})
  int record(
      @Parameters(paramLabel = "FILE", description = "Packed with gzip when it ends in .gz; - is standard output.") String file,
      @Option(names = "--for", paramLabel = "TIME", converter = Time.class, description = "How long, for example 30s, 10m or 24h; otherwise until it is stopped.") @Nullable Duration time,
      @Option(names = "--overwrite", description = "Replace a file that is there.") boolean overwrite) {
    logToStandardError();
    CollectorConfig config = config();
    try (RedisFeed redis = new RedisFeed(config.shared());
        OutputStream target = RecordingFile.open(file, overwrite, out)) {
      return record(
          new Recording(Sources.open(config, new RecordingMemory(RedisMemory.ofAllAreas(redis))), target,
              RecordingProgress.of(err)),
          config, time);
    } catch (IOException e) {
      err.printf("can't write %s: %s%n",
          file.equals(RecordingFile.STANDARD_OUTPUT) ? "standard output" : file,
          RecordingFile.why(e));
      return 1;
    }
  }

  private int record(Recording recording, CollectorConfig config, @Nullable Duration time)
      throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread stop = new Thread(() -> {
      recording.stop();
      awaitEnd(ended);
    }, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      recording.run(config, time);
      err.println(recording.summary());
      recording.failures().forEach(err::println);
      return recording.failures().isEmpty() ? 0 : 1;
    } finally {
      ended.countDown();
    }
  }

  private void awaitEnd(CountDownLatch ended) {
    try {
      if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS))
        err.println("the recording did not end in time; its file may lack its end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How {@code --for} is written. */
  static final class Time implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return Environment.duration(value, Duration.ofMillis(1), Duration.ofDays(366));
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Command(mixinStandardHelpOptions = true, versionProvider = CollectorMain.Version.class, description = {
    "Takes posts back, at once and everywhere.",
    "They leave the log of every area, the web processes and every open page, whether a collector runs or not. A post "
        + "that its source sends again stays away for as long as RETENTION. What the author writes from now on comes "
        + "in all the same, unless BLOCK_AUTHORS has the author.",
    "Tells one line an area. Exits with 0 when all were told, 1 when Redis is away, 2 for an id of the wrong form."})
  int retract(
      @Parameters(arity = "0..1", paramLabel = "ID", description = "The post's id, for example x:1780000000000000001.") @Nullable String id,
      @Option(names = "--author", paramLabel = "ID", description = "All posts of this author, for example x:42.") @Nullable String author,
      @Option(names = "--up-to", paramLabel = "ID", description = "Of the author only the posts up to this one.") @Nullable String upTo) {
    logToStandardError();
    Retraction retraction;
    try {
      retraction = retraction(id, author, upTo);
    } catch (IllegalArgumentException e) {
      throw mistake("retract", String.valueOf(e.getMessage()));
    }
    Environment environment = new Environment(variables);
    Takedown.run(environment.checked(SharedConfig.read(environment)), retraction, out);
    return 0;
  }

  private static Retraction retraction(@Nullable String id, @Nullable String author, @Nullable String upTo) {
    if (id != null && author == null && upTo == null) return new Retraction.OfPost(id);
    if (id == null && author != null) return new Retraction.OfAuthor(author, upTo);
    throw new IllegalArgumentException("give either ID or --author ID, perhaps with --up-to ID");
  }

  private ParameterException mistake(String command, String what) {
    if (spec == null) throw new IllegalStateException("picocli has not run this");
    return new ParameterException(spec.subcommands().get(command), what);
  }

  /** What the log says is not what the command was asked for. */
  private static void logToStandardError() {
    System.setProperty(LOG_TARGET, "System.err");
  }
}
