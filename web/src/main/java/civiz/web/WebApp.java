package civiz.web;

import civiz.contract.Area;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web process as a value: built, started, closed. It serves the page, {@code /ws} and {@code /health}; each area
 * is a {@link Feed} that one {@link FeedSubscriber} keeps in step with Redis. Redis need not be there at the start.
 */
public final class WebApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebApp.class);

  /** More than the 90 s for which Heroku's router keeps a connection, so that it never uses one that just closed. */
  private static final Duration HTTP_IDLE = Duration.ofSeconds(95);
  /** The second line behind the pings: our own writes count as activity too. */
  private static final Duration WEBSOCKET_IDLE = Duration.ofMinutes(2);
  /** When a dyno restarts, all its browsers come back at once. */
  private static final int ACCEPT_BACKLOG = 4096;
  /** A frame in flight, a ping, a few pongs and a close: more means that the one-in-flight rule is broken. */
  private static final int MOST_OUTGOING_FRAMES = 16;
  /** Nothing here blocks a thread. */
  private static final int THREADS = 32;
  private static final String SEAT = "civiz.seat";
  /** For viewers to answer the close frame. */
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final WebConfig config;
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private final FeedSubscriber subscriber;
  private final Pulse pulse;
  private final Admission admission;
  private final Javalin server;

  /** Builds it; nothing runs yet. */
  public WebApp(WebConfig config) {
    this.config = config;
    CoreShare share = new CoreShare();
    List<String> names = config.shared().areas().stream().map(Area::name).toList();
    for (Area area : config.shared().areas()) {
      feeds.put(area.name(), new Feed(area, new Hello(area, names, config.shared().retention(), version()),
          share.pacer()));
    }
    subscriber = new FeedSubscriber(config.shared(), feeds.values());
    pulse = new Pulse(feeds.values(), subscriber, config.shared().retention());
    admission = new Admission(feeds, config);
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
    javalin.jetty.port = config.port();
    javalin.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setIdleTimeout(HTTP_IDLE.toMillis());
    });
    javalin.jetty.modifyServer(WebApp::configure);
    javalin.jetty.modifyServletContextHandler(WebApp::withoutSessions);
    javalin.jetty.modifyServletContextHandler(WebApp::withoutDeflate);
    javalin.jetty.modifyWebSocketServletFactory(this::configure);
    Assets assets = new Assets();
    new Pages(assets, new Health(feeds.values(), subscriber)).route(javalin.routes);
    javalin.routes.get("/ws", context -> context.status(426).header(Header.UPGRADE, "websocket")
        .result("This address speaks WebSocket.\n"));
    javalin.routes.wsBeforeUpgrade("/ws", this::admit);
    // Javalin asks for a route; the connection itself is a FeedSocket
    javalin.routes.ws("/ws", ws -> {});
  }

  private static void configure(Server jetty) {
    jetty.setStopTimeout(FAREWELL.toMillis());
    for (var connector : jetty.getConnectors()) {
      if (connector instanceof ServerConnector tcp) {
        tcp.setAcceptQueueSize(ACCEPT_BACKLOG);
        tcp.setIdleTimeout(HTTP_IDLE.toMillis());
      }
    }
  }

  /** Javalin opens an HTTP session for each upgrade; these are made, not kept, and no cookie tells of them. */
  private static void withoutSessions(ServletContextHandler handler) {
    SessionHandler sessions = handler.getSessionHandler();
    sessions.setUsingCookies(false);
    NullSessionCache cache = new NullSessionCache(sessions);
    cache.setSessionDataStore(new NullSessionDataStore());
    sessions.setSessionCache(cache);
  }

  /** A deflater for each connection would cost more memory than all else: messages are deflated once for all. */
  private static void withoutDeflate(ServletContextHandler handler) {
    JettyWebSocketServletContainerInitializer.configure(handler,
        (context, container) -> WebSocketServerComponents
            .getWebSocketComponents(handler).getExtensionRegistry().unregister("permessage-deflate"));
  }

  private void configure(JettyWebSocketServletFactory factory) {
    factory.setIdleTimeout(WEBSOCKET_IDLE);
    factory.setMaxOutgoingFrames(MOST_OUTGOING_FRAMES);
    factory.addMapping("/ws", (request, response) -> {
      Object seat = request.getHttpServletRequest().getAttribute(SEAT);
      return seat instanceof Admission.Seat taken ? new FeedSocket(taken) : null;
    });
  }

  private void admit(Context context) throws IOException {
    try {
      context.attribute(SEAT, admission.admit(context.queryParam("area"), context.queryParam("since"),
          context.queryParam("format"), context.header(Header.HOST), context.header(Header.ORIGIN)));
    } catch (Admission.Refused refused) {
      context.status(refused.status);
      if (refused.status == 503) context.header(Header.RETRY_AFTER, String.valueOf(Admission.RETRY_AFTER));
      context.contentType("text/plain;charset=utf-8");
      context.outputStream().write((refused.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
      throw new HttpResponseException(refused.status, String.valueOf(refused.getMessage()));
    }
  }

  /**
   * Listens, and begins to read the feed.
   *
   * @throws RuntimeException when it can't listen, as on a port that is taken
   */
  public WebApp start() {
    server.start();
    feeds.values().forEach(Feed::start);
    subscriber.start();
    pulse.start();
    LOG.atInfo().addKeyValue("url", "http://localhost:" + port()).addKeyValue("version", version())
        .log("listening");
    return this;
  }

  Feed feed(String area) {
    return Objects.requireNonNull(feeds.get(area));
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Tells the viewers that it goes away, and ends within a few seconds. */
  @Override
  public void close() {
    admission.close();
    feeds.values().forEach(Feed::dismiss);
    long deadline = System.nanoTime() + FAREWELL.toNanos();
    while (feeds.values().stream().anyMatch(feed -> feed.viewers() > 0) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    pulse.close();
    subscriber.close();
    feeds.values().forEach(Feed::close);
    server.stop();
  }
}
