package civiz.web;

import civiz.contract.Environment;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code java -jar web.jar}: the web process. Configured by the environment; ends on SIGTERM or SIGINT. */
public final class WebMain {
  private static final Logger LOG = LoggerFactory.getLogger(WebMain.class);
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  private static final String HELP = """
      Civiz web: shows the feed that is in Redis to browsers.

        java -jar web.jar              listen
        java -jar web.jar --help
        java -jar web.jar --version

      Environment:
        PORT              where to listen (8080)
        REDIS_URL         redis://[user:password@]host[:port][/db] or rediss:// (redis://localhost:6379)
        REDIS_TLS_VERIFY  false accepts a self-signed certificate (true)
        AREAS             name=west,south,east,north;… (a box around Chicago)
        RETENTION         how long a post is kept (24h)
        ALLOWED_ORIGINS   other origins whose pages may open the WebSocket, separated by commas (none)
        MAX_VIEWERS       browsers at a time (12000)
        LOG_LEVEL         DEBUG, INFO, WARN or ERROR (INFO)
      """;

  private WebMain() {}

  /** Starts it, and returns; the server's threads keep the process alive. */
  public static void main(String[] arguments) {
    switch (List.of(arguments)) {
      case List<String> none when none.isEmpty() -> run();
      case List<String> one when one.equals(List.of("--help")) -> System.out.print(HELP);
      case List<String> one when one.equals(List.of("--version")) ->
        System.out.println("civiz web " + WebApp.version());
      case List<String> other -> {
        System.err.printf("what is \"%s\"? Try --help%n", String.join(" ", other));
        System.exit(BAD_USAGE);
      }
    }
  }

  private static void run() {
    WebConfig config;
    try {
      config = WebConfig.read(System.getenv());
    } catch (Environment.BadConfiguration e) {
      System.err.println(e.getMessage());
      System.exit(BAD_USAGE);
      return;
    }
    WebApp app = new WebApp(config);
    try {
      app.start();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("port", config.port()).addKeyValue("why", e.getMessage()).log("can't listen");
      System.exit(FAILED);
    }
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(app::close));
  }
}
