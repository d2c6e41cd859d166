package civiz.benchmarks;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long is the page busy without a break when a pause of an hour ends, or a tab is looked at again after as long? */
@Command(name = "pause", mixinStandardHelpOptions = true, showDefaultValues = true, description = "An hour of the page's own time while it is paused, and what its end costs.")
final class PauseCommand implements Callable<Integer> {
  private static final double MOST_MILLIS = 100;
  private static final Duration BEFORE = Duration.ofMinutes(5);
  /** For what the end of the pause sets off. */
  private static final double AFTER_MILLIS = 5_000;

  @Option(names = "--rate", defaultValue = "12", description = "Posts a second.")
  private double rate;
  @Option(names = "--minutes", defaultValue = "60", description = "Of the pause.")
  private int minutes;
  @Option(names = "--rounds", defaultValue = "3")
  private int rounds;

  private final Table table = new Table("what", "posts that waited", "posts shown then", "missing",
      "tasks over 50 ms", "longest ms");
  private boolean sound = true;

  @Override
  public Integer call() {
    try (Stage stage = new Stage()) {
      for (int round = 0; round < rounds; round++) {
        measure(stage, "paused, resumed", "");
        measure(stage, "paused with a filter, resumed", "?q=river");
      }
    }
    table.print();
    return sound ? 0 : 1;
  }

  private void measure(Stage stage, String what, String query) {
    Page page = stage.chromium.page();
    try {
      PlayedFeed feed = new PlayedFeed(page, Instant.now(), rate, Duration.ofHours(24));
      page.navigate(stage.map() + query);
      feed.play(BEFORE);
      page.locator("#pause").click();
      long before = feed.written();
      feed.play(Duration.ofMinutes(minutes));
      Smoothness.take(page);
      page.locator("#pause").click();
      page.waitForTimeout(AFTER_MILLIS);
      Smoothness seen = Smoothness.take(page);
      String shown = page.locator("#list .count").textContent();
      long all = Long.parseLong(shown.replaceAll(".* of ", "").replaceAll("\\D", ""));
      long missing = query.isEmpty() ? feed.written() - all : 0;
      table.row(what, Table.number(feed.written() - before), shown, query.isEmpty() ? missing : "–",
          seen.tasks().length, Table.number(seen.longestTask(), 0));
      sound &= missing == 0 && seen.longestTask() <= MOST_MILLIS;
    } finally {
      page.context().close();
    }
  }
}
