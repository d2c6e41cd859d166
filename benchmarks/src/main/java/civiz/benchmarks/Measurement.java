package civiz.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What was seen in a window of time, while posts come at an even rate.
 *
 * @param seconds    how long it was
 * @param expected   deliveries there should have been
 * @param latency    of those there were, microseconds
 * @param age        of what came in the window, whenever it was written, microseconds
 * @param last       of each post, when the last viewer had it; empty when not asked for
 * @param posts      deliveries within the window, whenever the posts were written
 * @param bytes      that came to viewers
 * @param serverCpu  nanoseconds
 * @param clientCpu  nanoseconds of the client's thread
 * @param clientCore nanoseconds the client's core was busy
 * @param rounds     how long the client took for a round of reading, microseconds
 */
record Measurement(double seconds, long expected, Histogram latency, Histogram age, Histogram last,
    long posts,
    long bytes, long serverCpu, long clientCpu, long clientCore, Histogram rounds) {

  /** Above this share of a core a thread that has much to read is late at times. */
  private static final double BUSY = 0.85;
  private static final double FULL = 0.95;
  private static final double KEEPS_UP = 0.99;
  /** Rounds of reading that take longer than this make the latencies longer than the server made them. */
  private static final long LONG_ROUND_MICROS = 50_000;
  /** What is on its way at the end of the window still counts. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private record Moment(long time, long posts, long bytes, long serverCpu, long clientCpu, long clientCore) {
    static Moment of(Rig rig) {
      long[] counts = rig.client
          .ask(() -> new long[]{rig.client.deliveries().posts, rig.client.deliveries().bytes});
      return new Moment(System.nanoTime(), counts[0], counts[1], rig.server.cpu(), rig.client.cpu(),
          Machine.clientCoreBusy());
    }
  }

  /**
   * Waits for the window and measures it.
   *
   * @param from     when it begins, {@link System#nanoTime()}
   * @param to       when it ends
   * @param expected deliveries there should be of posts written in it
   * @param eachPost whether to tell when the last viewer had each post
   */
  static Measurement take(Rig rig, long from, long to, long expected, boolean eachPost) {
    LoadClient client = rig.client;
    client.ask(() -> {
      client.deliveries().window(from, to, eachPost);
      return true;
    });
    Rig.sleepUntil(from);
    client.rounds();
    Moment start = Moment.of(rig);
    Rig.sleepUntil(to);
    Moment end = Moment.of(rig);
    Histogram rounds = client.rounds();
    Rig.sleep(DRAIN);
    return new Measurement((end.time - start.time) / 1e9, expected,
        client.ask(() -> client.deliveries().latency()),
        client.ask(() -> client.deliveries().age()), client.ask(() -> client.deliveries().last()),
        end.posts - start.posts, end.bytes - start.bytes,
        end.serverCpu - start.serverCpu, end.clientCpu - start.clientCpu, end.clientCore - start.clientCore,
        rounds);
  }

  /** A window that begins now, of posts at an even rate, which those who do not stand apart should all get. */
  static Measurement now(Rig rig, double rate, int seconds, int viewers) {
    long from = System.nanoTime();
    long to = from + TimeUnit.SECONDS.toNanos(seconds);
    return take(rig, from, to, Math.round(rate * seconds) * viewers, false);
  }

  /** Whether the server could not keep up: then what comes in the window was written before it. */
  boolean isSaturated() {
    return latency.getTotalCount() < expected * KEEPS_UP;
  }

  /** The share of the deliveries; of a server that can't keep up, what it manages of what it should. */
  double delivered() {
    return (double) (isSaturated() ? age : latency).getTotalCount() / expected;
  }

  /** Milliseconds from when a post should have been written to a viewer; of a server that can't keep up, as it is now. */
  double percentile(double percentile) {
    return (isSaturated() ? age : latency).getValueAtPercentile(percentile) / 1e3;
  }

  double serverMicrosPerPost() {
    return serverCpu / 1e3 / posts;
  }

  double bytesPerPost() {
    return (double) bytes / posts;
  }

  /** Whether the client was the limit, in words. */
  String client() {
    double thread = clientCpu / 1e9 / seconds;
    double core = clientCore / 1e9 / seconds;
    long round = rounds.getValueAtPercentile(99);
    String warning = thread > BUSY || round > LONG_ROUND_MICROS
        ? "THE CLIENT WAS THE BOTTLENECK: "
        : core > FULL ? "THE CLIENT'S CORE WAS FULL: " : "";
    return "%s%sclient's thread %.0f %%, its core %.0f %%, rounds p99 %.1f ms; server %.0f %%".formatted(
        isSaturated() ? "THE SERVER DID NOT KEEP UP: " : "", warning, thread * 100, core * 100, round / 1e3,
        serverCpu / 1e7 / seconds);
  }
}
