package civiz.web;

import civiz.contract.Environment;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code java -jar web.jar}: the web process. Configured by the environment; ends on SIGTERM or SIGINT. Exit codes: 0
 * when all is well, 1 when it can't listen or a check failed, 2 for a mistake in the arguments or the configuration.
 */
public final class WebMain {
  /** Read by logback.xml when the first logger is made. */
  private static final String LOG_TARGET = "civiz.log.target";
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;
  /** The platform kills a process 30 s after it has asked it to end. */
  private static final Duration MOST_ENDING = Duration.ofSeconds(20);

  private static final String HELP = """
      Civiz web: shows the feed that is in Redis to browsers.

        java -jar web.jar              listen
        java -jar web.jar check        try the configuration, PORT, BASEMAP_FILE, Redis and the feed of each area;
                                       exits with 0 when all is well, 1 when something is not, 2 for a mistake
        java -jar web.jar --help
        java -jar web.jar --version

      Environment:
        PORT              where to listen (8080)
        REDIS_URL         redis://[user:password@]host[:port][/db] or rediss:// (redis://localhost:6379)
        REDIS_TLS_VERIFY  false accepts a self-signed certificate (true)
        REDIS_CLUSTER     true when REDIS_URL is any one node of a Redis Cluster, version 7 or later (false)
        AREAS             name=west,south,east,north;… (a box around Chicago)
        RETENTION         how long a post is kept (24h)
        ALLOWED_ORIGINS   other origins whose pages may open the WebSocket, separated by commas (none)
        MAX_VIEWERS       browsers at a time (12000)
        MAX_VIEWERS_PER_ADDRESS
                          of one client address (200)
        TRUST_FORWARDED_FOR
                          true takes that from X-Forwarded-For, which a router must set (true where DYNO is set)
        BASEMAP_URL       the map's tiles: a template with {z}, {x} and {y}, the address of a TileJSON document,
                          or none (OpenStreetMap's)
        BASEMAP_URL_DARK  the same for the dark theme (the light ones, darkened)
        BASEMAP_ATTRIBUTION
                          whom the map names for a template's tiles or a file's
        BASEMAP_FILE      an MBTiles file of pictures to serve instead
        METRICS           who may read /metrics: open, or user:password (there is no such address)
        LOG_LEVEL         DEBUG, INFO, WARN or ERROR (INFO)
      """;

  private WebMain() {}

  /** Starts it, and returns; the server's threads keep the process alive. */
  public static void main(String[] arguments) {
    switch (List.of(arguments)) {
      case List<String> none when none.isEmpty() -> run();
      case List<String> one when one.equals(List.of("check")) -> System.exit(check());
      case List<String> one when one.equals(List.of("--help")) -> System.out.print(HELP);
      case List<String> one when one.equals(List.of("--version")) ->
        System.out.println("civiz web " + WebApp.version());
      case List<String> other -> {
        System.err.printf("what is \"%s\"? Try --help%n", String.join(" ", other));
        System.exit(BAD_USAGE);
      }
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(WebMain.class);
  }

  /** What the log says is not what the command was asked for. */
  private static int check() {
    System.setProperty(LOG_TARGET, "System.err");
    return WebCheck.run(config(), System.out) ? 0 : FAILED;
  }

  private static WebConfig config() {
    try {
      return WebConfig.read(System.getenv());
    } catch (Environment.BadConfiguration e) {
      System.err.println(e.getMessage());
      System.exit(BAD_USAGE);
      throw new IllegalStateException("the process has ended", e);
    }
  }

  private static void run() {
    WebConfig config = config();
    WebApp app = new WebApp(config);
    try {
      app.start();
    } catch (RuntimeException e) {
      log().atError().addKeyValue("port", config.port()).addKeyValue("why", e.getMessage())
          .log("can't listen");
      System.exit(FAILED);
    }
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> end(app)));
    var _ = app.ended().whenComplete((done, why) -> {
      if (why != null) exit(why);
    });
  }

  /** What ends the process ends it as a signal does: viewers are told where to come back. */
  private static void exit(Throwable why) {
    log().atError().addKeyValue("why", why.getMessage()).log("the web process can't go on");
    System.exit(FAILED);
  }

  /** The JVM exits when this returns, whatever still hangs then. */
  private static void end(WebApp app) {
    Thread closing = Thread.ofPlatform().daemon().name("closing").start(app::close);
    try {
      if (!closing.join(MOST_ENDING)) log().atWarn().log("the end took too long: leaving as it is");
    } catch (InterruptedException e) {
      log().atWarn().log("the end was interrupted");
    }
  }
}
