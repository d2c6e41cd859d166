package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import civiz.contract.Area;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JetstreamEventsTest {
  private static final String DID = "did:plc:aaaabbbbccccddddeeeeffff";
  private static final String BEACON = "app.beaconbits.beacon";
  private static final String ID = "jetstream:" + DID + "/" + BEACON + "/3k2abc";
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final long TIME = NOW.toEpochMilli() * 1_000 - 7;
  private static final String HERE = beacon("41.88", "-87.63");
  private static final String ELSEWHERE = beacon("52.5", "13.4");

  private final MapMemory memory = new MapMemory();
  private final HeardIntake intake = new HeardIntake();
  private final JetstreamEvents events = events();

  private JetstreamEvents events() {
    return new JetstreamEvents(Area.parseAll("chicago=-87.96,41.644,-87.4,42.04"),
        new JetstreamAuthors(memory),
        intake, InstantSource.fixed(NOW));
  }

  private static String beacon(String lat, String lon) {
    return "{\"shout\":\"hi\",\"location\":{\"latitude\":\"%s\",\"longitude\":\"%s\"}}".formatted(lat, lon);
  }

  private static String commit(String operation, String record) {
    return """
        {"did":"%s","time_us":%d,"kind":"commit","commit":{"rev":"3l3","operation":"%s","collection":"%s",
         "rkey":"3k2abc","record":%s,"cid":"bafy"}}""".formatted(DID, TIME, operation, BEACON, record);
  }

  private static String account(String active, String status) {
    return "{\"did\":\"%s\",\"time_us\":%d,\"kind\":\"account\",\"account\":{\"active\":%s,\"status\":\"%s\"}}"
        .formatted(DID, TIME, active, status);
  }

  @Test
  void aCreatedRecordIsAPostAndADeletedOneARetraction() {
    assertThat(events.take(commit("create", HERE))).isEqualTo(TIME);
    assertThat(events.take(commit("delete", "null"))).isEqualTo(TIME);

    assertThat(intake.posts).singleElement().satisfies(post -> {
      assertThat(post.id()).isEqualTo(ID);
      assertThat(post.created()).isEqualTo("2026-11-21T08:59:59.999Z");
    });
    assertThat(intake.retractions).containsExactly(new Retraction.OfPost(ID));
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void anUpdatedRecordIsThePostAgain() {
    events.take(commit("create", HERE));
    events.take(commit("update", HERE.replace("hi", "bye")));

    assertThat(intake.texts()).containsExactly("hi", "bye");
    assertThat(intake.posts).allMatch(post -> post.id().equals(ID));
    assertThat(intake.retractions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"shout\":\"hi\"}",
    "{\"createdAt\":7,\"location\":{\"latitude\":\"1\",\"longitude\":\"2\"}}",
    "{\"visibility\":\"friends\",\"location\":{\"latitude\":\"41.88\",\"longitude\":\"-87.63\"}}", "[]"})
  void anUpdateThatIsNoPostAnyMoreTakesThePostBack(String record) {
    events.take(commit("create", HERE));
    events.take(commit("update", record));

    assertThat(intake.posts).hasSize(1);
    assertThat(intake.retractions).containsExactly(new Retraction.OfPost(ID));
  }

  @Test
  void anUpdateThatMovesAwayTakesThePostBack() {
    events.take(commit("create", HERE));
    events.take(commit("update", ELSEWHERE));

    assertThat(intake.retractions).containsExactly(new Retraction.OfPost(ID));
  }

  @Test
  void whatIsNotForEverybodyIsNotPassedOn() {
    events.take(commit("create", HERE.replace("{\"shout\"", "{\"visibility\":\"private\",\"shout\"")));

    assertThat(intake.posts).isEmpty();
    assertThat(intake.retractions).isEmpty();
    assertThat(events.counts()).containsEntry("withheld", 1L);
  }

  @Test
  void whatHasNoLocationIsCounted() {
    events.take(commit("create", "{\"shout\":\"hi\"}"));

    assertThat(intake.unlocated).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "takendown", "suspended", "deactivated"})
  void anAccountThatIsGoneTakesItsPostsBackAlsoInTheNextCollector(String status) {
    events.take(commit("create", HERE));
    events().take(account("false", status));

    assertThat(intake.retractions).containsExactly(new Retraction.OfAuthor("jetstream:" + DID, null));
  }

  @Test
  void accountsThatNeverHadAPostHereAreNoConcern() {
    events.take(commit("create", ELSEWHERE));
    events.take(commit("update", ELSEWHERE));
    events.take(commit("delete", "null"));
    events.take(account("false", "deleted"));

    assertThat(intake.posts).hasSize(2);
    assertThat(intake.retractions).isEmpty();
    assertThat(memory.counts).isEmpty();
  }

  @Test
  void anAccountThatIsStillThereKeepsItsPosts() {
    events.take(commit("create", HERE));
    events.take(account("true", "deleted"));
    events.take(account("false", "throttled"));
    events.take(account("false", "desynchronized"));
    events.take("{\"did\":\"%s\",\"time_us\":5,\"kind\":\"account\"}".formatted(DID));

    assertThat(intake.retractions).isEmpty();
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void aChangedHandleChangesNothing() {
    events.take(
        "{\"did\":\"%s\",\"time_us\":5,\"kind\":\"identity\",\"identity\":{\"handle\":\"ada.example.com\"}}"
            .formatted(DID));

    assertThat(intake.posts).isEmpty();
    assertThat(intake.malformed).isEmpty();
    assertThat(events.counts()).containsEntry("unknown", 0L);
  }

  @Test
  void theUnknownIsCounted() {
    events.take("{\"did\":\"%s\",\"time_us\":5,\"kind\":\"sync\"}".formatted(DID));
    events.take(commit("create", HERE).replace(BEACON, "app.bsky.feed.post"));
    events.take(commit("restore", HERE));

    assertThat(events.counts()).containsEntry("unknown", 3L);
    assertThat(intake.posts).isEmpty();
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void garbageIsCountedNamedAndNeverQuotedAtLength() {
    List<String> garbage = List.of("", "nonsense", "[1,2]", "7", "null", "{\"kind\":", "{}{}",
        "{\"kind\":[]}",
        "{\"kind\":\"commit\"}", commit("create", "null"), commit("create", "7"),
        commit("create", HERE).replace(DID, "did:plc:a b"), commit("create", HERE).replace(DID, "nobody"),
        commit("create", HERE).replace(DID, "did:web:" + "x".repeat(300)),
        commit("create", HERE).replace("3k2abc", "3k\\nabc"), commit("delete", "null").replace("3k2abc", ""),
        commit("create", beacon("91", "0")), commit("create", HERE).replace("\"hi\"", "{}"),
        "{\"kind\":" + "[".repeat(100_000));
    for (String message : garbage)
      events.take(message);

    assertThat(intake.malformed).hasSize(garbage.size())
        .allSatisfy(why -> assertThat(why).doesNotContain("\n").hasSizeLessThan(150));
    assertThat(intake.posts).isEmpty();
    assertThat(intake.malformed.get(16)).contains("latitude 91.0");
  }

  @Test
  void anEventThatNeedsRedisIsNotTakenWhileItIsAway() {
    memory.away = true;

    assertThatExceptionOfType(SourceMemory.Away.class).isThrownBy(() -> events.take(commit("create", HERE)));
    assertThatExceptionOfType(SourceMemory.Away.class)
        .isThrownBy(() -> events.take(account("false", "deleted")));
    events.take(commit("create", ELSEWHERE));
    events.take(account("true", ""));
    assertThat(intake.posts).hasSize(1);
  }

  @Test
  void whateverArrivesIsReadOrCountedAsMalformed() {
    List<String> pieces = List.of("{", "}", "[", "]", ":", ",", "\"", "null", "true", "-", "1e999999",
        "9".repeat(400),
        "\\ud800", "\\u0000", "\n", "[[[[", "\"latitude\":", "\"createdAt\":\"-0001-01-01T00:00:00Z\",",
        "\"createdAt\":\"2026-11-21T08:00:00\",", "\"visibility\":7,", "\"time_us\":",
        "\"kind\":\"account\",");
    List<String> messages = List.of(commit("create", HERE), commit("update", HERE), commit("delete", "null"),
        account("false", "deleted"));
    Random random = new Random(20261121);
    int taken = 8_000;
    for (int i = 0; i < taken; i++) {
      StringBuilder message = new StringBuilder(messages.get(i % messages.size()));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int from = random.nextInt(message.length());
        int to = Math.min(message.length(), from + random.nextInt(12));
        message.replace(from, to, random.nextBoolean() ? "" : pieces.get(random.nextInt(pieces.size())));
      }
      events.take(message.toString());
    }

    assertThat(intake.malformed).hasSizeBetween(taken / 3, taken);
    assertThat(intake.posts).hasSizeGreaterThan(taken / 100);
    intake.posts.forEach(post -> assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post));
  }
}
