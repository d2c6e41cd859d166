package civiz.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** {@code /metrics}: what {@link Metrics} counted and {@link Gauges} measure now, for those who may know. */
final class MetricsPage {
  private final Metrics metrics;
  private final MetricsAccess access;

  MetricsPage(Metrics metrics, MetricsAccess access) {
    this.metrics = metrics;
    this.access = access;
  }

  void route(RoutesConfig routes) {
    routes.get("/metrics", this::get);
  }

  private void get(Context context) throws IOException {
    context.header(Header.CACHE_CONTROL, "no-store");
    if (access.admits(context.header(Header.AUTHORIZATION))) {
      ByteArrayOutputStream body = new ByteArrayOutputStream(16 * 1024);
      metrics.write(body);
      context.contentType(Metrics.TYPE).result(body.toByteArray()).res().setContentLength(body.size());
    } else {
      context.status(401).header(Header.WWW_AUTHENTICATE, "Basic realm=\"metrics\", charset=\"UTF-8\"")
          .result("The metrics want the user and the password that METRICS holds.\n");
    }
  }
}
