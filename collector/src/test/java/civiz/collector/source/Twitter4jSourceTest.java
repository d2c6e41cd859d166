package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import civiz.collector.source.SourceStatus.State;
import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Retraction;
import civiz.contract.Secret;
import civiz.testing.StreamRequest;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class Twitter4jSourceTest {
  private static final List<Area> AREAS = Area
      .parseAll("chicago=-87.96,41.644,-87.4,42.04;fiji=177,-20,-178,-12");
  /** Everything a hundred times faster; silence is longer than the server's pauses between keep-alives. */
  private static final StreamTiming FAST = new StreamTiming(Duration.ofMillis(5), Duration.ofMillis(100),
      Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMillis(200), Duration.ofMillis(800),
      Duration.ofSeconds(2), Duration.ofMillis(300));

  private final TwitterStreamServer server = TwitterStreamServer.start();
  private final HeardIntake intake = new HeardIntake();
  private Twitter4jSource source = source(server.baseUrl(), FAST);

  @AfterEach
  void stop() {
    source.close();
    server.close();
  }

  @Test
  void asksForTheAreasWithASignedRequest() {
    start();

    StreamRequest request = server.requests().getFirst();
    assertThat(request.form()).containsEntry("stall_warnings", "true").containsEntry("locations",
        "-87.96,41.644,-87.4,42.04,177.0,-20.0,180.0,-12.0,-180.0,-20.0,-178.0,-12.0");
    assertThat(request.headers().get("authorization")).startsWith("OAuth ")
        .contains("oauth_consumer_key=\"key\"");
    assertThat(request.acceptsGzip()).isTrue();
    assertThat(source.name()).isEqualTo("twitter4j");
  }

  @Test
  void deliversPostsAndWhatTheServerSaysAboutThem() {
    start();
    server.send(Tweets.at(-87.63, 41.88).text("<b>Q & A</b>").json());
    server.send(Tweets.in("Loop", "neighborhood", new BoundingBox(-87.64, 41.87, -87.62, 41.89)).json());
    server.send(Tweets.nowhere().json());
    server.delete(1234, 3);
    server.scrubGeo(14_090_452, 23_260_136_625L);

    await().until(() -> intake.retractions.size() == 2);
    assertThat(intake.posts).hasSize(2);
    assertThat(intake.posts.element().text()).isEqualTo("<b>Q & A</b>");
    assertThat(intake.posts.element().location()).isEqualTo(new Point(-87.63, 41.88));
    assertThat(intake.unlocated).isEqualTo(1);
    assertThat(intake.retractions).containsExactly(new Retraction.OfPost("x:1234"),
        new Retraction.OfAuthor("x:14090452", "x:23260136625"));
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void keepsEveryPictureOfAShortenedTweet() {
    start();
    server.send(TweetFile.read("extended").replace("\n", ""));

    await().until(() -> intake.posts.size() == 1);
    assertThat(intake.posts.element().media()).hasSize(2);
    assertThat(intake.posts.element().text()).contains("water taxis");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void putsLinesTogetherWhereverTheyAreSplit(int size) {
    start();
    server.sendSplit(Tweets.at(0, 0).text("Śnieg 🎉🎉 na Jackowie").json(), size);
    server.sendSplit(Tweets.at(0, 0).text("after").json(), size);

    await().until(() -> intake.posts.size() == 2);
    assertThat(intake.texts()).containsExactly("Śnieg 🎉🎉 na Jackowie", "after");
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void readsAnUncompressedStreamSplitInMidCharacter() {
    server.plain();
    start();
    server.sendSplit(Tweets.at(0, 0).text("🎉").json(), 1);

    await().until(() -> intake.texts().equals(List.of("🎉")));
  }

  @Test
  void bearsAServerThatTricklesForLongerThanTheSilenceItTolerates() {
    start();
    String json = Tweets.at(0, 0).text("slow").json();
    server.trickle(json, json.length() / 6, FAST.silence().dividedBy(4));

    await().until(() -> intake.texts().equals(List.of("slow")));
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void garbageCostsExactlyTheGarbage() {
    start();
    List<String> garbage = List.of("nonsense", "{\"text\":", "[1,2]", "\u0000\u0001\ufffd", "<html>",
        "{\"text\":\"t\"}",
        Tweets.at(0, 0).with("user", "\"nobody\"").json(), Tweets.at(0, 0).with("id", "\"x\"").json(),
        Tweets.at(181, 0).json(), Tweets.at(0, 0).with("created_at", "\"yesterday\"").json(),
        Tweets.at(0, 0).text("x".repeat(10_001)).json(), "{\"delete\":{\"status\":{}}}",
        "{\"scrub_geo\":{\"user_id\":7}}",
        "{\"text\":" + "[".repeat(100_000), "{\"delete\":7}");
    for (int i = 0; i < garbage.size(); i++) {
      server.send(garbage.get(i));
      server.send(Tweets.at(0, 0).text("good " + i).json());
    }
    server.sendRaw(new byte[]{'{', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '\r', '\n'});
    server.send(Tweets.at(0, 0).text("good at last").json());

    await().until(() -> intake.texts().contains("good at last") && intake.malformed.size() > garbage.size());
    assertThat(intake.posts).hasSize(garbage.size() + 1);
    assertThat(intake.malformed).hasSize(garbage.size() + 1).allSatisfy(why -> assertThat(why)
        .doesNotContain("nobody", "yesterday", "xxxx", "\n"));
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void messagesOfAnotherKindAreNoGarbage() {
    start();
    server.send("{\"friends\":[1,2]}");
    server.send("{\"something_new\":{\"a\":1}}");
    server.send("{\"delete\":{\"favorite\":{\"tweet_id\":1}}}");
    server.send(Tweets.at(0, 0).text("good").json());

    await().until(() -> intake.texts().equals(List.of("good")));
    assertThat(intake.malformed).isEmpty();
    assertThat(intake.retractions).isEmpty();
  }

  @Test
  void countsWithheldPostsAcrossConnections() {
    start();
    server.limit(5);
    server.limit(12);
    awaitCount("limited", 12);
    server.cut();
    server.limit(3);
    awaitCount("limited", 15);
    server.limit(3);
    server.limit(2);
    server.warning(60);
    server.warning(80);

    awaitCount("stalls", 2);
    assertThat(source.status().counts()).containsEntry("limited", 15L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "end", "corrupt"})
  void reconnectsWhenTheConnectionIsLost(String how) {
    start();
    server.send(Tweets.at(0, 0).text("before").json());
    switch (how) {
      case "cut" -> {
        await().until(() -> intake.posts.size() == 1);
        server.cut();
      }
      case "end" -> server.end();
      default -> server.corrupt();
    }
    server.send(Tweets.at(0, 0).text("after").json());

    await().until(() -> intake.posts.size() == 2);
    assertThat(intake.texts()).containsExactly("before", "after");
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void reconnectsWhenTheServerFallsSilent() {
    start();
    server.goSilent();

    await().atMost(FAST.silence().multipliedBy(3)).until(() -> server.connections() == 2);
    awaitState(State.LIVE);
  }

  @Test
  void keepAlivesAloneKeepAConnection() {
    start();

    await().during(FAST.silence().plusSeconds(1)).atMost(Duration.ofSeconds(10))
        .until(() -> source.status().state() == State.LIVE && server.connections() == 1);
  }

  @Test
  void givesUpOnAServerThatTakesTheRequestAndNeverAnswers() {
    server.ignoreNext();
    start();

    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {420, 429, 500, 503})
  void waitsAndTriesAgainWhenTheServerIsBusy(int code) {
    source = source(server.baseUrl(), slowToRetry());
    server.refuseNext(code);
    source.start(intake);

    awaitState(State.WAITING);
    assertThat(source.status().detail()).contains("the server answers " + code)
        .contains("next attempt at 20");
    await().until(() -> source.status().state() == State.LIVE);
    assertThat(source.status().detail()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 406, 413, 416})
  void saysWhatToCheckAndRecoversWhenItIsPutRight(int code) {
    source = source(server.baseUrl(), slowToRetry());
    server.refuseNext(code);
    source.start(intake);

    awaitState(State.FAILED);
    assertThat(source.status().detail()).contains("the server answers " + code + ": check ");
    server.send(Tweets.at(0, 0).text("put right").json());
    await().until(() -> intake.texts().equals(List.of("put right")));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 420, 503})
  void knowsTheAnswerAlsoWhereItHasNoBody(int code) {
    source = source(server.baseUrl(), slowToRetry());
    server.refuseNextWithoutBody(code);
    source.start(intake);

    await().until(() -> source.status().detail().contains("the server answers " + code));
  }

  @Test
  void waitsWhileNobodyListens() {
    server.close();
    source.start(intake);

    awaitState(State.WAITING);
    assertThat(source.status().detail()).contains("no server listens").doesNotContain("secret");
  }

  @Test
  void leavesTheStreamToAnotherConnectionForAWhileWhenToldSo() {
    source = source(server.baseUrl(), slowToRetry());
    start();
    server.disconnect(7, "admin logout");
    server.end();

    awaitState(State.WAITING);
    assertThat(source.status().detail()).contains("code 7")
        .contains("another connection uses the same credentials");
  }

  @Test
  void aPersistentFailureIsTriedAgainAndAgain() {
    for (int i = 0; i < 5; i++)
      server.refuseNext(403);
    start();

    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void anIncidentIsOneLogLineWhenItBeginsAndOneWhenItIsOver() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(StreamLoop.class);
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      for (int i = 0; i < 4; i++)
        server.refuseNext(503);
      start();

      assertThat(server.requests()).hasSize(5);
      await().until(() -> log.list.size() == 2);
      assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly("the stream is down", "the stream is open");
      assertThat(log.list.getFirst().getKeyValuePairs()).extracting(pair -> pair.key + "=" + pair.value)
          .contains("source=twitter4j", "why=the server answers 503");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }

  @Test
  void anIntakeThatHangsHoldsTheServerBackInsteadOfFillingTheMemory() {
    CountDownLatch hang = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger received = new AtomicInteger();
    int lines = 8_000;
    server.plain();
    source.start(new Intake() {
      @Override
      public void post(Post post) {
        try {
          hang.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        received.incrementAndGet();
      }

      @Override
      public void retract(Retraction retraction) {}

      @Override
      public void unlocated() {}

      @Override
      public void malformed(String why) {}

      @Override
      public void checkpoint(String cursor) {}
    });
    Thread sender = Thread.ofVirtual().start(() -> {
      String line = Tweets.at(0, 0).text("long ".repeat(800)).json();
      for (; sent.get() < lines; sent.incrementAndGet())
        server.send(line);
    });

    await("the sender stands still").during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20))
        .until(() -> {
          int now = sent.get();
          return now > 0 && seen.getAndSet(now) == now;
        });
    assertThat(sent).hasValueBetween(2_000, lines - 1);
    hang.countDown();
    await().atMost(Duration.ofSeconds(30)).until(() -> received.get() == lines);
    assertThat(sender.isAlive()).isFalse();
  }

  @Test
  void manyConnectionsLeaveNoThreadBehind() {
    start();
    server.send(Tweets.at(0, 0).text("warm").json());
    await().until(() -> intake.posts.size() == 1);
    Set<Thread> before = threads();
    for (int i = 0; i < 15; i++) {
      if (i % 3 == 0) server.refuseNext(503);
      server.cut();
      server.send(Tweets.at(0, 0).text("again").json());
    }
    await().until(() -> intake.posts.size() == 16);

    assertThat(threads()).hasSizeLessThanOrEqualTo(before.size());
    source.close();
    // a thread that has nothing left to do may take a moment to end
    await().untilAsserted(
        () -> assertThat(threads()).noneMatch(thread -> thread.getName().startsWith("twitter4j"))
            .hasSizeLessThan(before.size()));
  }

  @Test
  void closingEndsAReadThatWaits() {
    start();
    server.goSilent();

    long began = System.nanoTime();
    source.close();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    await().until(() -> server.open() == 0);
  }

  @Test
  void closingEndsAWait() {
    source = source(server.baseUrl(), StreamTiming.V1);
    server.refuseNext(503);
    source.start(intake);
    awaitState(State.WAITING);

    long began = System.nanoTime();
    source.close();
    source.close();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    assertThat(threads()).noneMatch(thread -> thread.getName().startsWith("twitter4j"));
  }

  @Test
  void afterItsEndNothingIsDelivered() {
    start();
    for (int i = 0; i < 1000; i++)
      server.send(Tweets.at(0, 0).json());
    source.close();
    int delivered = intake.posts.size();

    await().during(Duration.ofMillis(200)).until(() -> intake.posts.size() == delivered);
  }

  private void start() {
    source.start(intake);
    awaitState(State.LIVE);
  }

  private void awaitState(State state) {
    await().until(() -> source.status().state() == state);
  }

  private void awaitCount(String name, long value) {
    await().until(() -> Long.valueOf(value).equals(source.status().counts().get(name)));
  }

  private static Twitter4jSource source(URI baseUrl, StreamTiming timing) {
    return new Twitter4jSource(
        new Twitter4jConfig(baseUrl, new Secret("key"), new Secret("secret1"), new Secret("token"),
            new Secret("secret2")),
        AREAS,
        timing);
  }

  /** Long enough waits for a test to look at them. */
  private static StreamTiming slowToRetry() {
    Duration wait = Duration.ofMillis(700);
    return new StreamTiming(FAST.tcpStep(), FAST.tcpMost(), wait, wait, wait, wait, FAST.silence(),
        FAST.steady());
  }

  /** But for those that run virtual threads. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread -> !thread.getName().matches("ForkJoinPool-.*|VirtualThread-.*|.*-Poller|awaitility.*"))
        .collect(Collectors.toSet());
  }
}
