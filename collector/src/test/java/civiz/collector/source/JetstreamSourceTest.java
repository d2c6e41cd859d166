package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import civiz.collector.source.SourceStatus.State;
import civiz.contract.Area;
import civiz.contract.Post;
import civiz.contract.Retraction;
import civiz.testing.JetstreamRequest;
import civiz.testing.JetstreamServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JetstreamSourceTest {
  private static final List<Area> AREAS = Area.parseAll("chicago=-87.96,41.644,-87.4,42.04");
  private static final String DID = "did:plc:aaaabbbbccccddddeeeeffff";
  private static final String BEACON = "app.beaconbits.beacon";
  /** Everything a hundred times faster, but for what a busy machine could mistake for silence. */
  private static final StreamTiming FAST = new StreamTiming(Duration.ofMillis(5), Duration.ofMillis(50),
      Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofMillis(50), Duration.ofMillis(400),
      Duration.ofSeconds(3), Duration.ofMillis(300));
  /** Waits long enough for a test to look at them. */
  private static final StreamTiming PATIENT = new StreamTiming(FAST.tcpStep(), FAST.tcpMost(),
      Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1),
      FAST.silence(), FAST.steady());

  private final Set<Thread> others = threads();
  private final JetstreamServer server = JetstreamServer.start();
  private final JetstreamServer other = server.another();
  private final MapMemory memory = new MapMemory();
  private final HeardIntake intake = new HeardIntake();
  private JetstreamSource source = source(FAST, server.url());

  @AfterEach
  void stop() {
    source.close();
    server.close();
    other.close();
  }

  private JetstreamSource source(StreamTiming timing, URI... urls) {
    return new JetstreamSource(new JetstreamConfig(List.of(urls)), AREAS, memory, timing,
        InstantSource.system());
  }

  private void start() {
    source.start(intake);
    awaitState(State.LIVE);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  private void awaitState(State state) {
    soon().until(() -> source.status().state() == state);
  }

  private void awaitTexts(String... texts) {
    soon().until(() -> intake.texts().containsAll(List.of(texts)));
  }

  private static String shout(String text) {
    return "{\"$type\":\"app.beaconbits.beacon\",\"shout\":\"%s\",\"location\":{\"latitude\":\"41.88\",\"longitude\":\"-87.63\"}}"
        .formatted(text);
  }

  private long create(String text) {
    return server.commit("create", DID, BEACON, text.replace(' ', '-'), shout(text));
  }

  private static String id(String rkey) {
    return "jetstream:" + DID + "/" + BEACON + "/" + rkey;
  }

  private List<JetstreamRequest> cursors(JetstreamServer of) {
    return of.requests().stream().filter(request -> request.query().containsKey("cursor")).toList();
  }

  @Test
  void asksForTheCollectionsThatCarryCoordinates() {
    start();

    JetstreamRequest request = server.requests().getFirst();
    assertThat(request.query().get("wantedCollections")).containsExactly("app.beaconbits.beacon",
        "app.dropanchor.checkin", "community.lexicon.calendar.event");
    assertThat(request.number("maxMessageSizeBytes", 0)).isEqualTo(131_072);
    assertThat(request.query()).doesNotContainKeys("cursor", "compress");
    assertThat(source.name()).isEqualTo("jetstream");
  }

  @Test
  void deliversWhatHappensToRecordsAndAccounts() {
    start();
    create("one");
    server.commit("create", DID, "app.bsky.feed.post", "p", "{\"text\":\"not asked for\"}");
    server.commit("update", DID, BEACON, "one", shout("one more"));
    server.commit("create", DID, BEACON, "nowhere", "{\"shout\":\"where am I\"}");
    server.commit("create", DID, "community.lexicon.calendar.event", "fair",
        """
            {"name":"Fair","locations":[{"$type":"community.lexicon.location.geo","latitude":"41.9","longitude":"-87.7"}]}""");
    server.identity(DID, "ada.example.com");
    server.commit("delete", DID, BEACON, "one", "");
    server.account("did:plc:zzzzzzzzzzzzzzzzzzzzzzzz", "deleted");
    server.account(DID, "active");
    server.account(DID, "takendown");

    soon().until(() -> intake.retractions.size() == 2);
    assertThat(intake.texts()).containsExactly("one", "one more", "Fair");
    assertThat(intake.retractions).containsExactly(new Retraction.OfPost(id("one")),
        new Retraction.OfAuthor("jetstream:" + DID, null));
    assertThat(intake.unlocated).isEqualTo(1);
    assertThat(intake.malformed).isEmpty();
    assertThat(source.status().counts()).containsEntry("unknown", 0L);
  }

  @Test
  void losesNothingWhenTheConnectionIsCutAgainAndAgain() {
    start();
    List<String> all = IntStream.range(0, 60).mapToObj(i -> "post " + i).toList();
    for (int i = 0; i < all.size(); i++) {
      create(all.get(i));
      if (i % 10 == 5) server.cut();
      if (i == 30) server.down();
      if (i == 40) server.up();
    }

    awaitTexts(all.toArray(String[]::new));
    assertThat(intake.texts().stream().distinct()).containsExactlyElementsOf(all);
    assertThat(server.connections()).isGreaterThan(1);
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void aRestartGoesOnWhereTheLastOneWas() {
    start();
    long first = create("before");
    awaitTexts("before");
    source.close();
    assertThat(intake.checkpoints.getLast()).isEqualTo(String.valueOf(first));

    create("meanwhile");
    memory.cursors.put("jetstream", intake.checkpoints.getLast());
    source = source(FAST, server.url());
    start();
    create("after");

    awaitTexts("before", "meanwhile", "after");
    assertThat(cursors(server).getLast().number("cursor", 0)).isEqualTo(first - 5_000_000);
  }

  @Test
  void checksInAboutOnceASecondWhatWasHandedOver() {
    start();
    long time = create("one");
    soon().until(() -> intake.checkpoints.contains(String.valueOf(time)));
    long next = server.account("did:plc:zzzzzzzzzzzzzzzzzzzzzzzz", "active");

    soon().until(() -> intake.checkpoints.getLast().equals(String.valueOf(next)));
    assertThat(intake.checkpoints).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "9999999999999999", "-1"})
  void beginsNowWhenTheCursorCanNotBe(String kept) {
    create("long ago");
    memory.cursors.put("jetstream", kept);
    start();
    create("now");

    awaitTexts("now");
    assertThat(server.requests().getFirst().query()).doesNotContainKey("cursor");
    assertThat(intake.texts()).containsExactly("now");
  }

  @Test
  void waitsForRedisWithoutWhichItDoesNotKnowWhereToGoOn() {
    memory.away = true;
    source.start(intake);
    awaitState(State.WAITING);
    assertThat(source.status().detail()).contains("Redis is away");
    assertThat(server.requests()).isEmpty();

    memory.away = false;
    awaitState(State.LIVE);
    memory.away = true;
    create("while away");
    soon().until(() -> source.status().detail().contains("Redis is away"));
    assertThat(intake.posts).isEmpty();
    memory.away = false;

    awaitTexts("while away");
  }

  @Test
  void theNextServerHasItsTurnWhenOneFails() {
    source = source(FAST, server.url(), other.url());
    start();
    create("from the first");
    awaitTexts("from the first");
    server.down();
    create("meanwhile");

    soon().until(() -> other.open() == 1);
    awaitTexts("meanwhile");
    assertThat(cursors(other)).hasSize(1);
    server.up();
    other.cut();
    create("back at the first");
    awaitTexts("back at the first");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void aServerThatRefusesCostsNoLongWaitWhenThereIsAnother() {
    server.refuseNext(404);
    source = source(StreamTiming.V1, server.url(), other.url());
    start();

    assertThat(other.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404})
  void whenAllRefuseSomebodyMustLook(int code) {
    source = source(PATIENT, server.url(), other.url());
    server.refuseNext(code);
    other.refuseNext(code);
    source.start(intake);

    awaitState(State.FAILED);
    assertThat(source.status().detail()).contains("the server answers " + code + ": check JETSTREAM_URLS");
    awaitState(State.LIVE);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void waitsWhenTheServerIsBusy(int code) {
    source = source(PATIENT, server.url());
    server.refuseNext(code);
    source.start(intake);

    awaitState(State.WAITING);
    assertThat(source.status().detail()).contains("the server answers " + code);
    awaitState(State.LIVE);
  }

  @Test
  void waitsWhileNobodyListens() {
    server.close();
    source.start(intake);

    awaitState(State.WAITING);
    assertThat(source.status().detail()).contains("no server listens, check JETSTREAM_URLS");
  }

  @Test
  void namesAServerThatHasNoAddress() {
    source = source(PATIENT, URI.create("ws://nowhere.invalid/subscribe"));
    source.start(intake);

    awaitState(State.WAITING);
    assertThat(source.status().detail()).contains("name is unknown");
  }

  @Test
  void givesUpOnAServerThatTakesTheRequestAndNeverAnswers() {
    server.refuseNext(0);
    start();

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void noticesAServerThatFallsSilentWithoutClosing() {
    start();
    create("before");
    awaitTexts("before");
    server.goSilent();
    create("while silent");

    awaitTexts("while silent");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void aQuietFeedIsNoDeadOne() {
    start();

    await().during(FAST.silence().multipliedBy(2)).atMost(Duration.ofSeconds(30))
        .until(() -> source.status().state() == State.LIVE && server.connections() == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 4000})
  void comesBackWhenTheServerSaysGoodbye(int code) {
    start();
    server.end(code);
    create("after");

    awaitTexts("after");
    assertThat(server.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void putsMessagesTogetherWhereverTheyAreSplit(int size) {
    start();
    server.sendFragments(
        "{\"did\":\"%s\",\"time_us\":5,\"kind\":\"commit\",\"commit\":{\"operation\":\"create\","
            .formatted(DID)
            + "\"collection\":\"%s\",\"rkey\":\"s\",\"record\":%s}}".formatted(BEACON, shout("Śnieg 🎉")),
        size);
    create("after");

    awaitTexts("Śnieg 🎉", "after");
    assertThat(intake.malformed).isEmpty();
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void garbageCostsExactlyTheGarbage() {
    start();
    List<String> garbage = List.of("nonsense", "", "{\"kind\":\"commit\"}", "[]", "<html>",
        "{\"kind\":" + "[".repeat(9_000));
    for (int i = 0; i < garbage.size(); i++) {
      server.send(garbage.get(i));
      create("good " + i);
    }

    awaitTexts("good 5");
    assertThat(intake.posts).hasSize(garbage.size());
    assertThat(intake.malformed).hasSize(garbage.size());
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void anOversizedMessageCostsOnlyItself() {
    start();
    create("x".repeat(200_000));
    server.sendAnySize();
    create("y".repeat(200_000));
    server.sendFragments("z".repeat(5_000_000), 100_000);
    create("good");

    awaitTexts("good");
    assertThat(intake.posts).hasSize(1);
    assertThat(intake.malformed).hasSize(2).allMatch(why -> why.contains("more than 131072 characters"));
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void aFrameThatAnnouncesMoreThanItHasDoesNotHoldTheStreamUp() {
    start();
    server.announce(1L << 62, "{\"kind\":");
    server.goSilent();
    create("after the lie");

    awaitTexts("after the lie");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void bytesThatAreNoFramesEndTheConnection() {
    start();
    server.sendRaw("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    create("after");
    server.sendRaw(new byte[]{(byte) 0x81, 2, (byte) 0xC3, 0x28});
    create("at last");

    awaitTexts("after", "at last");
    assertThat(server.connections()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void anIntakeThatHangsHoldsTheServerBackInsteadOfFillingTheMemory() {
    CountDownLatch hang = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    int many = 2_000;
    source.start(new HangingIntake(hang));
    awaitState(State.LIVE);
    String message = "w".repeat(100_000);
    Thread sender = Thread.ofVirtual().start(() -> {
      for (; sent.get() < many; sent.incrementAndGet())
        server.send(message);
    });

    soon().during(Duration.ofSeconds(1)).until(() -> {
      int now = sent.get();
      return now > 0 && seen.getAndSet(now) == now;
    });
    assertThat(sent).hasValueLessThan(many);
    hang.countDown();
    soon().until(() -> !sender.isAlive());
  }

  /** Waits with the first message. */
  private record HangingIntake(CountDownLatch hang) implements Intake {
    @Override
    public void post(Post post) {
      await(hang);
    }

    @Override
    public void malformed(String why) {
      await(hang);
    }

    @Override
    public void retract(Retraction retraction) {}

    @Override
    public void unlocated() {}

    @Override
    public void checkpoint(String cursor) {}

    private static void await(CountDownLatch hang) {
      try {
        hang.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void manyConnectionsLeaveNoThreadBehind() {
    start();
    for (int i = 0; i < 15; i++) {
      if (i % 3 == 0) server.refuseNext(503);
      server.cut();
      create("again " + i);
      awaitTexts("again " + i);
    }

    soon().until(() -> clients().size() <= 1);
    source.close();
    soon().until(() -> clients().isEmpty());
    soon().until(() -> server.open() == 0);
  }

  @Test
  void closingEndsAConnectionThatIsBeingOpened() {
    source = source(new StreamTiming(FAST.tcpStep(), FAST.tcpMost(), FAST.httpFirst(), FAST.httpMost(),
        FAST.rateFirst(), FAST.rateMost(), Duration.ofMinutes(5), FAST.steady()), server.url());
    server.refuseNext(0);
    source.start(intake);
    soon().until(() -> server.requests().size() == 1);

    source.close();
    source.close();

    soon().until(() -> clients().isEmpty());
    assertThat(server.connections()).isZero();
  }

  @Test
  void afterItsEndNothingIsDelivered() {
    start();
    for (int i = 0; i < 500; i++)
      create("post " + i);
    source.close();
    int delivered = intake.posts.size();
    List<String> checkpoints = List.copyOf(intake.checkpoints);
    create("too late");

    await().during(Duration.ofMillis(300)).until(() -> intake.posts.size() == delivered);
    assertThat(intake.checkpoints).isEqualTo(checkpoints);
  }

  @Test
  void closingWhatWasNeverStartedIsNoProblem() {
    source.close();

    assertThat(source.status().state()).isEqualTo(State.CONNECTING);
  }

  @Test
  void theCheckFindsTheFirstServerThatTakesASubscription() throws Exception {
    server.refuseNext(404);
    source = source(FAST, server.url(), other.url());

    assertThat(source.check()).isEqualTo("127.0.0.1:" + other.url().getPort() + " takes the subscription");
    soon().until(() -> other.open() == 0);
    assertThat(source.status().state()).isEqualTo(State.CONNECTING);
  }

  @Test
  void theCheckSaysWhatIsWrong() {
    server.refuseNext(404);
    assertThatExceptionOfType(PostSource.Unusable.class).isThrownBy(() -> source.check())
        .withMessage("the server answers 404: check JETSTREAM_URLS");

    server.close();
    other.close();
    source = source(FAST, server.url(), other.url());
    assertThatExceptionOfType(PostSource.Unusable.class).isThrownBy(() -> source.check())
        .withMessage(
            "none of the 2 servers can be used; the last one: no server listens, check JETSTREAM_URLS");
  }

  /** The HTTP clients of this test that have a thread, by their numbers; other tests may have left some to the garbage collector. */
  private Set<String> clients() {
    return threads().stream().filter(thread -> !others.contains(thread)).map(Thread::getName)
        .filter(name -> name.startsWith("HttpClient-")).map(name -> name.split("-", 3)[1])
        .collect(Collectors.toSet());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }
}
