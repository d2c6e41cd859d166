package civiz.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The server is killed and started anew, and all its viewers come back at once. */
@Command(name = "restart", mixinStandardHelpOptions = true, showDefaultValues = true, description = "web.jar is killed and started anew; all viewers come back within a second, each where it was.")
final class RestartCommand implements Callable<Integer> {
  @Option(names = "--viewers", defaultValue = "5000")
  private int viewers;
  @Option(names = "--rate", defaultValue = "50", description = "Posts a second, all the time.")
  private double rate;
  @Option(names = "--warm-up", defaultValue = "10", description = "Seconds of posts before the kill.")
  private int warmUp;
  @Option(names = "--ramp", defaultValue = "10", description = "Seconds in which the viewers come at first.")
  private int ramp;
  @Option(names = "--rounds", defaultValue = "3", description = "How often it is killed.")
  private int rounds;

  private final Table table = new Table("viewers", "server back after s", "all connected after s",
      "all caught up after s", "missing", "duplicate", "begun anew", "peak RSS MB");

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    boolean sound = true;
    try (Rig rig = new Rig(Contender.named("civiz"), viewers)) {
      rig.letIn(Duration.ofSeconds(ramp));
      rig.play(rate);
      for (int round = 0; round < rounds; round++) {
        Rig.sleep(Duration.ofSeconds(warmUp));
        sound &= restart(rig);
      }
    }
    table.print();
    return sound ? 0 : 1;
  }

  private boolean restart(Rig rig) {
    rig.client.stayAway(true);
    long killed = System.nanoTime();
    rig.server.kill();
    rig.await("connections ended", () -> rig.client.open() == 0);
    rig.server.restart();
    rig.client.stayAway(false);
    rig.client.ask(() -> {
      rig.client.deliveries().ends.clear();
      return true;
    });
    long back = System.nanoTime();
    rig.client.connect(rig.client.viewers(), Duration.ofSeconds(1));
    rig.await("viewers connected", () -> rig.client.open() == viewers);
    double connected = since(back);
    rig.await("viewers caught up", () -> rig.client.caughtUp() == viewers);
    long last = rig.client
        .ask(() -> rig.client.viewers().stream().mapToLong(LoadViewer::caughtUpAt).max().orElseThrow());
    Rig.sleep(Rig.SETTLE);
    Verdict verdict = Verdict.of(rig.client);
    table.row(Table.number(viewers), Table.number((back - killed) / 1e9, 1), Table.number(connected, 1),
        Table.number((last - back) / 1e9, 1), verdict.missing(), verdict.duplicates(), verdict.restarts(),
        Table.number(rig.server.peak(), 0));
    table.note("%s", verdict);
    return verdict.sound() && verdict.restarts() == 0;
  }

  private static double since(long nanos) {
    return (double) (System.nanoTime() - nanos) / TimeUnit.SECONDS.toNanos(1);
  }
}
