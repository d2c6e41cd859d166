package civiz.collector;

import civiz.contract.Area;
import civiz.contract.SharedConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Publishes to a cluster: a {@link FeedPublisher} for each area, with a thread, a buffer and a connection of its own, so that
 * an area whose node is away keeps none of the others waiting. A post in several areas is counted when the last of them is
 * done with it, and a checkpoint is kept when all of them have passed it.
 */
final class ClusterPublisher implements Publisher {
  private final Map<Area, FeedPublisher> publishers = new LinkedHashMap<>();
  private final List<RedisFeed> connections = new ArrayList<>();
  private final Cursors cursors;

  /**
   * Begins.
   *
   * @param redis      keeps the cursors; its connection is closed afterwards
   * @param buffers    of all areas of this process
   * @param heartbeats a new one for each area
   * @param stopped    as {@link FeedPublisher} tells it, perhaps several times
   */
  ClusterPublisher(SharedConfig config, RedisAgreement redis, int buffers, Supplier<Heartbeat> heartbeats,
      Consumer<Throwable> stopped) {
    cursors = new Cursors(redis);
    for (Area area : config.areas()) {
      RedisFeed connection = new RedisFeed(config);
      connections.add(connection);
      AreaFeed feed = new AreaFeed(area, config.retention());
      publishers.put(area,
          new FeedPublisher("publisher-" + area.name(), connection, List.of(feed), heartbeats.get(),
              EventBuffer.among(buffers), this::passed, stopped).start());
    }
  }

  private void passed(PendingEvent checkpoint) {
    if (checkpoint.done()) cursors.keep(Objects.requireNonNull(checkpoint.checkpoint));
  }

  @Override
  public void add(PendingEvent event) {
    if (event.checkpoint != null) {
      event.share(publishers.size());
      publishers.values().forEach(publisher -> publisher.add(event));
    } else {
      event.share(event.areas.size());
      for (Area area : event.areas)
        Objects.requireNonNull(publishers.get(area)).add(event);
    }
  }

  @Override
  public boolean hangs() {
    return publishers.values().stream().anyMatch(FeedPublisher::hangs);
  }

  @Override
  public void close() {
    List<Thread> closing = publishers.values().stream()
        .map(publisher -> Thread.ofVirtual().start(publisher::close))
        .toList();
    try {
      for (Thread one : closing)
        one.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cursors.close();
    connections.forEach(RedisFeed::close);
  }
}
