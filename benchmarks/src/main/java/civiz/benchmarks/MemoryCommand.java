package civiz.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an idle viewer costs web.jar in memory, by the JVM's own account. */
@Command(name = "memory", mixinStandardHelpOptions = true, showDefaultValues = true, description = "What an idle viewer costs web.jar: heap after a collection, native memory by the JVM's account, RSS.")
final class MemoryCommand implements Callable<Integer> {
  private static final Pattern COMMITTED = Pattern
      .compile("-\\s+(.+) \\(reserved=\\d+KB, committed=(\\d+)KB");
  private static final String JAVA_HEAP = "Java Heap";
  /** Less than this, all viewers together, is not worth a line. */
  private static final long SMALL_KB = 500;

  @Option(names = "--viewers", defaultValue = "10000")
  private int viewers;
  @Option(names = "--ramp", defaultValue = "20", description = "Seconds in which the viewers come.")
  private int ramp;

  @Override
  public Integer call() {
    Machine.prepare(viewers);
    try (Rig rig = new Rig(Contender.civiz("-XX:NativeMemoryTracking=summary"), viewers)) {
      Rig.sleep(Rig.SETTLE);
      double heap = rig.server.heap();
      double rss = rig.server.rss();
      Map<String, Long> before = committed(rig.server);
      rig.letIn(Duration.ofSeconds(ramp));
      heap = rig.server.heap() - heap;
      rss = rig.server.rss() - rss;
      Map<String, Long> after = committed(rig.server);
      Table table = new Table("viewers", "RSS MB with them", "RSS KB a viewer",
          "heap KB a viewer, after a collection", "native KB a viewer, by the JVM's account");
      table.row(Table.number(viewers), Table.number(rig.server.rss(), 0),
          Table.number(rss * 1024 / viewers, 1),
          Table.number(heap * 1024 / viewers, 1),
          Table.number((double) (outside(after) - outside(before)) / viewers, 1));
      table.note("native KB a viewer, by the JVM's account:");
      after.forEach((category, now) -> {
        long more = now - before.getOrDefault(category, 0L);
        if (!category.equals(JAVA_HEAP) && Math.abs(more) > SMALL_KB)
          table.note("  %s %.2f", category, (double) more / viewers);
      });
      table.note("%s", Verdict.of(rig.client));
      table.print();
    }
    return 0;
  }

  /** KB that are not the Java heap. */
  private static long outside(Map<String, Long> committed) {
    return committed.entrySet().stream().filter(entry -> !entry.getKey().equals(JAVA_HEAP))
        .mapToLong(Map.Entry::getValue).sum();
  }

  private static Map<String, Long> committed(Server server) {
    Map<String, Long> committed = new LinkedHashMap<>();
    Matcher matcher = COMMITTED.matcher(server.jcmd("VM.native_memory"));
    while (matcher.find())
      committed.put(matcher.group(1).strip(), Long.valueOf(matcher.group(2)));
    return committed;
  }
}
