package civiz.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Minutes of posts to viewers who come and go: does memory grow? */
@Command(name = "soak", mixinStandardHelpOptions = true, showDefaultValues = true, description = "Posts to viewers who come and go, for minutes. Memory over time, and its slope.")
final class SoakCommand implements Callable<Integer> {
  private static final int SAMPLE_SECONDS = 30;
  private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Option(names = "--viewers", defaultValue = "500")
  private int viewers;
  @Option(names = "--rate", defaultValue = "200", description = "Posts a second.")
  private double rate;
  @Option(names = "--minutes", defaultValue = "10")
  private int minutes;
  @Option(names = "--churn", defaultValue = "5", description = "Viewers a second who leave; after a second each is back where it was, or, every other one, as someone new.")
  private double churn;
  @Option(names = "--settle", defaultValue = "120", description = "Seconds until the log is full; the slope is of the time after that.")
  private int settle;

  private record Sample(double minute, double rss, double heap) {}

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    Table table = new Table("minute", "delivered posts", "p99 ms", "RSS MB", "heap MB after a collection");
    List<Sample> samples = new ArrayList<>();
    try (Rig rig = new Rig(Contender.named("civiz"), viewers)) {
      rig.letIn(Duration.ofSeconds(5));
      rig.play(rate);
      rig.client.ask(() -> {
        churn(rig.client, 0);
        return true;
      });
      long start = System.nanoTime();
      for (int i = 1; i <= minutes * 60 / SAMPLE_SECONDS; i++) {
        long from = System.nanoTime();
        long to = start + TimeUnit.SECONDS.toNanos((long) i * SAMPLE_SECONDS);
        Measurement seen = Measurement.take(rig, from, to, 1, false);
        Sample sample = new Sample(i * SAMPLE_SECONDS / 60.0, rig.server.rss(), rig.server.heap());
        table.row(sample.minute, Table.number(seen.posts()), Table.number(seen.percentile(99), 1),
            Table.number(sample.rss, 1), Table.number(sample.heap, 1));
        table.note("%.1f minutes: RSS %.1f MB, heap %.1f MB; %s", sample.minute, sample.rss, sample.heap,
            seen.client());
        if (i * SAMPLE_SECONDS > settle) samples.add(sample);
      }
      rig.collector.source().halt();
      Rig.sleep(Rig.SETTLE);
      Verdict verdict = Verdict.of(rig.client);
      table.note("slope after %d s: RSS %+.2f MB a minute, heap %+.2f MB a minute; %s", settle,
          slope(samples, Sample::rss), slope(samples, Sample::heap), verdict);
      table.print();
      return verdict.sound() ? 0 : 1;
    }
  }

  /** On the client's thread: one leaves, and so on. */
  private void churn(LoadClient client, int number) {
    LoadViewer viewer = client.viewers().get(ThreadLocalRandom.current().nextInt(viewers));
    long now = System.nanoTime();
    if (viewer.isOpen()) {
      viewer.close();
      if (number % 2 == 0) viewer.forget();
      client.at(now + AWAY_NANOS, viewer::connect);
    }
    client.at(now + (long) (1e9 / churn), () -> churn(client, number + 1));
  }

  private interface Value {
    double of(Sample sample);
  }

  /** Least squares. */
  private static double slope(List<Sample> samples, Value value) {
    double x = samples.stream().mapToDouble(Sample::minute).average().orElse(0);
    double y = samples.stream().mapToDouble(value::of).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Sample sample : samples) {
      above += (sample.minute - x) * (value.of(sample) - y);
      below += (sample.minute - x) * (sample.minute - x);
    }
    return below == 0 ? 0 : above / below;
  }
}
