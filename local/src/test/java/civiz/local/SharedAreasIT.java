package civiz.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.FeedEvent;
import civiz.testing.JetstreamServer;
import civiz.testing.RedisCluster;
import civiz.testing.RunningProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/**
 * Two collectors share the four areas of a cluster: whoever comes later is given half of them, and when one is killed or
 * stopped the other one has them all. Meanwhile posts arrive, and each is published once.
 */
class SharedAreasIT {
  private static final String AUTHOR = "did:plc:aaaabbbbccccddddeeeeffff";
  private static final String COLLECTION = "app.beaconbits.beacon";
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Map<String, List<String>> written = new HashMap<>();

  @Test
  void collectorsShareTheAreasAndEveryPostIsPublishedOnce() throws InterruptedException {
    try (RedisCluster redis = new RedisCluster(); JetstreamServer server = JetstreamServer.start()) {
      AtomicBoolean writing = new AtomicBoolean(true);
      try (RunningProcess first = collector(redis, server)) {
        awaitLeaders(redis, 1);
        awaitOpen(server);
        Thread writer = Thread.ofPlatform().name("writer").start(() -> write(server, writing));
        try (RunningProcess second = collector(redis, server)) {
          awaitLeaders(redis, 2);
          first.awaitLine("gives the area away", LONG);
          awaitCursors(redis);
          first.kill();
          awaitLeaders(redis, 1);
          try (RunningProcess third = collector(redis, server)) {
            awaitLeaders(redis, 2);
            second.terminate();
            assertThat(second.awaitExit(LONG)).isEqualTo(143);
            awaitLeaders(redis, 1);
            writing.set(false);
            writer.join();
            ClusterIT.AREAS.keySet().forEach(area -> check(redis, area));
            assertThat(second.output() + third.output()).doesNotContain("level=ERROR", "has lost the area");
          }
        }
      } finally {
        writing.set(false);
      }
    }
  }

  private static RunningProcess collector(RedisCluster redis, JetstreamServer server) {
    return Stack.collector(redis.uri("chicago"),
        ClusterIT.environment(Map.of("JETSTREAM_URLS", server.url().toString())));
  }

  private static void awaitLeaders(RedisCluster redis, int collectors) {
    Awaitility.await(collectors + " collectors lead all areas").atMost(LONG).untilAsserted(() -> {
      Map<String, Long> leaders = leaders(redis);
      assertThat(leaders).hasSize(collectors);
      assertThat(leaders.values()).containsOnly((long) ClusterIT.AREAS.size() / collectors);
    });
  }

  /** How many areas each collector leads. */
  private static Map<String, Long> leaders(RedisCluster redis) {
    return ClusterIT.AREAS.keySet().stream().map(area -> get(redis, area, "lease"))
        .filter(holder -> !holder.isEmpty())
        .collect(Collectors.groupingBy(holder -> holder, Collectors.counting()));
  }

  /** One for each area: what comes before is the past of a stream that nobody has asked for. */
  private static void awaitOpen(JetstreamServer server) {
    Awaitility.await("each area has its stream").atMost(LONG)
        .until(() -> server.open() == ClusterIT.AREAS.size());
  }

  private static void awaitCursors(RedisCluster redis) {
    Awaitility.await("each area has a cursor").atMost(LONG).until(() -> ClusterIT.AREAS.keySet().stream()
        .noneMatch(area -> get(redis, area, "cursor:jetstream").isEmpty()));
  }

  private static String get(RedisCluster redis, String area, String key) {
    try (RedisClient client = RedisClient.create(redis.uri(area))) {
      String value = client.get("civiz:{" + area + "}:" + key);
      return value == null ? "" : value;
    }
  }

  /** One after the other, in each area in turn. */
  private void write(JetstreamServer server, AtomicBoolean writing) {
    while (writing.get()) {
      ClusterIT.AREAS.forEach((area, corner) -> {
        List<String> ids = written.computeIfAbsent(area, key -> new ArrayList<>());
        String key = area + ids.size();
        server.commit("create", AUTHOR, COLLECTION, key,
            """
                {"$type":"%s","shout":"number %d","createdAt":"%s","location":{"latitude":"%s","longitude":"%s"}}"""
                .formatted(COLLECTION, ids.size(), Instant.now(), corner[1] + 0.5, corner[0] + 0.5));
        ids.add("jetstream:" + AUTHOR + "/" + COLLECTION + "/" + key);
      });
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** As events, not only as ids, because a doubled one would be an event of its own. */
  private void check(RedisCluster redis, String area) {
    List<String> wanted = List.copyOf(written.get(area));
    Awaitility.await(area + " has the last post").atMost(LONG)
        .until(() -> published(redis, area).contains(wanted.getLast()));
    assertThat(published(redis, area)).as(area).isEqualTo(wanted);
    assertThat(FeedOnRedis.read(redis.uri(area), area).numbers()).as(area)
        .isEqualTo(LongStream.rangeClosed(1, wanted.size()).boxed().toList());
  }

  private static List<String> published(RedisCluster redis, String area) {
    return FeedOnRedis.read(redis.uri(area), area).raw().lines()
        .map(line -> String.valueOf(FeedEvent.read(line.getBytes(UTF_8)).id())).toList();
  }
}
