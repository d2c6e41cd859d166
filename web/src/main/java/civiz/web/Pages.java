package civiz.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import org.jspecify.annotations.Nullable;

/** Everything on HTTP but what is of the feed itself: the page and its files, health, and what each answer carries. */
final class Pages {
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  static final String ASK_FIRST = "no-cache";
  private static final String ROBOTS = """
      User-agent: *
      Disallow: /export
      Disallow: /health
      Disallow: /history
      Disallow: /metrics
      Disallow: /ws
      """;
  /** Half a year, once a proxy says that the browser came over TLS. */
  private static final String HSTS = "max-age=15768000";

  private final Assets assets;
  private final SecurityHeaders headers;
  private final Health health;

  Pages(Assets assets, Health health, Basemap basemap) {
    this.assets = assets;
    this.health = health;
    headers = new SecurityHeaders(assets.scriptHashes(), basemap);
  }

  void route(RoutesConfig routes) {
    routes.before(this::secure);
    serve(routes, "/", context -> send(context, assets.index(), ASK_FIRST));
    serve(routes, "/embed", this::embed);
    serve(routes, "/assets/*", context -> send(context, assets.find(context.path()), FOR_EVER));
    serve(routes, "/webjars/*", context -> send(context, assets.find(context.path()), FOR_EVER));
    serve(routes, "/favicon.svg", context -> send(context, assets.named("favicon.svg"), ASK_FIRST));
    routes.get("/robots.txt", context -> context.result(ROBOTS));
    routes.get("/health", context -> uncached(context).contentType("application/json").result(health.json()));
    routes.get("/health/live", context -> uncached(context).result("live\n"));
    routes.get("/health/ready", this::ready);
    routes.error(404,
        context -> context.contentType("text/plain;charset=utf-8").result("There is nothing here.\n"));
  }

  /** The page for inside any other: it has nothing that a click could be stolen for. */
  private void embed(Context context) {
    context.header("Content-Security-Policy", headers.policyInsideOthers());
    send(context, assets.index(), ASK_FIRST);
  }

  /** Javalin answers HEAD by itself, but says that the length is 0. */
  static void serve(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  private void secure(Context context) {
    headers.all().forEach(context::header);
    if ("https".equals(context.header("X-Forwarded-Proto")))
      context.header(Header.STRICT_TRANSPORT_SECURITY, HSTS);
  }

  private void ready(Context context) {
    if (health.unread().isEmpty()) {
      uncached(context).result("ready\n");
    } else {
      uncached(context).status(503).header(Header.RETRY_AFTER, "1")
          .result("not read yet: %s\n".formatted(String.join(", ", health.unread())));
    }
  }

  private static Context uncached(Context context) {
    return context.header(Header.CACHE_CONTROL, "no-store");
  }

  static void send(Context context, Assets.@Nullable File file, String caching) {
    if (file == null) {
      context.status(404);
      return;
    }
    byte[] gzip = file.gzip();
    boolean zipped = gzip != null && acceptsGzip(context.header(Header.ACCEPT_ENCODING));
    context.header(Header.CACHE_CONTROL, caching).header(Header.ETAG, file.etag());
    if (gzip != null) context.header(Header.VARY, Header.ACCEPT_ENCODING);
    String known = context.header(Header.IF_NONE_MATCH);
    if (known != null && known.contains(file.etag())) {
      context.status(304);
      return;
    }
    if (zipped) context.header(Header.CONTENT_ENCODING, "gzip");
    byte[] body = zipped && gzip != null ? gzip : file.bytes();
    context.contentType(file.type()).res().setContentLength(body.length);
    if (!context.method().equals(HandlerType.HEAD)) context.result(body);
  }

  private static boolean acceptsGzip(@Nullable String accepted) {
    return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0,")
        && !accepted.endsWith("gzip;q=0");
  }
}
