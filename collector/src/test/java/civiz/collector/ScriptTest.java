package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.contract.FeedEvent;
import civiz.testing.TestRedis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;

/** What publish.lua does to the keys, call by call. */
class ScriptTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final long HOUR = 3_600_000;

  private Feed feed;
  private final String script = script();
  private long token = 1;
  private String epoch = "";
  private String seq = "0";
  private String run = "run1";
  private long retention = HOUR;
  private int most = 1000;
  private int batches;

  @BeforeEach
  void beginEmpty() {
    redis.flush();
    feed = new Feed(redis.uri(), Samples.CHICAGO).listen();
  }

  @AfterEach
  void stopListening() {
    feed.close();
  }

  private static String script() {
    try (InputStream in = Objects.requireNonNull(ScriptTest.class.getResourceAsStream("publish.lua"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a batch and goes on from its answer, as a publisher does; returns the outcome. */
  private String publish(String... events) {
    return send("batch" + batches++, "", events);
  }

  private String heartbeat() {
    return send("batch" + batches++, "{\"n\":1}");
  }

  private String send(String batch, String status, String... events) {
    List<?> answer = eval(String.valueOf(token), batch, epoch, seq, status, events);
    epoch = (String) answer.get(0);
    seq = (String) answer.get(1);
    return (String) answer.get(2);
  }

  /** Publishes as one who has no token and has not published before; returns where the feed is then. */
  private String guest(String... events) {
    List<?> answer = eval("", "guest" + batches++, "", "0", "", events);
    return answer.get(0) + ":" + answer.get(1);
  }

  private List<?> eval(String as, String batch, String epoch, String seq, String status, String... events) {
    List<String> arguments = new ArrayList<>(List.of(as, batch, epoch, seq, "fresh" + batch, run,
        String.valueOf(retention), String.valueOf(most), status));
    arguments.addAll(List.of(events));
    return (List<?>) feed.redis.eval(script,
        List.of(feed.keys.head(), feed.keys.log(), feed.keys.ids(), feed.keys.channel()), arguments);
  }

  private static String[] post(String id, String json) {
    return new String[]{"post", id, "x:42", json};
  }

  private static String[] posts(int from, int to) {
    List<String> events = new ArrayList<>();
    for (int i = from; i <= to; i++)
      events.addAll(List.of("post", "x:" + i, "x:42", "{\"id\":\"x:" + i + "\"}"));
    return events.toArray(String[]::new);
  }

  private static String[] retract(String id) {
    return new String[]{"retract", id, "", "{\"id\":\"" + id + "\"}"};
  }

  private void awaitEvents(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> feed.events().size() >= count);
  }

  @Test
  void theOrderOnTheChannelIsTheOrderInTheLog() {
    assertThat(publish(posts(1, 30))).isEqualTo("p".repeat(30));
    assertThat(publish(posts(31, 40))).isEqualTo("p".repeat(10));
    awaitEvents(40);
    assertThat(feed.events()).isEqualTo(feed.log()).hasSize(40);
    assertThat(feed.entries()).extracting(entry -> entry.getID().toString())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 40).mapToObj(i -> i + "-0").toList());
    FeedEvent last = Feed.read(feed.events().getLast());
    assertThat(last.seq()).isEqualTo(40);
    assertThat(last.epoch()).isEqualTo(epoch).isEqualTo(feed.head().get("epoch"));
    assertThat(feed.head()).containsEntry("seq", "40").containsEntry("trimmed", "0");
    assertThat(feed.entries().getFirst().getFields()).containsOnlyKeys("event", "ids", "author", "at")
        .containsEntry("ids", "x:1").containsEntry("author", "x:42");
  }

  @Test
  void anUnchangedPostIsADuplicateAndAChangedOneReplacesIt() {
    publish(posts(1, 3));
    assertThat(publish(post("x:2", "{\"id\":\"x:2\"}"))).isEqualTo("d");
    assertThat(seq).isEqualTo("3");
    assertThat(publish(post("x:2", "{\"id\":\"x:2\",\"edited\":true}"))).isEqualTo("p");
    assertThat(feed.logIds()).containsExactly("x:1", "x:3", "x:2");
    assertThat(feed.log().getLast()).contains("edited");
    assertThat(feed.ids()).hasSize(3).containsEntry("x:2", "4");
  }

  @Test
  void aRetractedPostLeavesTheLogAndStaysAway() {
    publish(posts(1, 3));
    assertThat(publish(retract("x:2"))).isEqualTo("p");
    assertThat(feed.log()).noneMatch(event -> event.contains("\"post\":{\"id\":\"x:2\"}"));
    assertThat(feed.log().getLast()).endsWith("\"seq\":4,\"retract\":{\"id\":\"x:2\"}}");
    assertThat(publish(post("x:2", "{\"id\":\"x:2\",\"again\":1}"))).isEqualTo("r");
    assertThat(publish(retract("x:2"))).isEqualTo("r");
    assertThat(seq).isEqualTo("4");
  }

  @Test
  void aPostThatIsTakenBackBeforeItCameStaysAwayToo() {
    assertThat(publish(retract("x:9"))).isEqualTo("p");
    assertThat(publish(posts(9, 9))).isEqualTo("r");
    assertThat(feed.log()).hasSize(1);
  }

  @Test
  void allPostsOfAnAuthorCanBeTakenBack() {
    publish(posts(1, 4));
    publish(retract("x:3"));
    assertThat(publish("retract", "x:1 x:3", "x:42", "{\"author\":\"x:42\",\"upTo\":\"x:3\"}"))
        .isEqualTo("p");
    assertThat(feed.logIds()).containsExactly("x:2", "x:4", "x:3", "x:1");
    assertThat(publish(posts(1, 1))).isEqualTo("r");
  }

  @Test
  void anAuthorsRetractionIsToldEvenWhenAllHisPostsAreGoneAlready() {
    publish(posts(1, 1));
    publish(retract("x:1"));
    assertThat(publish("retract", "x:1", "x:42", "{\"author\":\"x:42\"}")).isEqualTo("p");
    assertThat(publish("retract", "", "x:43", "{\"author\":\"x:43\"}")).isEqualTo("p");
    assertThat(feed.log()).hasSize(3);
  }

  @Test
  void theLogIsTrimmedByCountAndTheIdsShrinkWithIt() {
    most = 10;
    publish(posts(1, 5));
    publish(retract("x:5"));
    publish(posts(6, 40));
    assertThat(feed.logIds()).hasSize(10).startsWith("x:31").endsWith("x:40");
    assertThat(feed.head()).containsEntry("trimmed", "31").containsEntry("seq", "41");
    assertThat(feed.ids()).hasSize(10).doesNotContainKeys("x:1", "x:5");
    assertThat(publish(posts(5, 5))).as("its retraction has left the log").isEqualTo("p");
  }

  @Test
  void theHeadSaysSinceWhenTheLogIsComplete() {
    long before = feed.millis();
    publish(posts(1, 1));
    long begun = since();
    assertThat(begun).isBetween(before, feed.millis());
    publish(posts(2, 2));
    assertThat(since()).isEqualTo(begun);
    long second = Long.parseLong(feed.entries().get(1).getFields().get("at"));
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> feed.millis() > second);
    publish(posts(3, 3));
    most = 1;
    heartbeat();
    assertThat(feed.logIds()).containsExactly("x:3");
    assertThat(since()).isEqualTo(second);
    redis.flush();
    publish(posts(4, 4));
    assertThat(since()).isGreaterThan(second);
  }

  private long since() {
    return Long.parseLong(feed.head().getOrDefault("since", "-1"));
  }

  @Test
  void aHeartbeatTrimsByAge() {
    publish(posts(1, 250));
    retention = 1;
    long last = Long.parseLong(feed.entries().getLast().getFields().get("at"));
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> feed.millis() > last + 1);
    heartbeat();
    assertThat(feed.log()).isEmpty();
    assertThat(feed.ids()).isEmpty();
    assertThat(feed.head()).containsEntry("trimmed", "250").containsEntry("seq", "250");
    retention = HOUR;
    String before = epoch;
    publish(posts(251, 251));
    assertThat(epoch).as("an empty log is no lost log").isEqualTo(before);
  }

  @Test
  void aStatusIsOnTheChannelAndInTheHeadAndUsesNoNumber() {
    publish(posts(1, 1));
    heartbeat();
    Awaitility.await().until(() -> !feed.statuses().isEmpty());
    String heard = feed.head().get("heard");
    assertThat(feed.statuses()).containsExactly(
        "{\"epoch\":\"%s\",\"seq\":1,\"at\":%s,\"since\":%s,\"status\":{\"n\":1}}".formatted(epoch, heard,
            feed.head().get("since")));
    assertThat(feed.head()).containsEntry("status", "{\"n\":1}").containsEntry("seq", "1");
    assertThat(Long.parseLong(feed.head().get("heard"))).isBetween(feed.millis() - 10_000, feed.millis());
    assertThat(feed.redis.pttl(feed.keys.log())).isBetween(HOUR, 2 * HOUR);
  }

  @Test
  void aBatchThatIsSentAgainGetsTheFirstAnswerAndChangesNothing() {
    publish(posts(1, 2));
    String epochBefore = epoch;
    assertThat(send("b", "", posts(2, 4))).isEqualTo("dpp");
    epoch = epochBefore;
    seq = "2";
    assertThat(send("b", "", posts(2, 4))).isEqualTo("dpp");
    assertThat(seq).isEqualTo("4");
    assertThat(epoch).isEqualTo(epochBefore);
    awaitEvents(4);
    assertThat(feed.events()).hasSize(4).isEqualTo(feed.log());
  }

  @Test
  void anEarlierCollectorIsFencedOff() {
    token = 7;
    publish(posts(1, 1));
    token = 6;
    assertThatThrownBy(() -> publish(posts(2, 2))).isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("FENCED");
    assertThat(feed.log()).hasSize(1);
  }

  @Test
  void anotherCollectorOnTheSameServerContinuesTheEpoch() {
    publish(posts(1, 2));
    String before = epoch;
    token = 2;
    epoch = "";
    seq = "0";
    publish(posts(3, 3));
    assertThat(epoch).isEqualTo(before);
    assertThat(seq).isEqualTo("3");
  }

  @Test
  void anotherCollectorAfterARestartOfTheServerBeginsANewEpoch() {
    publish(posts(1, 2));
    String before = epoch;
    token = 2;
    epoch = "";
    seq = "0";
    run = "run2";
    publish(posts(3, 3));
    assertThat(epoch).isNotEqualTo(before);
    assertThat(seq).as("numbers go on").isEqualTo("3");
    assertThat(feed.logIds()).containsExactly("x:1", "x:2", "x:3");
  }

  @Test
  void theSameCollectorAfterARestartWithAllDataContinuesTheEpoch() {
    publish(posts(1, 2));
    String before = epoch;
    run = "run2";
    publish(posts(3, 3));
    assertThat(epoch).isEqualTo(before);
  }

  @Test
  void aFlushBeginsANewEpochAndNumbersGoOn() {
    publish(posts(1, 5));
    String before = epoch;
    redis.flush();
    publish(posts(6, 6));
    assertThat(epoch).isNotEqualTo(before);
    assertThat(seq).isEqualTo("6");
    assertThat(feed.head()).containsEntry("trimmed", "5");
    assertThat(feed.logIds()).containsExactly("x:6");
  }

  @Test
  void aLogThatIsGoneAloneBeginsANewEpochAndForgetsItsIds() {
    publish(posts(1, 5));
    publish(retract("x:1"));
    String before = epoch;
    feed.redis.del(feed.keys.log());
    assertThat(publish(posts(1, 2))).isEqualTo("pp");
    assertThat(epoch).isNotEqualTo(before);
    assertThat(feed.ids()).containsOnlyKeys("x:1", "x:2");
    assertThat(feed.head()).containsEntry("trimmed", "6").containsEntry("seq", "8");
  }

  @Test
  void aHeadThatIsGoneAloneBeginsANewEpochAfterTheLogsLastNumber() {
    publish(posts(1, 5));
    String before = epoch;
    feed.redis.del(feed.keys.head());
    epoch = "";
    seq = "0";
    publish(posts(6, 6));
    assertThat(epoch).isNotEqualTo(before);
    assertThat(feed.logIds()).hasSize(6);
    assertThat(seq).isEqualTo("6");
  }

  @Test
  void anOlderSnapshotBeginsANewEpoch() {
    publish(posts(1, 3));
    byte[] head = feed.redis.dump(feed.keys.head());
    byte[] log = feed.redis.dump(feed.keys.log());
    byte[] ids = feed.redis.dump(feed.keys.ids());
    publish(posts(4, 9));
    String before = epoch;
    redis.flush();
    feed.redis.restore(feed.keys.head(), 0, head);
    feed.redis.restore(feed.keys.log(), 0, log);
    feed.redis.restore(feed.keys.ids(), 0, ids);
    publish(posts(10, 10));
    assertThat(epoch).isNotEqualTo(before);
    assertThat(seq).isEqualTo("10");
    assertThat(feed.logIds()).containsExactly("x:1", "x:2", "x:3", "x:10");
  }

  @Test
  void aForeignEntryInTheLogBeginsANewEpochInsteadOfBlockingTheFeed() {
    publish(posts(1, 3));
    String before = epoch;
    feed.redis.xadd(feed.keys.log(), XAddParams.xAddParams().id("50-0"), Map.of("event", "x"));
    publish(posts(4, 4));
    assertThat(epoch).isNotEqualTo(before);
    assertThat(seq).isEqualTo("51");
  }

  @Test
  void whenMemoryIsShortABatchIsRefusedWholeAndAHeartbeatMakesRoom() {
    publish(posts(1, 100));
    String before = seq;
    feed.configure("maxmemory", "1");
    try {
      assertThatThrownBy(() -> publish(posts(101, 110))).hasMessageContaining("OOM");
      assertThat(feed.log()).hasSize(100);
      most = 50;
      assertThatThrownBy(() -> publish(posts(101, 110))).hasMessageContaining("OOM");
      heartbeat();
      assertThat(feed.log()).hasSize(50);
      assertThat(seq).isEqualTo(before);
    } finally {
      feed.configure("maxmemory", "0");
    }
    assertThat(publish(posts(101, 110))).isEqualTo("p".repeat(10));
  }

  @Test
  void aGuestPublishesBesideTheCollectorWhichGoesOnAfterIt() {
    publish(posts(1, 3));
    String before = epoch;
    assertThat(guest(retract("x:2"))).isEqualTo(before + ":4");
    assertThat(guest(retract("x:3"))).isEqualTo(before + ":5");
    assertThat(publish(posts(2, 4))).isEqualTo("rrp");
    assertThat(heartbeat()).isEmpty();
    assertThat(epoch).isEqualTo(before);
    awaitEvents(6);
    assertThat(feed.events()).extracting(event -> Feed.read(event).seq()).containsExactly(1L, 2L, 3L, 4L, 5L,
        6L);
    assertThat(feed.logIds()).containsExactly("x:1", "x:2", "x:3", "x:4");
    assertThat(feed.head()).containsEntry("token", "1").containsEntry("seq", "6").containsEntry("left", "6");
  }

  @Test
  void aGuestThatCameBetweenABatchAndItsRepetitionChangesNoAnswer() {
    assertThat(send("b", "", posts(1, 2))).isEqualTo("pp");
    String before = epoch;
    guest(retract("x:1"));
    epoch = "";
    seq = "0";
    assertThat(send("b", "", posts(1, 2))).isEqualTo("pp");
    assertThat(epoch).isEqualTo(before);
    assertThat(publish(posts(3, 3))).isEqualTo("p");
    assertThat(epoch).isEqualTo(before);
    assertThat(seq).isEqualTo("4");
  }

  @Test
  void aGuestDoesNotFenceOffTheCollectorAndIsNotFencedOff() {
    token = 7;
    publish(posts(1, 1));
    guest(retract("x:1"));
    assertThat(publish(posts(2, 2))).isEqualTo("p");
    token = 6;
    assertThatThrownBy(() -> publish(posts(3, 3))).hasMessageStartingWith("FENCED");
  }

  @Test
  void aGuestWhereNobodyEverPublishedBeginsAFeedThatIsForgottenInTime() {
    assertThat(guest(retract("x:9"))).startsWith("freshguest").endsWith(":1");
    for (String key : List.of(feed.keys.head(), feed.keys.log(), feed.keys.ids()))
      assertThat(feed.redis.pttl(key)).isBetween(HOUR, 2 * HOUR);
    assertThat(publish(posts(8, 9))).as("its retraction holds").isEqualTo("pr");
    assertThat(feed.head()).containsEntry("epoch", epoch).containsEntry("token", "1");
  }

  @Test
  void anOlderSnapshotBeginsANewEpochThoughGuestsFilledItUp() {
    publish(posts(1, 3));
    byte[] head = feed.redis.dump(feed.keys.head());
    byte[] log = feed.redis.dump(feed.keys.log());
    publish(posts(4, 5));
    String before = epoch;
    redis.flush();
    feed.redis.restore(feed.keys.head(), 0, head);
    feed.redis.restore(feed.keys.log(), 0, log);
    guest(retract("x:7"));
    assertThat(guest(retract("x:8"))).as("where the collector left it, by chance").isEqualTo(before + ":5");
    publish(posts(10, 10));
    assertThat(epoch).isNotEqualTo(before);
  }

  @Test
  void aGuestAfterARestartOfTheServerBeginsANewEpochAndSoDoesTheCollectorThen() {
    publish(posts(1, 3));
    String before = epoch;
    run = "run2";
    String guests = guest(retract("x:2"));
    assertThat(guests).doesNotStartWith(before);
    assertThat(publish(posts(4, 4))).isEqualTo("p");
    assertThat(epoch).isNotEqualTo(before);
    assertThat(guests).doesNotStartWith(epoch);
    assertThat(seq).isEqualTo("5");
  }

  @Test
  void numbersThatAFailoverLostWithAGuestAreNotGivenAgain() {
    publish(posts(1, 3));
    String before = epoch;
    byte[] head = feed.redis.dump(feed.keys.head());
    byte[] log = feed.redis.dump(feed.keys.log());
    assertThat(guest(retract("x:2"))).isEqualTo(before + ":4");
    redis.flush();
    feed.redis.restore(feed.keys.head(), 0, head);
    feed.redis.restore(feed.keys.log(), 0, log);
    run = "run2";
    publish(posts(4, 4));
    assertThat(epoch).as("all that the collector published is there").isEqualTo(before);
    assertThat(Long.parseLong(seq)).as("readers know 4 already").isGreaterThan(5);
    String after = seq;
    publish(posts(5, 5));
    assertThat(Long.parseLong(seq)).isEqualTo(Long.parseLong(after) + 1);
  }

  @Test
  void aGuestTakesBackEvenWhenMemoryIsShort() {
    publish(posts(1, 3));
    feed.configure("maxmemory", "1");
    try {
      guest(retract("x:2"));
      assertThat(feed.logIds()).containsExactly("x:1", "x:3", "x:2");
    } finally {
      feed.configure("maxmemory", "0");
    }
  }
}
