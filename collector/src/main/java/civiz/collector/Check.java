package civiz.collector;

import civiz.collector.source.PostSource;
import civiz.collector.source.SourceMemory;
import civiz.contract.CheckReport;
import civiz.contract.SharedConfig;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The command {@code check}: tries Redis and each source, all at once and each on a thread of its own, so that one
 * that hangs costs the others nothing. Nothing is published and no lease is taken.
 */
final class Check {
  /** All together. A source has 10 s, and may ask Redis before. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final CheckReport report;
  private final long patience;

  private Check(PrintStream out, Duration patience, List<Running> all) {
    report = new CheckReport(out, all.stream().map(Running::name).toList());
    this.patience = patience.toNanos();
  }

  /** One thing to try. */
  private interface Trial {
    /** Returns what was found. */
    String run() throws PostSource.Unusable;
  }

  /** A trial that runs. */
  private record Running(String name, FutureTask<String> task) {
    static Running start(String name, Trial trial) {
      FutureTask<String> task = new FutureTask<>(trial::run);
      Thread.ofPlatform().name("check-" + name).daemon().start(task);
      return new Running(name, task);
    }
  }

  /** Tells one line for each, in the order of SOURCES. Returns whether all is well. */
  static boolean run(CollectorConfig config, PrintStream out) {
    try (RedisFeed redis = new RedisFeed(config.shared())) {
      List<PostSource> sources = Sources.open(config, RedisMemory.ofAllAreas(redis));
      return run(config.shared(), !config.ofEachArea().isEmpty(), sources, out, PATIENCE);
    }
  }

  static boolean run(SharedConfig config, boolean areasAreShared, List<PostSource> sources, PrintStream out,
      Duration patience) {
    List<Running> all = new ArrayList<>();
    all.add(Running.start("redis", () -> RedisCheck.run(config, areasAreShared)));
    for (PostSource source : sources)
      all.add(Running.start(source.name(), source::check));
    Check check = new Check(out, patience, all);
    long started = System.nanoTime();
    for (Running one : all)
      check.tell(one, started);
    sources.forEach(PostSource::close);
    return check.report.isWell();
  }

  private void tell(Running one, long started) {
    try {
      long left = patience - (System.nanoTime() - started);
      report.ok(one.name, one.task.get(Math.max(0, left), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      report.fail(one.name, "no answer within %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(patience)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      report.fail(one.name, "interrupted");
    } catch (ExecutionException e) {
      report.fail(one.name, why(e.getCause()));
    }
  }

  private static String why(@Nullable Throwable failure) {
    if (failure instanceof PostSource.Unusable) return String.valueOf(failure.getMessage());
    if (failure instanceof SourceMemory.Away) return "it needs Redis, which can't be asked";
    LoggerFactory.getLogger(Check.class).atError().setCause(failure).log("a check has a bug");
    return "the check has a bug, see the log";
  }
}
