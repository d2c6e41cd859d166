package civiz.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came to all viewers: counts since the start, and latencies within a window, of each post on each connection,
 * from the time at which the post should have been written. Used by the client's thread; others ask for a copy.
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
  private Histogram age = new Histogram(LONGEST_MICROS, DIGITS);
  private long from = Long.MAX_VALUE;
  private long to;
  private @Nullable Map<Long, Long> latest;

  /** Records what should have been written between the two times, and what comes between them. */
  void window(long from, long to, boolean eachPost) {
    this.from = from;
    this.to = to;
    latency = new Histogram(LONGEST_MICROS, DIGITS);
    age = new Histogram(LONGEST_MICROS, DIGITS);
    latest = eachPost ? new HashMap<>() : null;
  }

  /** Of the posts that should have been written in the window, whenever they came. */
  Histogram latency() {
    return latency.copy();
  }

  /** Of the posts that came in the window, whenever they should have been written. */
  Histogram age() {
    return age.copy();
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
    boolean within = now >= from && now < to;
    for (long sent : payload.sent()) {
      long micros = Math.clamp((now - sent) / 1_000, 0, LONGEST_MICROS);
      if (within) age.recordValue(micros);
      if (sent < from || sent >= to) continue;
      latency.recordValue(micros);
      if (latest != null) latest.merge(sent, micros, Math::max);
    }
  }

  void ended(String how) {
    ends.merge(how, 1, Integer::sum);
  }
}
