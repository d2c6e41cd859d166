package civiz.web;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link WebApp} counts and measures, by Prometheus's conventions; README.md has the table. A registry of its
 * own, because several may run in one JVM. No label holds text from the world: areas are configured, the rest are enums.
 */
final class Metrics {
  /** Seconds: from what a viewer can't notice to what it can't miss. */
  private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};

  /** The text's media type, version 0.0.4 of the format. */
  static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();

  final Counter events = counter("civiz_events_total", "Events taken from the feed and by the open door.",
      "area", "kind");
  final Counter gapsFilled = counter("civiz_gaps_filled_total",
      "Times events were missing and were read from the log.", "area");
  final Counter freshStarts = counter("civiz_fresh_starts_total",
      "Times the whole log was read, because continuity could not be proven.", "area");
  final Counter fragments = counter("civiz_fragments_total", "Fragments sealed.", "area");
  final Counter fragmentRawBytes = counter("civiz_fragment_raw_bytes_total",
      "Bytes of sealed fragments before they were deflated.", "area");
  final Counter fragmentBytes = counter("civiz_fragment_bytes_total",
      "Bytes of sealed fragments, deflated.", "area");
  final Counter viewersOpened = counter("civiz_viewers_opened_total", "Viewers that entered.", "area");
  final Counter viewersLeft = counter("civiz_viewers_left_total", "Viewers that ended by themselves.",
      "area");
  final Counter viewersCut = counter("civiz_viewers_cut_total", "Viewers that the server ended.", "area",
      "reason");
  private final Counter upgradesRefused = counter("civiz_upgrades_refused_total",
      "Upgrades that did not become viewers.", "reason");
  private final Counter reads = counter("civiz_reads_total",
      "Requests for history and exports: answered, or why not.", "path", "outcome");
  final Counter sentMessages = counter("civiz_sent_messages_total", "Messages sent to viewers.", "area");
  final Counter sentBytes = counter("civiz_sent_bytes_total",
      "Bytes of messages sent to viewers, without the frames' headers; of text its characters.", "area");
  final Counter sendingSeconds = counter("civiz_sending_seconds_total",
      "Seconds for which frames were on their way out of this process, over all viewers.", "area");
  final Histogram fanOutDuration = histogram("civiz_fanout_duration_seconds",
      "How long a fan-out took: to seal what is new and hand it to every viewer that is not busy.", "area");
  final Histogram fanOutDelay = histogram("civiz_fanout_delay_seconds",
      "From when the oldest of what a fan-out sends came into this process to the fan-out's end.", "area");

  final Counter requestsCut = counter("civiz_requests_cut_total",
      "Connections closed because no whole request came in time.");

  Metrics() {
    for (Refusal why : Refusal.values())
      upgradesRefused.initLabelValues(why.label());
    for (String path : FeedRequests.PATHS)
      reads.initLabelValues(path, "answered");
  }

  /** An upgrade does not become a viewer. */
  void refused(Refusal why) {
    upgradesRefused.labelValues(why.label()).inc();
  }

  /**
   * The log is read for somebody, or is not.
   *
   * @param path one of {@link FeedRequests#PATHS}
   * @param why  it is not; null when it is
   */
  void read(String path, @Nullable Refusal why) {
    reads.labelValues(path, why == null ? "answered" : why.label()).inc();
  }

  /** What is counted of one area. */
  AreaMetrics area(String name) {
    return new AreaMetrics(this, name);
  }

  /** Adds what is measured rather than counted. Called once. */
  void measure(Collection<Feed> feeds, Subscribers subscribers, Admission admission) {
    new Gauges(feeds, subscribers, admission, registry);
  }

  /** All of it in Prometheus's text format. */
  void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.builder().build().write(out, registry.scrape());
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).withoutExemplars().register(registry);
  }

  private Histogram histogram(String name, String help, String... labels) {
    return Histogram.builder().name(name).help(help).labelNames(labels).withoutExemplars().classicOnly()
        .classicUpperBounds(SECONDS).register(registry);
  }
}
