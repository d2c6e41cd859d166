package civiz.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came to all viewers: counts since the start, and the latency of the posts that should have been written within
 * a window, each on each connection, from the time at which it should have been written. Used by the client's thread;
 * others ask for a copy.
 */
final class Deliveries {
  private static final long LONGEST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;

  /** Posts that came live, bytes of all kinds. */
  long posts;
  long bytes;
  /** Posts from before a viewer came or came back. */
  long history;
  final Continuity.Faults faults = new Continuity.Faults();
  /** Connections that the server or the network ended, and upgrades it refused, by what it said. */
  final Map<String, Integer> ends = new TreeMap<>();

  /** Microseconds. */
  private Histogram latency = new Histogram(LONGEST_MICROS, DIGITS);
  private long from = Long.MAX_VALUE;
  private long to;
  private @Nullable Map<Long, Long> latest;

  /** Records what should have been written between the two times. */
  void window(long from, long to, boolean eachPost) {
    this.from = from;
    this.to = to;
    latency = new Histogram(LONGEST_MICROS, DIGITS);
    latest = eachPost ? new HashMap<>() : null;
  }

  /** A copy of the latencies so far. */
  Histogram latency() {
    return latency.copy();
  }

  /** Of each post, when the last viewer had it. */
  Histogram last() {
    Histogram last = new Histogram(LONGEST_MICROS, DIGITS);
    if (latest != null) latest.values().forEach(last::recordValue);
    return last;
  }

  /** Posts came to a viewer; one whose latency is not asked for is counted, too. */
  void live(Payload payload, long now, boolean recorded) {
    posts += payload.sent().length;
    if (!recorded) return;
    for (long sent : payload.sent()) {
      if (sent < from || sent >= to) continue;
      long micros = Math.max(0, now - sent) / 1_000;
      latency.recordValue(Math.min(micros, LONGEST_MICROS));
      if (latest != null) latest.merge(sent, micros, Math::max);
    }
  }

  void ended(String how) {
    ends.merge(how, 1, Integer::sum);
  }
}
