package civiz.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Posts at an even rate to a crowd, against one server after another. */
@Command(name = "fanout", mixinStandardHelpOptions = true, showDefaultValues = true, description = "Posts at an even rate to a crowd. A row for each server and round.")
final class FanOutCommand implements Callable<Integer> {
  @Option(names = "--server", split = ",", defaultValue = "civiz", description = "civiz, socket.io, ws, bun, bun-batched; several by commas")
  private List<String> servers = List.of();
  @Option(names = "--viewers", defaultValue = "1000")
  private int viewers;
  @Option(names = "--rate", defaultValue = "1000", description = "Posts a second.")
  private double rate;
  @Option(names = "--seconds", defaultValue = "20", description = "The window that is measured.")
  private int seconds;
  @Option(names = "--warm-up", defaultValue = "20", description = "Seconds of posts before that.")
  private int warmUp;
  @Option(names = "--ramp", defaultValue = "5", description = "Seconds in which the viewers come.")
  private int ramp;
  @Option(names = "--rounds", defaultValue = "1", description = "How often each server has its turn.")
  private int rounds;

  private final Table table = new Table("server", "viewers × posts/s", "delivered", "p50 ms", "p99 ms",
      "p99.9 ms", "max ms", "CPU µs a delivered post", "bytes a delivered post", "RSS MB start, idle, peak",
      "KB a viewer");

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    boolean sound = true;
    for (int round = 0; round < rounds; round++) {
      for (String server : servers)
        sound &= run(Contender.named(server));
    }
    table.print();
    return sound ? 0 : 1;
  }

  private boolean run(Contender contender) {
    try (Rig rig = new Rig(contender, viewers)) {
      Rig.sleep(Rig.SETTLE);
      double start = rig.server.rss();
      rig.letIn(Duration.ofSeconds(ramp));
      double idle = rig.server.rss();
      rig.play(rate);
      Rig.sleep(Duration.ofSeconds(warmUp));
      Measurement seen = Measurement.now(rig, rate, seconds, viewers);
      Histogram late = rig.collector.source().halt();
      table.row(contender.name(), Table.number(viewers) + " × " + Table.number(rate, 0),
          Table.percent(seen.delivered()), Table.number(seen.percentile(50), 1),
          Table.number(seen.percentile(99), 1), Table.number(seen.percentile(99.9), 1),
          Table.number(seen.percentile(100), 1), Table.number(seen.serverMicrosPerPost(), 3),
          Table.number(seen.bytesPerPost(), 0), "%.0f, %.0f, %.0f".formatted(start, idle, rig.server.peak()),
          Table.number((idle - start) * 1024 / viewers, 1));
      Verdict verdict = Verdict.of(rig.client);
      table.note("%s: %s; posts written late p99 %.1f ms; %s", contender.name(), seen.client(),
          late.getValueAtPercentile(99) / 1e3, verdict);
      return verdict.sound();
    }
  }
}
