package civiz.collector;

import civiz.collector.source.LoadPosts;
import civiz.contract.Area;
import civiz.contract.Post;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to hold a post against a block list of a hundred words. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
public class FilterBenchmark {
  private static final int POSTS = 50;
  private static final int WORDS = 100;

  private final Blocklist blocklist = new Blocklist(
      IntStream.range(0, WORDS).mapToObj(i -> "never said " + i).toList(), List.of("x:42"));
  private final List<Post> posts = posts();

  private static List<Post> posts() {
    LoadPosts texts = new LoadPosts(Area.parseAll("chicago=-87.96,41.644,-87.40,42.04").getFirst());
    return IntStream.range(0, POSTS).mapToObj(i -> texts.post(i, i)).toList();
  }

  /** None of the words is in any post. */
  @Benchmark
  @OperationsPerInvocation(POSTS)
  public int filter() {
    int blocked = 0;
    for (Post post : posts) {
      if (blocklist.blocks(post)) blocked++;
    }
    if (blocked > 0) throw new IllegalStateException("a post is blocked");
    return blocked;
  }
}
