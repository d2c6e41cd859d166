package civiz.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One post after silence, again and again: when has the last viewer of a crowd got it? */
@Command(name = "last-viewer", mixinStandardHelpOptions = true, showDefaultValues = true, description = "One post after silence, again and again. When does the last viewer have it?")
final class LastViewerCommand implements Callable<Integer> {
  private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  /** Silences differ by up to this, so that posts do not keep step with anything that has a clock. */
  private static final long JITTER_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final double WARM_UP_RATE = 100;

  @Option(names = "--server", split = ",", defaultValue = "civiz", description = "As of fanout.")
  private List<String> servers = List.of();
  @Option(names = "--viewers", defaultValue = "1000")
  private int viewers;
  @Option(names = "--posts", defaultValue = "200")
  private int posts;
  @Option(names = "--warm-up", defaultValue = "20", description = "Seconds of 100 posts a second before that.")
  private int warmUp;
  @Option(names = "--ramp", defaultValue = "5", description = "Seconds in which the viewers come.")
  private int ramp;

  private final Table table = new Table("server", "viewers", "posts", "delivered", "last viewer p50 ms",
      "p99 ms", "max ms", "any viewer p50 ms", "p99 ms");

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    boolean sound = true;
    for (String server : servers)
      sound &= run(Contender.named(server));
    table.print();
    return sound ? 0 : 1;
  }

  private boolean run(Contender contender) {
    try (Rig rig = new Rig(contender, viewers)) {
      rig.letIn(Duration.ofSeconds(ramp));
      rig.play(WARM_UP_RATE);
      Rig.sleep(Duration.ofSeconds(warmUp));
      rig.collector.source().halt();
      Rig.sleep(Rig.SETTLE);
      long start = System.nanoTime() + SILENCE_NANOS;
      LongUnaryOperator at = i -> start + i * SILENCE_NANOS + i * 7_919_000 % JITTER_NANOS;
      rig.collector.source().play(at);
      Measurement seen = Measurement.take(rig, start, at.applyAsLong(posts), (long) posts * viewers, true);
      rig.collector.source().halt();
      Histogram last = seen.last();
      table.row(contender.name(), Table.number(viewers), Table.number(posts), Table.percent(seen.delivered()),
          Table.number(last.getValueAtPercentile(50) / 1e3, 1),
          Table.number(last.getValueAtPercentile(99) / 1e3, 1), Table.number(last.getMaxValue() / 1e3, 1),
          Table.number(seen.percentile(50), 1), Table.number(seen.percentile(99), 1));
      Verdict verdict = Verdict.of(rig.client);
      table.note("%s: %s; %s", contender.name(), seen.client(), verdict);
      return verdict.sound();
    }
  }
}
