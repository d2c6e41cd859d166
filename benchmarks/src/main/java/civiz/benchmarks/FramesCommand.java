package civiz.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How smooth is a full map that posts arrive on, and how smooth would Leaflet's own points be? */
@Command(name = "frames", mixinStandardHelpOptions = true, showDefaultValues = true, description = "A full map that posts arrive on and that is dragged and zoomed now and then. A row for it and for its peer.")
final class FramesCommand implements Callable<Integer> {
  private static final double SMOOTH_MILLIS = 20;
  /** Faster than the page has to be afterwards, so that it is full soon. */
  private static final double FILL_RATE = 5_000;
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_MOVES = Duration.ofSeconds(3);
  private static final int DRAG_STEPS = 20;

  @Option(names = "--posts", defaultValue = "50000", description = "On the map before it is measured.")
  private int posts;
  @Option(names = "--rate", defaultValue = "1000", description = "Posts a second.")
  private double rate;
  @Option(names = "--seconds", defaultValue = "20", description = "The time that is measured.")
  private int seconds;
  @Option(names = "--page", split = ",", defaultValue = "civiz,leaflet", description = "civiz, leaflet; both by commas")
  private List<String> pages = List.of();

  private final Table table = new Table("page", "posts", "frames", "within 20 ms", "p50 ms", "p95 ms",
      "p99 ms",
      "mean ms", "tasks over 50 ms", "longest ms", "main thread's CPU ms a frame");

  @Override
  public Integer call() {
    try (Stage stage = new Stage(); PlainChromium browser = new PlainChromium()) {
      System.out.println(browser.version());
      for (String page : pages)
        measure(stage, browser, page);
    }
    table.print();
    return 0;
  }

  private void measure(Stage stage, PlainChromium browser, String name) {
    try (Tab tab = browser.tab(); OpenDoor door = new OpenDoor(stage.redis.uri(), "chicago")) {
      if (name.equals("civiz")) tab.open(stage.map());
      else stage.openPeer(tab);
      tab.await("document.querySelector('#map.leaflet-container')");
      door.rate(FILL_RATE);
      while (door.published() < posts)
        Rig.sleep(Duration.ofMillis(50));
      door.rate(rate);
      Rig.sleep(SETTLE);
      double computed = tab.computed();
      tab.smoothness();
      long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      for (int i = 0; System.nanoTime() < end; i++) {
        Rig.sleep(BETWEEN_MOVES);
        move(tab, i);
      }
      Smoothness seen = tab.smoothness();
      row(name, seen, tab.computed() - computed);
    }
  }

  /** A drag there, a drag back, and now and then a step of the zoom. */
  private void move(Tab tab, int i) {
    double x = Chromium.WIDTH / 2.0;
    double y = Chromium.HEIGHT / 2.0;
    double far = i % 2 == 0 ? 200 : -200;
    tab.mouse("mouseMoved", x, y, false);
    tab.mouse("mousePressed", x, y, true);
    for (int step = 1; step <= DRAG_STEPS; step++)
      tab.mouse("mouseMoved", x + far * step / DRAG_STEPS, y + far * step / DRAG_STEPS / 2, true);
    tab.mouse("mouseReleased", x + far, y + far / 2, true);
    if (i % 4 == 1) tab.wheel(x, y, -90);
    if (i % 4 == 3) tab.wheel(x, y, 90);
  }

  private void row(String page, Smoothness seen, double computed) {
    table.row(page, Table.number(posts), Table.number(seen.intervals().length),
        Table.percent(seen.within(SMOOTH_MILLIS)), Table.number(seen.percentile(50), 1),
        Table.number(seen.percentile(95), 1), Table.number(seen.percentile(99), 1),
        Table.number(seen.mean(), 1),
        Table.number(seen.tasks().length), Table.number(seen.longestTask(), 0),
        Table.number(computed / seen.intervals().length, 1));
  }
}
