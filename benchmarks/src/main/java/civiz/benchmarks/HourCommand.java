package civiz.benchmarks;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Does a page's memory grow in an hour, once it holds as many posts as it may and all of its code has run? A collection leaves
 * some garbage now and then, so the lowest figures of the hour's halves are compared.
 */
@Command(name = "hour", mixinStandardHelpOptions = true, showDefaultValues = true, description = "Two hours of the page's own time, of which the second is judged, with posts that come and expire. The heap of its scripts over time.")
final class HourCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofMinutes(5);
  /** What is left of the heap may grow by this share from one half of the judged time to the other. */
  private static final double FLAT = 0.05;

  @Option(names = "--rate", defaultValue = "14", description = "Posts a second.")
  private double rate;
  @Option(names = "--minutes", defaultValue = "120", description = "The second half is judged.")
  private int minutes;
  @Option(names = "--retention", defaultValue = "20", description = "Minutes that a post is kept.")
  private int retention;

  @Override
  public Integer call() {
    Table table = new Table("minute", "posts come", "posts kept", "JS heap MB after a collection");
    List<Double> steady = new ArrayList<>();
    try (Stage stage = new Stage()) {
      Page page = stage.chromium.page();
      page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      PlayedFeed feed = new PlayedFeed(page, Instant.now(), rate, Duration.ofMinutes(retention));
      page.navigate(stage.map());
      for (long minute = EVERY.toMinutes(); minute <= minutes; minute += EVERY.toMinutes()) {
        feed.play(EVERY);
        double heap = Chromium.heap(page);
        table.row(minute, Table.number(feed.written()), page.locator("#list .count").textContent(),
            Table.number(heap, 1));
        if (minute > minutes / 2) steady.add(heap);
      }
    }
    table.print();
    int half = steady.size() / 2;
    double before = Collections.min(steady.subList(0, half));
    double after = Collections.min(steady.subList(half, steady.size()));
    boolean flat = after <= before * (1 + FLAT);
    System.out.println(flat ? "the heap is flat" : "THE HEAP GROWS");
    return flat ? 0 : 1;
  }
}
