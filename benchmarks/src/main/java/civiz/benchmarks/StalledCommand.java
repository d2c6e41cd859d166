package civiz.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Some viewers stop reading: do the others, or the memory, notice? Do they come back where they were? */
@Command(name = "stalled", mixinStandardHelpOptions = true, showDefaultValues = true, description = "Some viewers stop reading, with small socket buffers. A row before, one meanwhile, and what became of them.")
final class StalledCommand implements Callable<Integer> {
  @Option(names = "--viewers", defaultValue = "1000")
  private int viewers;
  @Option(names = "--stalled", defaultValue = "10", description = "How many of them stop reading.")
  private int stalled;
  @Option(names = "--rate", defaultValue = "200", description = "Posts a second; a server remembers 20,000.")
  private double rate;
  @Option(names = "--warm-up", defaultValue = "20", description = "Seconds of posts before the first row.")
  private int warmUp;
  @Option(names = "--seconds", defaultValue = "60", description = "Of the first row.")
  private int seconds;
  @Option(names = "--stall", defaultValue = "80", description = "Seconds without reading.")
  private int stall;
  @Option(names = "--ramp", defaultValue = "5", description = "Seconds in which the viewers come.")
  private int ramp;

  private final Table table = new Table("stalled", "viewers × posts/s", "delivered to the others", "p50 ms",
      "p99 ms", "CPU µs a delivered post", "RSS MB", "heap MB after a collection");

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    try (Rig rig = new Rig(Contender.named("civiz"), viewers)) {
      List<LoadViewer> some = rig.client.viewers().subList(0, stalled);
      rig.client.ask(() -> {
        some.forEach(LoadViewer::setApart);
        return true;
      });
      rig.letIn(Duration.ofSeconds(ramp));
      rig.play(rate);
      Rig.sleep(Duration.ofSeconds(warmUp));
      row(0, Measurement.now(rig, rate, seconds, viewers - stalled), rig.server);
      reading(rig, some, false);
      row(stalled, Measurement.now(rig, rate, stall, viewers - stalled), rig.server);
      reading(rig, some, true);
      rig.await("stalled viewers cut and back", () -> rig.client.ask(() -> some.stream()
          .allMatch(viewer -> viewer.losses() > 0 && viewer.isOpen() && viewer.caughtUpAt() != 0)));
      Rig.sleep(Rig.SETTLE);
      rig.collector.source().halt();
      Verdict verdict = Verdict.of(rig.client);
      table.note("the %d came back; all viewers had: %s", stalled, verdict);
      rig.server.metrics("civiz_viewers_cut_total").forEach(line -> table.note("%s", line));
      table.print();
      return verdict.sound() && verdict.restarts() == 0 ? 0 : 1;
    }
  }

  private static void reading(Rig rig, List<LoadViewer> some, boolean reads) {
    rig.client.ask(() -> {
      some.forEach(viewer -> viewer.read(reads));
      return true;
    });
  }

  private void row(int stalledNow, Measurement seen, Server server) {
    double rss = server.rss();
    table.row(stalledNow, Table.number(viewers) + " × " + Table.number(rate, 0),
        Table.percent(seen.delivered()),
        Table.number(seen.percentile(50), 1), Table.number(seen.percentile(99), 1),
        Table.number(seen.serverMicrosPerPost(), 3), Table.number(rss, 0), Table.number(server.heap(), 1));
    table.note("%d stalled: %s", stalledNow, seen.client());
  }
}
