package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.CollectorKeys;
import civiz.contract.Environment;
import civiz.testing.JetstreamServer;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a Jetstream server into Redis, as the environment configures it. */
class JetstreamCollectorTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final String DID = "did:plc:aaaabbbbccccddddeeeeffff";
  private static final String BEACON = "app.beaconbits.beacon";

  private final JetstreamServer server = JetstreamServer.start();
  private final JetstreamServer other = server.another();

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  private CollectorApp collector(JetstreamServer first) {
    Environment environment = new Environment(
        Map.of("REDIS_URL", redis.uri().toString(), "JETSTREAM_URLS", first.url() + "," + server.url()));
    CollectorApp app = new CollectorApp(environment.checked(CollectorConfig.read(environment)));
    app.start();
    return app;
  }

  private void create(String did, String rkey) {
    server.commit("create", did, BEACON, rkey,
        "{\"shout\":\"%s\",\"location\":{\"latitude\":\"41.9\",\"longitude\":\"-87.7\"}}".formatted(rkey));
  }

  private static String id(String did, String rkey) {
    return "jetstream:" + did + "/" + BEACON + "/" + rkey;
  }

  private static void awaitLog(Feed feed, String... ids) {
    Awaitility.await().atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(feed.logIds()).containsExactly(ids));
  }

  private static void awaitCounts(CollectorApp app, String counts) {
    Awaitility.await().atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(app.counts()).hasToString(counts));
  }

  @Test
  void theNextCollectorGoesOnWhereTheLastOneWasOnAnyServer() {
    try (Feed feed = new Feed(redis.uri(), Samples.CHICAGO)) {
      try (CollectorApp first = collector(server)) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.open() == 1);
        create(DID, "one");
        awaitLog(feed, id(DID, "one"));
        awaitCounts(first, "received 1 = 1 published");
      }
      assertThat(feed.redis.get(CollectorKeys.ALL_AREAS.cursor("jetstream"))).matches("[0-9]{16}");
      create(DID, "two");
      create(DID, "three");

      try (CollectorApp second = collector(other)) {
        awaitLog(feed, id(DID, "one"), id(DID, "two"), id(DID, "three"));
        awaitCounts(second, "received 3 = 2 published + 1 duplicate");
      }
      assertThat(feed.head()).containsEntry("seq", "3");
    }
  }

  @Test
  void anAccountThatIsGoneIsForgottenByTheNextCollectorAndOthersCostNothing() {
    String bystander = "did:plc:gggghhhhiiiijjjjkkkkllll";
    try (Feed feed = new Feed(redis.uri(), Samples.CHICAGO)) {
      try (CollectorApp first = collector(server)) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> server.open() == 1);
        create(DID, "one");
        create(bystander, "stays");
        awaitLog(feed, id(DID, "one"), id(bystander, "stays"));
        awaitCounts(first, "received 2 = 2 published");
      }
      server.account("did:plc:zzzzzzzzzzzzzzzzzzzzzzzz", "deleted");
      server.account(DID, "deleted");

      try (CollectorApp second = collector(other)) {
        awaitLog(feed, id(bystander, "stays"), id(DID, "one"));
        assertThat(second.ended()).isNotDone();
        assertThat(feed.log().getLast()).contains("\"retract\":{\"author\":\"jetstream:" + DID + "\"");
      }
      assertThat(feed.head()).containsEntry("seq", "3");
    }
  }
}
