package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.Area;
import civiz.contract.CollectorKeys;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import civiz.contract.SharedConfig;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What several publishers have to agree on; any Redis will do. On a cluster: ClusterIT. */
class ClusterPublisherTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final List<Area> AREAS = List.of(Samples.CHICAGO, Samples.LOOP);

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private final SharedConfig config = Samples.config(redis.uri(), Samples.CHICAGO, Samples.LOOP);
  private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();
  private final Counts counts = new Counts();

  @Test
  void whatIsInSeveralAreasIsCountedOnceAndACheckpointWaitsForAll() {
    try (RedisFeed connection = new RedisFeed(config);
        Feed chicago = new Feed(redis.uri(), Samples.CHICAGO);
        Feed loop = new Feed(redis.uri(), Samples.LOOP)) {
      RedisAgreement agreement = new RedisAgreement(connection, CollectorKeys.ALL_AREAS);
      try (ClusterPublisher publisher = publisher(agreement)) {
        for (int i = 1; i <= 100; i++)
          add(publisher, i, AREAS);
        add(publisher, 101, List.of(Samples.CHICAGO));
        add(publisher, 7, AREAS);
        publisher.add(PendingEvent.of(new Retraction.OfPost("test:5"), AREAS, counts));
        publisher.add(PendingEvent.checkpoint("test", "here", counts));
        Awaitility.await().atMost(LONG).until(() -> "here".equals(agreement.cursor("test")));
        Awaitility.await().atMost(LONG).until(() -> counts.snapshot().of(Counts.Fate.WAITING) == 0);
        publisher.add(PendingEvent.checkpoint("test", "there", counts));
      }
      assertThat(agreement.cursor("test")).as("written at the end").isEqualTo("there");
      assertThat(counts.snapshot().of(Counts.Fate.PUBLISHED)).isEqualTo(101);
      assertThat(counts.snapshot().of(Counts.Fate.DUPLICATE)).isEqualTo(1);
      assertThat(counts.snapshot().retracted()).isEqualTo(1);
      assertThat(chicago.ids()).hasSize(101);
      assertThat(loop.ids()).hasSize(100);
      assertThat(stopped).isNotDone();
    }
  }

  private ClusterPublisher publisher(RedisAgreement agreement) {
    return new ClusterPublisher(config, agreement, AREAS.size(),
        () -> new Heartbeat("me", Instant.EPOCH, List.of(), new Counts()),
        stopped::complete);
  }

  private void add(ClusterPublisher publisher, int number, List<Area> areas) {
    counts.receive(Counts.Fate.WAITING);
    publisher.add(PendingEvent.of(Samples.post(number), PostJson.write(Samples.post(number)), areas, counts));
  }
}
