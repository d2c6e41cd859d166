package civiz.benchmarks;

import civiz.collector.LoadCollector;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How soon does a page that is opened on a full feed show its posts? */
@Command(name = "first", mixinStandardHelpOptions = true, showDefaultValues = true, description = "A page opened on a feed whose log is full: when its first post is listed, and all are counted.")
final class FirstCommand implements Callable<Integer> {
  private static final double MOST_MILLIS = 1_000;
  /** In the page: resolves with when the list had its first row and when it told of so many posts, milliseconds after the navigation began. */
  private static final String WATCH = """
      globalThis.shown = new Promise((resolve) => {
        let first = null;
        const look = () => {
          if (document.querySelector('.row')) first ??= performance.now();
          const told = document.querySelector('#list .count')?.textContent.replace(/.* of /, '').replace(/\\D/g, '');
          if (first !== null && Number(told) >= %d) resolve([first, performance.now()]);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });""";

  @Option(names = "--posts", defaultValue = "20000", description = "In the log, which holds no more than 20,000.")
  private int posts;
  @Option(names = "--rounds", defaultValue = "10")
  private int rounds;

  @Override
  public Integer call() {
    Table table = new Table("page", "posts in the log", "first post listed p50 ms", "max ms",
        "all there p50 ms", "max ms",
        "longest task ms");
    double[] first = new double[rounds];
    double[] all = new double[rounds];
    double longest = 0;
    try (Stage stage = new Stage();
        PlainChromium browser = new PlainChromium();
        LoadCollector collector = new LoadCollector(stage.redis.uri())) {
      long start = System.nanoTime();
      collector.source().play(i -> i < posts ? start + i : Long.MAX_VALUE);
      while (collector.published() < posts)
        Rig.sleep(java.time.Duration.ofMillis(50));
      Rig.sleep(Rig.SETTLE);
      for (int round = 0; round < rounds; round++) {
        try (Tab tab = browser.tab()) {
          tab.before(WATCH.formatted(posts));
          tab.open(stage.map());
          JsonNode shown = tab.evaluate("shown");
          first[round] = shown.get(0).asDouble();
          all[round] = shown.get(1).asDouble();
          longest = Math.max(longest, tab.smoothness().longestTask());
        }
      }
    }
    Arrays.sort(first);
    Arrays.sort(all);
    table.row("civiz", Table.number(posts), Table.number(first[rounds / 2], 0),
        Table.number(first[rounds - 1], 0),
        Table.number(all[rounds / 2], 0), Table.number(all[rounds - 1], 0), Table.number(longest, 0));
    table.print();
    return first[rounds / 2] <= MOST_MILLIS ? 0 : 1;
  }
}
