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

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    System.out.println(
        """
            | server | viewers × posts/s | delivered | p50 ms | p99 ms | p99.9 ms | max ms | CPU µs a delivered post \
            | bytes a delivered post | RSS MB start, idle, peak | KB a viewer |
            |---|---|---|---|---|---|---|---|---|---|---|""");
    boolean sound = true;
    for (int round = 0; round < rounds; round++) {
      for (String server : servers)
        sound &= run(Contender.named(server));
    }
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
      System.out.printf(
          "| %s | %,d × %,.0f | %.1f %% | %.1f | %.1f | %.1f | %.1f | %.3f | %.0f | %.0f, %.0f, %.0f | %.1f |%n",
          contender.name(), viewers, rate, seen.delivered() * 100, seen.percentile(50), seen.percentile(99),
          seen.percentile(99.9), seen.percentile(100), seen.serverMicrosPerPost(), seen.bytesPerPost(), start,
          idle,
          rig.server.peak(), (idle - start) * 1024 / viewers);
      Verdict verdict = Verdict.of(rig.client);
      System.out.printf("  %s; server %.0f %%; posts written late p99 %.1f ms; %s%n", seen.client(),
          seen.serverCpu() / 1e7 / seen.seconds(), late.getValueAtPercentile(99) / 1e3, verdict);
      return verdict.sound();
    }
  }
}
