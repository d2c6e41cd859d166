package civiz.web;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What is counted of one area, each as an adder that was looked up once: to count is to add a number, on any thread,
 * without a lock. {@link Metrics} makes it and tells what each is.
 */
final class AreaMetrics {
  final CounterDataPoint posts;
  final CounterDataPoint retractions;
  final CounterDataPoint openPosts;
  final CounterDataPoint openRetractions;
  final CounterDataPoint gapsFilled;
  final CounterDataPoint freshStarts;
  final CounterDataPoint fragments;
  final CounterDataPoint fragmentRawBytes;
  final CounterDataPoint fragmentBytes;
  final CounterDataPoint viewersOpened;
  final CounterDataPoint viewersLeft;
  final CounterDataPoint sentMessages;
  final CounterDataPoint sentBytes;
  private final CounterDataPoint sendingSeconds;
  private final Map<Cut, CounterDataPoint> cuts = new EnumMap<>(Cut.class);
  private final DistributionDataPoint fanOutDuration;
  private final DistributionDataPoint fanOutDelay;

  AreaMetrics(Metrics metrics, String area) {
    posts = metrics.events.labelValues(area, "post");
    retractions = metrics.events.labelValues(area, "retraction");
    openPosts = metrics.events.labelValues(area, "open_post");
    openRetractions = metrics.events.labelValues(area, "open_retraction");
    gapsFilled = metrics.gapsFilled.labelValues(area);
    freshStarts = metrics.freshStarts.labelValues(area);
    fragments = metrics.fragments.labelValues(area);
    fragmentRawBytes = metrics.fragmentRawBytes.labelValues(area);
    fragmentBytes = metrics.fragmentBytes.labelValues(area);
    viewersOpened = metrics.viewersOpened.labelValues(area);
    viewersLeft = metrics.viewersLeft.labelValues(area);
    sentMessages = metrics.sentMessages.labelValues(area);
    sentBytes = metrics.sentBytes.labelValues(area);
    sendingSeconds = metrics.sendingSeconds.labelValues(area);
    for (Cut cut : Cut.values())
      cuts.put(cut, metrics.viewersCut.labelValues(area, cut.label()));
    fanOutDuration = metrics.fanOutDuration.labelValues(area);
    fanOutDelay = metrics.fanOutDelay.labelValues(area);
  }

  /** A frame is out. */
  void sent(long nanos) {
    sendingSeconds.inc(seconds(nanos));
  }

  /** A viewer is ended by the server. */
  void cut(Cut why) {
    Objects.requireNonNull(cuts.get(why)).inc();
  }

  /**
   * A fan-out is done; all times are those of {@link System#nanoTime()}.
   *
   * @param news when the oldest of what it sent came
   */
  void fannedOut(long news, long start, long end) {
    fanOutDuration.observe(seconds(end - start));
    fanOutDelay.observe(seconds(end - news));
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
