package civiz.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A deploy replaces one web process after the other while posts come and viewers look. */
@Command(name = "rolling", mixinStandardHelpOptions = true, showDefaultValues = true, description = "Several web.jar, each replaced in turn: the new one is up, then the old one gets SIGTERM. Its viewers go elsewhere, each where it was.")
final class RollingCommand implements Callable<Integer> {
  /** In how short a time who comes back is counted, to see whether all come at once. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Option(names = "--viewers", defaultValue = "300")
  private int viewers;
  @Option(names = "--rate", defaultValue = "200", description = "Posts a second, all the time.")
  private double rate;
  @Option(names = "--servers", defaultValue = "3", description = "How many web.jar there are.")
  private int servers;
  @Option(names = "--pause", defaultValue = "5", description = "Seconds between two replacements.")
  private int pause;

  private final Table table = new Table("replaced", "viewers it had", "all back after s", "most in 100 ms",
      "missing", "duplicate", "begun anew");

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    boolean sound = true;
    List<Server> running = new ArrayList<>();
    try (Rig rig = new Rig(Contender.named("civiz"), viewers)) {
      running.add(rig.server);
      while (running.size() < servers)
        running.add(rig.start());
      rig.route(running);
      rig.letIn(Duration.ofSeconds(1));
      rig.play(rate);
      for (int i = 0; i < servers; i++) {
        Rig.sleep(Duration.ofSeconds(pause));
        sound &= replace(rig, running, i);
      }
    } finally {
      running.forEach(Server::close);
    }
    table.print();
    return sound ? 0 : 1;
  }

  private boolean replace(Rig rig, List<Server> running, int i) {
    Server old = running.set(i, rig.start());
    rig.route(running);
    List<LoadViewer> moved = rig.client.ask(() -> rig.client.viewers().stream()
        .filter(viewer -> viewer.server().equals(old.address())).toList());
    long ends = System.nanoTime();
    old.end();
    rig.await("viewers back", () -> rig.client.open() == viewers);
    long[] back = rig.client.ask(() -> moved.stream().mapToLong(LoadViewer::openedAt).sorted().toArray());
    Rig.sleep(Rig.SETTLE);
    Verdict verdict = Verdict.of(rig.client);
    int most = most(back);
    table.row(i + 1, moved.size(), Table.number((back[back.length - 1] - ends) / 1e9, 1), most,
        verdict.missing(), verdict.duplicates(), verdict.restarts());
    table.note("%s", verdict);
    return verdict.sound() && verdict.restarts() == 0 && most <= moved.size() / 2;
  }

  /** How many of the times, ascending, are in one moment at most. */
  private static int most(long[] times) {
    int most = 0;
    for (int first = 0, last = 0; last < times.length; last++) {
      while (times[last] - times[first] > MOMENT_NANOS)
        first++;
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
