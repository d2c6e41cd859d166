package civiz.collector.source;

import static civiz.collector.source.GeoJsonFeeds.EVERY;
import static civiz.collector.source.GeoJsonFeeds.collection;
import static civiz.collector.source.GeoJsonFeeds.feature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.collector.source.SourceStatus.State;
import civiz.contract.Post;
import civiz.contract.Retraction;
import civiz.testing.GeoJsonReply;
import civiz.testing.GeoJsonRequest;
import civiz.testing.GeoJsonServer;
import civiz.testing.UsgsDay;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class GeoJsonSourceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String NOWHERE = "{\"type\":\"Feature\",\"id\":\"n\",\"geometry\":null,\"properties\":{}}";

  private final GeoJsonServer server = GeoJsonServer.start(GeoJsonReply.document(collection(
      feature("a", "Alpha"), feature("b", "Beta"))));
  private final HeardIntake heard = new HeardIntake();
  private @Nullable GeoJsonSource source;

  @AfterEach
  void stop() {
    if (source != null) source.close();
    server.close();
  }

  private GeoJsonSource start(boolean retract) {
    GeoJsonSource started = GeoJsonFeeds.source(server.url(), retract);
    source = started;
    started.start(heard);
    return started;
  }

  private void serve(String... features) {
    server.reply(GeoJsonReply.document(collection(features)));
  }

  private void awaitPosts(String... texts) {
    await().atMost(LONG).untilAsserted(() -> assertThat(heard.texts()).containsExactly(texts));
  }

  /** So many more requests have been answered. */
  private void awaitPolls(int more) {
    int enough = server.requests().size() + more + 1;
    await().atMost(LONG).until(() -> server.requests().size() >= enough);
  }

  private Duration between(int first, int second) {
    List<GeoJsonRequest> requests = server.requests();
    return Duration.ofNanos(requests.get(second).nanos() - requests.get(first).nanos());
  }

  @Test
  void whatIsThereIsDeliveredOnce() {
    GeoJsonSource source = start(false);
    awaitPosts("Alpha", "Beta");
    awaitPolls(3);
    awaitPosts("Alpha", "Beta");
    assertThat(heard.posts).extracting(Post::id).containsExactly("city:a", "city:b");
    assertThat(source.name()).isEqualTo("city");
    assertThat(source.status().state()).isEqualTo(State.LIVE);
    assertThat(source.status().detail()).isEmpty();
    assertThat(source.status().counts()).containsEntry("features", 2L).containsEntry("repeated", 0L);
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    start(false);
    awaitPolls(2);
    List<GeoJsonRequest> requests = server.requests();
    assertThat(requests.getFirst().acceptsGzip()).isTrue();
    assertThat(requests.getFirst().header("if-none-match")).isEmpty();
    assertThat(requests.get(1).header("if-none-match")).matches("\"[0-9a-f]+\"");
    assertThat(requests.get(1).target()).isEqualTo("/feed.geojson?token=hush");
  }

  @Test
  void aServerWithoutEntityTagsIsAskedByItsDate() {
    String date = "Sat, 21 Nov 2026 09:00:00 GMT";
    server.reply(GeoJsonReply.plain(collection(feature("a", "Alpha")), "Last-Modified: " + date));
    start(true);
    awaitPosts("Alpha");
    awaitPolls(1);
    assertThat(server.requests().get(1).header("if-modified-since")).isEqualTo(date);
    server.reply(GeoJsonReply.status(304));
    awaitPolls(3);
    server.reply(GeoJsonReply.plain(collection(feature("a", "Alpha 2"))));
    awaitPosts("Alpha", "Alpha 2");
    assertThat(heard.retractions).as("304 is no empty answer").isEmpty();
  }

  @Test
  void newFeaturesAppearAndChangedOnesAreSentAgain() {
    start(false);
    awaitPosts("Alpha", "Beta");
    serve(feature("c", "Gamma"), feature("b", "Beta, revised"), feature("a", "Alpha"));
    awaitPosts("Alpha", "Beta", "Gamma", "Beta, revised");
    assertThat(heard.posts).extracting(Post::id).endsWith("city:c", "city:b");
  }

  @Test
  void whatHasVanishedIsTakenBackWhenTheFeedIsMeantSo() {
    start(true);
    awaitPosts("Alpha", "Beta");
    serve(feature("b", "Beta"));
    await().atMost(LONG).until(() -> !heard.retractions.isEmpty());
    serve();
    await().atMost(LONG).until(() -> heard.retractions.size() > 1);
    awaitPolls(2);
    assertThat(heard.retractions).containsExactly(new Retraction.OfPost("city:a"),
        new Retraction.OfPost("city:b"));
  }

  @Test
  void whatHasVanishedStaysOtherwise() {
    start(false);
    awaitPosts("Alpha", "Beta");
    serve();
    awaitPolls(2);
    assertThat(heard.retractions).isEmpty();
  }

  @Test
  void aFeatureThatLosesItsPlaceIsTakenBack() {
    serve(feature("n", "Here"));
    start(false);
    awaitPosts("Here");
    serve(NOWHERE);
    await().atMost(LONG).until(() -> !heard.retractions.isEmpty());
    assertThat(heard.retractions).containsExactly(new Retraction.OfPost("city:n"));
    assertThat(heard.unlocated).isZero();
  }

  @Test
  void aMalformedFeatureCostsOnlyItselfAndIsToldOnce() {
    String lost = feature("l", "{\"type\":\"Point\",\"coordinates\":[0,91]}", "{}");
    serve(feature("a", "Alpha"), lost, "17", NOWHERE, feature("b", "Beta"));
    GeoJsonSource source = start(true);
    awaitPosts("Alpha", "Beta");
    for (int i = 0; i < 3; i++) {
      serve(feature("a", "Alpha"), lost, "17", NOWHERE, feature("b", "Beta"), feature("new" + i, "New"));
      awaitPolls(1);
    }
    assertThat(heard.malformed).containsExactly(
        "feature 2: geometry.coordinates: latitude 91.0 is not within ±90 degrees",
        "feature 3: it is not an object");
    assertThat(heard.unlocated).isEqualTo(1);
    assertThat(source.status().counts()).containsEntry("features", 6L);
  }

  @Test
  void aFeatureThatCanNoLongerBeReadIsNotTakenForVanished() {
    start(true);
    awaitPosts("Alpha", "Beta");
    serve(feature("a", "{\"type\":\"Point\"}", "{}"), feature("b", "Beta"));
    await().atMost(LONG).until(() -> !heard.malformed.isEmpty());
    awaitPolls(2);
    assertThat(heard.retractions).isEmpty();
  }

  @Test
  void aFeatureWithoutATimeKeepsTheOneItWasFirstSeenAt() {
    String here = "{\"type\":\"Point\",\"coordinates\":[1,2]}";
    Instant before = Instant.now().minusMillis(1);
    serve(feature("t", here, "{\"title\":\"one\"}"));
    start(false);
    awaitPosts("one");
    serve(feature("t", here, "{\"title\":\"one\",\"other\":1}"));
    awaitPolls(2);
    serve(feature("t", here, "{\"title\":\"two\"}"));
    awaitPosts("one", "two");
    assertThat(heard.posts).extracting(Post::created).containsOnly(heard.posts.element().created())
        .allMatch(created -> created.isAfter(before) && created.isBefore(Instant.now()));
  }

  @Test
  void ofTwoFeaturesWithOneIdTheFirstCounts() {
    serve(feature("a", "Alpha"), feature("a", "Beta"));
    GeoJsonSource source = start(false);
    awaitPosts("Alpha");
    awaitPolls(2);
    awaitPosts("Alpha");
    assertThat(source.status().counts()).containsEntry("features", 2L).containsEntry("repeated", 1L);
  }

  @Test
  void aFeedOfNothingReadableSaysSo() {
    serve(feature("l", "7", "{}"));
    GeoJsonSource source = start(false);
    await().atMost(LONG).until(() -> source.status().state() == State.LIVE);
    assertThat(source.status().detail()).isEqualTo(
        "1 feature, 0 read, 1 malformed, the first at feature 1: geometry.type \"\" is not a type of geometry");
  }

  @Test
  void theRealDayIsReadWhole() {
    server.reply(GeoJsonReply.document(UsgsDay.json()));
    start(false);
    await().atMost(LONG).until(() -> heard.posts.size() == UsgsDay.QUAKES);
    assertThat(heard.malformed).isEmpty();
  }

  @Test
  void itIsNotAskedAgainBeforeItsMaxAge() {
    server.reply(GeoJsonReply.document(collection(), "Cache-Control: public, max-age=1"));
    start(false);
    await().atMost(LONG).until(() -> server.requests().size() >= 3);
    assertThat(between(0, 1)).as("of 200").isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(between(1, 2)).as("of 304").isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void timeInACacheCountsForTheMaxAge() {
    server.reply(GeoJsonReply.document(collection(), "Cache-Control: max-age=86400", "Age: 86400"));
    start(false);
    await().atMost(LONG).until(() -> server.requests().size() >= 3);
    assertThat(between(0, 1)).isGreaterThanOrEqualTo(EVERY);
  }

  @ParameterizedTest
  @CsvSource({"429, false", "503, false", "503, true"})
  void aServerThatWantsUsToStayAwayIsLeftAlone(int code, boolean byDate) {
    String after = byDate
        ? DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30))
        : "1";
    server.reply(GeoJsonReply.status(code, "Retry-After: " + after));
    GeoJsonSource source = start(false);
    await().atMost(LONG).until(() -> source.status().state() == State.WAITING);
    assertThat(source.status().detail()).startsWith("the server answers " + code);
    if (byDate) {
      Instant next = Instant.parse(source.status().detail().replaceFirst(".* next attempt at ", ""));
      assertThat(next).isAfter(source.status().since().plusSeconds(1));
    } else {
      await().atMost(LONG).until(() -> server.requests().size() >= 2);
      assertThat(between(0, 1)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void failuresAreWaitedOutLongerEachTime() {
    server.reply(GeoJsonReply.status(500));
    GeoJsonSource slow = new GeoJsonSource(GeoJsonFeeds.feed(server.url(), false),
        new GeoJsonTiming(LONG, Duration.ofSeconds(1)));
    source = slow;
    slow.start(heard);
    await().atMost(LONG).until(() -> server.requests().size() >= 5);
    for (int i = 0; i < 4; i++)
      assertThat(between(i, i + 1)).isGreaterThanOrEqualTo(EVERY.multipliedBy(2L << i));
  }

  @Test
  void aServerThatRestartsIsReadAgain() {
    GeoJsonSource source = start(true);
    awaitPosts("Alpha", "Beta");
    server.stop();
    await().atMost(LONG).until(() -> source.status().state() == State.WAITING);
    await().atMost(LONG).until(() -> source.status().detail()
        .startsWith("no server listens, check the URL in GEOJSON_FEEDS; next attempt at "));
    serve(feature("a", "Alpha"), feature("b", "Beta"), feature("c", "Gamma"));
    server.restart();
    awaitPosts("Alpha", "Beta", "Gamma");
    await().atMost(LONG).until(() -> source.status().state() == State.LIVE);
    assertThat(heard.retractions).isEmpty();
  }

  @Test
  void redirectsAreFollowed() {
    try (GeoJsonServer old = GeoJsonServer.start(GeoJsonReply.status(301, "Location: " + server.url()))) {
      GeoJsonSource moved = GeoJsonFeeds.source(old.url(), false);
      source = moved;
      moved.start(heard);
      awaitPosts("Alpha", "Beta");
    }
  }

  @Test
  void closingEndsAPollThatHangs() {
    server.reply(GeoJsonReply.silence());
    GeoJsonSource source = start(false);
    await().atMost(LONG).until(() -> server.requests().size() == 1);
    source.close();
    source.close();
    serve(feature("a", "Alpha"));
    server.stop();
    server.restart();
    assertThat(heard.posts).isEmpty();
  }
}
