package civiz.web;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is measured when somebody reads {@code /metrics}, and costs nothing otherwise: the state of areas, viewers and
 * Redis, and what the JVM tells of itself. Read on any thread.
 */
final class Gauges {
  /** The typical viewer, the slow one, the slowest. */
  private static final Map<String, Double> QUANTILES = Map.of("0.5", 0.5, "0.99", 0.99, "1", 1.0);

  private final Collection<Feed> feeds;
  private final PrometheusRegistry registry;

  Gauges(Collection<Feed> feeds, Subscribers subscribers, Admission admission,
      PrometheusRegistry registry) {
    this.feeds = feeds;
    this.registry = registry;
    gauge("civiz_viewers", "Viewers now.", Feed::viewers);
    gauge("civiz_messages_in_flight", "Viewers that a message is on its way to.", Feed::sending);
    backlog();
    gauge("civiz_log_events", "Events in memory.", feed -> {
      Window window = feed.log.window();
      return window == null ? 0 : window.events();
    });
    gauge("civiz_log_bytes", "Bytes of the events in memory, deflated.", feed -> {
      Window window = feed.log.window();
      return window == null ? 0 : window.bytes();
    });
    gauge("civiz_last_post_timestamp_seconds",
        "When the latest post came, in seconds since 1970; 0 before the first.",
        feed -> seconds(feed.status.lastPost()));
    gauge("civiz_collector_up", "1 when a collector was heard in the last 15 seconds, else 0.",
        feed -> feed.status.isCollectorUp(subscribers.clock().instant()) ? 1 : 0);
    CounterWithCallback.builder().name("civiz_malformed_total")
        .help("Messages and log entries that could not be read.").labelNames("area")
        .callback(
            each -> feeds.forEach(feed -> each.call((double) feed.status.malformed(), feed.area.name())))
        .register(registry);
    GaugeWithCallback.builder().name("civiz_redis_up").help("1 while the subscription stands, else 0.")
        .callback(one -> one.call(subscribers.state().up() ? 1 : 0)).register(registry);
    CounterWithCallback.builder().name("civiz_redis_subscriptions_total")
        .help("Subscriptions that stood; each after the first is a reconnection.")
        .callback(one -> one.call((double) subscribers.subscriptions())).register(registry);
    GaugeWithCallback.builder().name("civiz_client_addresses")
        .help("Client addresses that have viewers or had some a moment ago.")
        .callback(one -> one.call(admission.addresses())).register(registry);
    Info.builder().name("civiz_build_info").help("The version that runs.").labelNames("version")
        .register(registry).setLabelValues(WebApp.version());
    jvm();
  }

  private void gauge(String name, String help, ToDoubleFunction<Feed> value) {
    GaugeWithCallback.builder().name(name).help(help).labelNames("area")
        .callback(each -> feeds.forEach(feed -> each.call(value.applyAsDouble(feed), feed.area.name())))
        .register(registry);
  }

  private void backlog() {
    GaugeWithCallback.builder().name("civiz_viewer_backlog_lines")
        .help(
            "Lines of the log that a viewer has not been sent yet: of the typical one, the slow ones, the slowest.")
        .labelNames("area", "quantile").callback(each -> feeds.forEach(feed -> {
          long[] backlogs = feed.backlogs();
          QUANTILES.forEach(
              (label, quantile) -> each.call((double) quantile(backlogs, quantile), feed.area.name(), label));
        })).register(registry);
  }

  /** @param ascending may be empty */
  static long quantile(long[] ascending, double quantile) {
    if (ascending.length == 0) return 0;
    return ascending[Math.max(0, (int) Math.ceil(quantile * ascending.length) - 1)];
  }

  /** By the names that every Java process has; without what needs a dump of all threads. */
  private void jvm() {
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
    GaugeWithCallback.builder().name("jvm_threads_current").help("Current thread count of a JVM.")
        .callback(one -> one.call(ManagementFactory.getThreadMXBean().getThreadCount())).register(registry);
  }

  private static double seconds(@Nullable Instant instant) {
    return instant == null ? 0 : (double) instant.toEpochMilli() / TimeUnit.SECONDS.toMillis(1);
  }
}
