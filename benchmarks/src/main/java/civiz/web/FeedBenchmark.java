package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.collector.source.LoadPosts;
import civiz.contract.Area;
import civiz.contract.FeedEvent;
import civiz.contract.Post;
import civiz.contract.PostJson;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one post costs on its way through the web process before any viewer has it. Fifty posts are what comes within
 * 50 ms at 1,000 posts a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
public class FeedBenchmark {
  private static final int POSTS = 50;
  private static final Area AREA = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04").getFirst();

  private final Post[] posts = new Post[POSTS];
  private final byte[][] events = new byte[POSTS][];
  private byte[] lines = {};
  private FeedLog log = log();
  private long seq;

  private static FeedLog log() {
    FeedLog log = new FeedLog(new Hello(AREA, List.of(AREA.name()), Duration.ofHours(24), "benchmark"),
        new Metrics().area(AREA.name()));
    log.begin("9f3a", 0, 0);
    log.end();
    return log;
  }

  /** Fifty different posts, and an empty log. */
  @Setup(Level.Iteration)
  public void make() {
    LoadPosts texts = new LoadPosts(AREA);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < POSTS; i++) {
      posts[i] = texts.post(i, System.nanoTime());
      events[i] = "{\"epoch\":\"9f3a\",\"seq\":%d,\"post\":%s}"
          .formatted(i + 1, new String(PostJson.write(posts[i]), UTF_8)).getBytes(UTF_8);
      all.writeBytes(events[i]);
      all.write('\n');
    }
    lines = all.toByteArray();
    log = log();
    seq = 0;
  }

  /** An event of the channel is read, its post checked. */
  @Benchmark
  @OperationsPerInvocation(POSTS)
  public long parse() {
    long sum = 0;
    for (byte[] event : events)
      sum += FeedEvent.read(event).seq();
    return sum;
  }

  /** A post is written as JSON, as the collector does. */
  @Benchmark
  @OperationsPerInvocation(POSTS)
  public long encode() {
    long sum = 0;
    for (Post post : posts)
      sum += PostJson.write(post).length;
    return sum;
  }

  /** The lines of fifty posts are deflated, once for all viewers. */
  @Benchmark
  @OperationsPerInvocation(POSTS)
  public Object deflate() {
    return Deflate.deflate(lines, lines.length);
  }

  /** Fifty posts enter the log, are sealed into a fragment, and push the oldest ones out when it is full. */
  @Benchmark
  @OperationsPerInvocation(POSTS)
  public Object fragment() {
    for (byte[] event : events)
      log.append(event, ++seq, seq, "load:1", null);
    log.seal();
    return log;
  }
}
