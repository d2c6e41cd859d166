package civiz.collector;

import civiz.collector.source.ScheduledSource;
import civiz.contract.Area;
import civiz.contract.SharedConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A collector whose one source writes on a schedule; all behind that is the real one. */
public final class LoadCollector implements AutoCloseable {
  private static final List<Area> AREAS = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04");

  private final ScheduledSource source = new ScheduledSource(AREAS.getFirst());
  private final CollectorApp app;

  /** Starts it. */
  public LoadCollector(URI redis) {
    SharedConfig config = new SharedConfig(redis, true, false, AREAS, Duration.ofHours(24));
    app = new CollectorApp(config, new Blocklist(List.of(), List.of()), new RedisFeed(config),
        List.of(source));
    app.start();
  }

  /** Its only source. */
  public ScheduledSource source() {
    return source;
  }

  /** How many posts are in Redis. */
  public long published() {
    return app.counts().of(Counts.Fate.PUBLISHED);
  }

  @Override
  public void close() {
    app.close();
  }
}
