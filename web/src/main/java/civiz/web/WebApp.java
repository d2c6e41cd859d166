package civiz.web;

import civiz.contract.Area;
import civiz.contract.PasswordPatience;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web process as a value: built, started, closed. It serves the page, {@code /ws}, {@code /history},
 * {@code /export} and {@code /health}; each area
 * is a {@link Feed} that {@link Subscribers} keep in step with Redis. Redis need not be there at the start.
 */
public final class WebApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebApp.class);

  /** More than the 90 s for which Heroku's router keeps a connection, so that it never uses one that just closed. */
  private static final Duration HTTP_IDLE = Duration.ofSeconds(95);
  /** When a dyno restarts, all its browsers come back at once. */
  private static final int ACCEPT_BACKLOG = 4096;
  /** Nothing here blocks a thread. */
  private static final int THREADS = 32;
  /**
   * What the kernel holds for one viewer; by itself it takes up to 4 MB for one that does not read, and lets nobody
   * know of it. Enough for 600 KB/s to the far side of the earth.
   */
  private static final int SEND_BUFFER = 128 * 1024;
  /** Besides the viewers: pages being loaded, the platform's own looks, and those who may not be viewers. */
  private static final int SPARE_CONNECTIONS = 2_000;
  /** For connections that outlast the viewers; one that says nothing for so long then has nothing more to say. */
  private static final Duration LAST_CONNECTIONS = Duration.ofSeconds(2);
  private static final Duration LAST_SILENCE = Duration.ofMillis(200);

  private final WebConfig config;
  private final Patience patience;
  private final Metrics metrics = new Metrics();
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Subscribers subscribers;
  private final Pulse pulse;
  private final Admission admission;
  private final BasemapPages basemap;
  private final Javalin server;

  /** Builds it; nothing runs yet. */
  public WebApp(WebConfig config) {
    this(config, Patience.DEFAULT);
  }

  WebApp(WebConfig config, Patience patience) {
    this.config = config;
    this.patience = patience;
    CoreShare share = new CoreShare();
    List<String> names = config.shared().areas().stream().map(Area::name).toList();
    for (Area area : config.shared().areas()) {
      feeds.put(area.name(), new Feed(area, new Hello(area, names, config.shared().retention(), version()),
          share.pacer(), metrics.area(area.name()), patience));
    }
    subscribers = Subscribers.of(config.shared(), feeds.values(),
        () -> ended.completeExceptionally(new IllegalStateException(PasswordPatience.lastWords())));
    pulse = new Pulse(feeds.values(), subscribers, config.shared().retention());
    admission = new Admission(feeds, config);
    basemap = new BasemapPages(config.basemap());
    server = Javalin.create(this::configure);
  }

  /** The version in the jar's manifest; "dev" when it runs from classes. */
  public static String version() {
    String version = WebApp.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  private void configure(JavalinConfig javalin) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.startup.startupWatcherEnabled = false;
    // the page's files are compressed once, the feed is deflated already
    javalin.http.compressionStrategy = CompressionStrategy.NONE;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    javalin.jetty.threadPool = threads;
    javalin.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setIdleTimeout(HTTP_IDLE.toMillis());
    });
    javalin.jetty.modifyServer(this::configure);
    javalin.jetty.addConnector(this::connector);
    javalin.jetty.modifyServletContextHandler(WebApp::withoutSessions);
    Assets assets = new Assets();
    new Pages(assets, new Health(feeds.values(), subscribers), config.basemap()).route(javalin.routes);
    basemap.route(javalin.routes);
    MetricsAccess access = config.metrics();
    if (access != null) {
      metrics.measure(feeds.values(), subscribers, admission);
      new MetricsPage(metrics, access).route(javalin.routes);
    }
  }

  private void configure(Server jetty) {
    jetty.setErrorHandler(new PlainErrors());
    jetty.insertHandler(new FeedRequests(admission, metrics, config.trustForwardedFor()));
    jetty.insertHandler(new FeedUpgrade(admission, metrics, config.trustForwardedFor()));
    jetty.setStopTimeout(LAST_CONNECTIONS.toMillis());
    jetty.addBean(new NetworkConnectionLimit(config.maxViewers() + SPARE_CONNECTIONS, jetty));
  }

  private ServerConnector connector(Server jetty, HttpConfiguration http) {
    ServerConnector tcp = new ServerConnector(jetty, new HttpConnectionFactory(http));
    tcp.setPort(config.port());
    tcp.setAcceptQueueSize(ACCEPT_BACKLOG);
    tcp.setAcceptedSendBufferSize(SEND_BUFFER);
    tcp.setIdleTimeout(HTTP_IDLE.toMillis());
    tcp.setShutdownIdleTimeout(LAST_SILENCE.toMillis());
    tcp.addBean(new RequestDeadline(tcp, patience.request(), metrics.requestsCut::inc));
    return tcp;
  }

  /** Javalin opens an HTTP session for whatever looks like an upgrade; these are not kept, and no cookie tells of them. */
  private static void withoutSessions(ServletContextHandler handler) {
    SessionHandler sessions = handler.getSessionHandler();
    sessions.setUsingCookies(false);
    NullSessionCache cache = new NullSessionCache(sessions);
    cache.setSessionDataStore(new NullSessionDataStore());
    sessions.setSessionCache(cache);
  }

  /**
   * Listens, and begins to read the feed.
   *
   * @throws RuntimeException when it can't listen, as on a port that is taken
   */
  public WebApp start() {
    server.start();
    feeds.values().forEach(Feed::start);
    subscribers.start();
    pulse.start();
    LOG.atInfo().addKeyValue("url", "http://localhost:" + port()).addKeyValue("version", version())
        .log("listening");
    return this;
  }

  /**
   * Completes when it has come to its end: normally by {@link #close}, exceptionally when it can't go on, with a reason
   * for a person. It serves what it has until its owner closes it.
   */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  Feed feed(String area) {
    return Objects.requireNonNull(feeds.get(area));
  }

  Metrics metrics() {
    return metrics;
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Takes no viewer any more, takes leave of those there are, and ends, all within some 15 s. */
  @Override
  public void close() {
    admission.close();
    pulse.close();
    subscribers.close();
    new Farewell(feeds.values(), patience.drain()).say();
    feeds.values().forEach(Feed::close);
    stop();
    basemap.close();
    ended.complete(null);
  }

  /** Who still holds on to a connection after {@link #LAST_CONNECTIONS} loses it, which the server calls a failure. */
  private void stop() {
    try {
      server.stop();
    } catch (JavalinException e) {
      LOG.atInfo().addKeyValue("why", e.getMessage()).log("connections were cut at the end");
    }
  }
}
