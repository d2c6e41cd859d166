package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import civiz.collector.source.SourceStatus.State;
import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Retraction;
import civiz.contract.Secret;
import civiz.testing.XApiAnswer;
import civiz.testing.XApiRequest;
import civiz.testing.XApiRule;
import civiz.testing.XApiServer;
import civiz.testing.XPosts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XSourceTest {
  private static final List<Area> AREAS = Area.parseAll("chicago=-87.96,41.644,-87.4,42.04");
  private static final BoundingBox LOOP = new BoundingBox(-87.64, 41.87, -87.62, 41.89);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** Everything a hundred times faster. */
  private static final StreamTiming FAST = timing(Duration.ofMillis(5), Duration.ofMillis(100), PATIENCE);
  /** Long enough waits for a test to look at them. */
  private static final StreamTiming SLOW = timing(Duration.ofMillis(700), Duration.ofMillis(700), PATIENCE);
  /** Waits that no test sees the end of. */
  private static final StreamTiming ENDLESS = timing(Duration.ofHours(1), Duration.ofHours(1), PATIENCE);

  private final XApiServer server = XApiServer.start();
  private final HeardIntake intake = new HeardIntake();
  private final HeldMemory memory = new HeldMemory();
  private final SetClock clock = new SetClock("2026-11-21T09:00:00Z");
  private final List<XSource> sources = new ArrayList<>();

  @AfterEach
  void stop() {
    sources.forEach(XSource::close);
    server.close();
  }

  @Test
  void asksForWhatAPostNeedsAndNothingElse() {
    XSource source = started(FAST);

    XApiRequest request = server.requests().getLast();
    assertThat(request.method() + " " + request.path()).isEqualTo("GET /2/tweets/search/stream");
    assertThat(request.query()).isEqualTo(Map.of( //
        "tweet.fields", "created_at,geo,author_id,entities,lang,attachments", //
        "expansions", "geo.place_id,author_id,attachments.media_keys", //
        "place.fields", "full_name,geo,country_code,place_type", //
        "user.fields", "name,username,profile_image_url", //
        "media.fields", "preview_image_url,url,type,alt_text"));
    assertThat(request.headers()).containsEntry("authorization", "Bearer " + XApiServer.TOKEN)
        .containsKey("user-agent");
    assertThat(source.name()).isEqualTo("x");
  }

  @Test
  void bringsTheRulesInOrderBesideThoseOfOthers() {
    server.addForeignRule("cat has:images", "cats");
    server.addForeignRule("dog has:images", "civiz:old-1");
    started(FAST);

    assertThat(server.rules()).extracting(XApiRule::tag).contains("cats", "civiz:chicago-1")
        .doesNotContain("civiz:old-1");
  }

  @Test
  void deliversPostsWithWhatTheyName() {
    XSource source = started(FAST);
    server.post(XPosts.at(-87.63, 41.88).text("Q &amp; A").json());
    server.post(XPosts.in("p1", "Loop, Chicago", "neighborhood", LOOP).text("described").json());
    server.post(XPosts.inUndescribed("p1").text("named").json());
    server.post(XPosts.inUndescribed("p2").json());
    server.post(XPosts.nowhere().json());
    server.post(XPosts.at(0, 0).text("last").json());

    await().atMost(PATIENCE).until(() -> intake.texts().contains("last"));
    assertThat(intake.texts()).containsExactly("Q & A", "described", "named", "last");
    assertThat(intake.posts).extracting(Post::location).containsExactly(new Point(-87.63, 41.88), LOOP, LOOP,
        new Point(0, 0));
    assertThat(intake.posts).allSatisfy(
        post -> assertThat(post.author()).extracting(Post.Author::handle).isEqualTo("ada_example"));
    assertThat(intake.unlocated).isEqualTo(2);
    assertThat(intake.malformed).isEmpty();
    assertThat(source.status().budget()).isEqualTo(new SourceStatus.Budget(6, null, 6, null, 0.03, null));
  }

  @Test
  void bearsDuplicatesAndDisorder() {
    started(FAST);
    String earlier = XPosts.at(0, 0).text("earlier").json();
    server.post(XPosts.at(0, 0).text("later").json());
    server.post(earlier);
    server.post(earlier);

    await().atMost(PATIENCE).until(() -> intake.posts.size() == 3);
    assertThat(intake.texts()).containsExactly("later", "earlier", "earlier");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void putsLinesTogetherWhereverTheyAreSplit(int size) {
    started(FAST);
    byte[] line = (XPosts.at(0, 0).text("Śnieg 🎉🎉 na Jackowie").json() + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < line.length; from += size) {
      byte[] part = new byte[Math.min(size, line.length - from)];
      System.arraycopy(line, from, part, 0, part.length);
      server.sendRaw(part);
    }

    await().atMost(PATIENCE).until(() -> intake.texts().equals(List.of("Śnieg 🎉🎉 na Jackowie")));
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void garbageCostsExactlyTheGarbage() {
    started(FAST);
    List<String> garbage = List.of("nonsense", "{\"data\":", "[1,2]", "\u0000\u0001\ufffd", "<html>",
        "{\"data\":{\"text\":\"secret\"}}", "{\"data\":" + "[".repeat(100_000),
        XPosts.at(181, 0).json(), XPosts.at(0, 0).text("x".repeat(10_001)).json(),
        "x".repeat(XConnection.LINE + 1), "{\"data\":\"" + "x".repeat(3 * XConnection.LINE));
    for (int i = 0; i < garbage.size(); i++) {
      server.sendRaw((garbage.get(i) + "\r\n").getBytes(StandardCharsets.UTF_8));
      server.post(XPosts.at(0, 0).text("good " + i).json());
    }

    await().atMost(PATIENCE).until(() -> intake.posts.size() == garbage.size());
    assertThat(intake.malformed).hasSize(garbage.size())
        .allSatisfy(why -> assertThat(why).doesNotContain("nonsense", "secret", "xxxx", "\n"))
        .contains("the line has more than %d bytes".formatted(XConnection.LINE));
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void linesOfAKindThatIsNotKnownAreCountedAndCostNothing() {
    XSource source = started(FAST);
    server.sendRaw("{\"new_kind\":{\"id\":\"1\"}}\r\n{}\r\n".getBytes(StandardCharsets.UTF_8));
    server.post(XPosts.at(0, 0).text("good").json());

    await().atMost(PATIENCE).until(() -> intake.texts().equals(List.of("good")));
    assertThat(source.status().counts()).containsEntry("unknown", 2L);
    assertThat(source.status().budget()).extracting(SourceStatus.Budget::today).isEqualTo(1L);
    assertThat(intake.malformed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "end", "corrupt"})
  void reconnectsWhenTheConnectionIsLost(String how) {
    started(FAST);
    server.post(XPosts.at(0, 0).text("before").json());
    await().atMost(PATIENCE).until(() -> intake.posts.size() == 1);
    switch (how) {
      case "cut" -> server.cut();
      case "end" -> server.end();
      default -> server.corrupt();
    }
    server.post(XPosts.at(0, 0).text("after").json());

    await().atMost(PATIENCE).until(() -> intake.texts().equals(List.of("before", "after")));
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void reconnectsWhenXFallsSilentInMidLine() {
    started(timing(FAST.tcpStep(), FAST.httpFirst(), Duration.ofSeconds(3)));
    server.sendRaw("{\"data\":".getBytes(StandardCharsets.UTF_8));
    server.goSilent();

    await().atMost(PATIENCE).until(() -> server.connections() == 2);
    server.post(XPosts.at(0, 0).text("after").json());
    await().atMost(PATIENCE).until(() -> intake.texts().equals(List.of("after")));
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void keepAlivesAloneKeepAConnection() {
    XSource source = started(timing(FAST.tcpStep(), FAST.httpFirst(), Duration.ofSeconds(3)));

    await().during(Duration.ofSeconds(5)).atMost(PATIENCE)
        .until(() -> source.status().state() == State.LIVE && server.connections() == 1);
  }

  @Test
  void givesUpOnAServerThatTakesTheRequestAndNeverAnswers() {
    server.failStream(XApiAnswer.never());
    started(timing(FAST.tcpStep(), FAST.httpFirst(), Duration.ofSeconds(1)));

    assertThat(streamRequests()).isEqualTo(2);
  }

  @Test
  void waitsAndTriesAgainWhenXHasAProblem() {
    server.failStream(XApiAnswer.unavailable());
    XSource source = opened(SLOW);

    await().atMost(PATIENCE)
        .until(() -> source.status().detail().contains("X answers 503; next attempt at 20"));
    assertThat(source.status().state()).isEqualTo(State.WAITING);
    awaitState(source, State.LIVE);
    assertThat(source.status().detail()).isEmpty();
  }

  @Test
  void aTokenThatXDoesNotTakeEndsItAndSaysWhatToCheck() {
    XSource source = start(new XSource(config("AAAAwrong%3Dtoken", null, null), AREAS, memory, FAST, clock));

    awaitState(source, State.FAILED);
    assertThat(source.status().detail()).contains("401", "X_BEARER_TOKEN").doesNotContain("wrong");
    assertNoMoreRequests();
  }

  @Test
  void anAppThatMayNotUseTheStreamEndsItAndSaysWhatToCheck() {
    server.failStream(XApiAnswer.forbidden());
    XSource source = opened(FAST);

    awaitState(source, State.FAILED);
    assertThat(source.status().detail()).contains("403", "project", "filtered stream");
    assertNoMoreRequests();
  }

  @Test
  void afterTooManyRequestsItWaitsUntilXTakesThemAgain() {
    Instant reset = clock.instant().plus(Duration.ofMinutes(7));
    server.failStream(XApiAnswer.rateLimited(reset));
    XSource source = opened(FAST);

    await().atMost(PATIENCE)
        .until(() -> source.status().detail().contains("next attempt at 2026-11-21T09:07:00Z"));
    assertThat(source.status().detail()).contains("429");
    assertThat(streamRequests()).isEqualTo(1);
    clock.set("2026-11-21T09:07:00Z");
    awaitState(source, State.LIVE);
  }

  @Test
  void afterTooManyRequestsWithoutATimeItWaitsAsDocumented() {
    server.failStream(XApiAnswer.garbage(429, ""));
    XSource source = opened(XSource.DOCUMENTED);

    await().atMost(PATIENCE).until(() -> source.status().detail().contains("429"));
    assertThat(source.status().detail()).containsPattern("next attempt at 2026-11-21T09:01:(0\\d|1[0-5])Z");
  }

  @Test
  void aSecondConnectionWaitsUntilTheFirstIsGone() {
    XSource first = started(FAST);
    XSource second = opened(SLOW);

    await().atMost(PATIENCE).until(() -> second.status().detail().contains("no second connection"));
    assertThat(second.status().state()).isEqualTo(State.WAITING);
    first.close();
    awaitState(second, State.LIVE);
  }

  @Test
  void whenXEndsTheStreamForItsOwnReasonsItConnectsAgain() {
    XSource source = started(SLOW);
    server.disconnect("UpstreamOperationalDisconnect", "This stream has been disconnected upstream.");

    await().atMost(PATIENCE).until(() -> source.status().detail().contains("operational reasons"));
    awaitState(source, State.LIVE);
    assertThat(intake.malformed).isEmpty();
  }

  @Test
  void whenXEndsTheStreamForAReasonOfTheFutureItSaysWhichAndWaitsLonger() {
    XSource source = started(ENDLESS);
    server.sendRaw("{\"errors\":[{\"title\":\"Moon\\nphase\"}]}\r\n".getBytes(StandardCharsets.UTF_8));

    await().atMost(PATIENCE).until(() -> source.status().detail().contains("\"Moon?phase\""));
    assertThat(source.status().state()).isEqualTo(State.WAITING);
  }

  @Test
  void rulesThatXLostAreThereAgainAfterTheNextConnection() {
    server.failStream(XApiAnswer.noRules());
    started(FAST);

    assertThat(streamRequests()).isEqualTo(2);
    assertThat(server.rules()).extracting(XApiRule::tag).contains("civiz:chicago-1");
    assertThat(server.requests()).filteredOn(request -> request.path().endsWith("/rules")
        && request.method().equals("GET")).hasSize(2);
  }

  @Test
  void rulesThatCanNotBeReadAreTriedAgain() {
    server.failRules(XApiAnswer.unavailable());
    server.failRules(XApiAnswer.garbage(200, "<html>"));

    started(FAST);
  }

  @Test
  void waitsWhileNobodyListens() {
    server.close();
    XSource source = opened(SLOW);

    await().atMost(PATIENCE).until(() -> source.status().detail().contains("no server listens"));
    assertThat(source.status().detail()).contains("X_API_BASE_URL").doesNotContain(XApiServer.TOKEN);
  }

  @Test
  void stopsAtTheNumberAndGoesOnAtMidnightUtc() {
    XSource source = started(3, null);
    sendTogether(5);

    awaitSpent(source);
    assertThat(intake.texts()).containsExactly("post 0", "post 1", "post 2");
    assertThat(source.status().detail()).contains("3 posts a day", "X_POSTS_PER_DAY", "$0.0",
        "next attempt at 2026-11-22T00:00:00Z");
    assertThat(source.status().budget()).satisfies(budget -> {
      assertThat(budget.perDay()).isEqualTo(3);
      assertThat(budget.today()).isGreaterThanOrEqualTo(3);
      assertThat(budget.resumes()).isEqualTo("2026-11-22T00:00:00Z");
    });
    await().atMost(PATIENCE).until(() -> server.open() == 0);

    clock.set("2026-11-21T23:59:59Z");
    await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> server.connections() == 1);
    clock.set("2026-11-22T00:00:00Z");
    awaitState(source, State.LIVE);
    server.post(XPosts.at(0, 0).text("tomorrow").json());
    await().atMost(PATIENCE).until(() -> intake.texts().contains("tomorrow"));
    assertThat(source.status().budget()).satisfies(budget -> {
      assertThat(budget.today()).isEqualTo(1);
      assertThat(budget.resumes()).isNull();
    });
  }

  @Test
  void theMonthsNumberStopsItUntilTheFirst() {
    XSource source = started(null, 2);
    sendTogether(3);

    awaitSpent(source);
    assertThat(intake.posts).hasSize(2);
    assertThat(source.status().detail()).contains("2 posts a month", "next attempt at 2026-12-01T00:00:00Z");
  }

  @Test
  void postsWithoutALocationAndOnesThatCannotBeReadCostToo() {
    XSource source = started(3, null);
    server.post(XPosts.nowhere().json());
    server.sendRaw("{\"data\":{}}\r\n".getBytes(StandardCharsets.UTF_8));
    sendTogether(2);

    awaitSpent(source);
    assertThat(intake.texts()).containsExactly("post 0");
  }

  @Test
  void aRestartDoesNotBeginTheDayAnew() {
    XSource first = started(3, null);
    sendTogether(2);
    await().atMost(PATIENCE).until(() -> intake.posts.size() == 2);
    first.close();

    XSource second = started(3, null);
    sendTogether(2);
    awaitSpent(second);
    assertThat(intake.posts).hasSize(3);
    second.close();

    XSource third = opened(FAST, 3, null);
    awaitSpent(third);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void twoCollectorsTogetherDeliverNoMoreThanTheNumber() {
    try (XApiServer other = XApiServer.start()) {
      XSource first = started(50, null);
      XSource second = start(new XSource(config(other.baseUrl(), XApiServer.TOKEN, 50, null), AREAS, memory,
          FAST, clock));
      awaitState(second, State.LIVE);
      Thread sender = Thread.ofVirtual().start(() -> sendTogether(40));
      sendTogether(other, 40);

      awaitSpent(first);
      awaitSpent(second);
      assertThat(sender.isAlive()).isFalse();
      assertThat(intake.posts).hasSize(50);
    }
  }

  @Test
  void withALimitItConnectsOnlyWhenRedisSaysWhatWasRead() {
    memory.away = true;
    XSource source = opened(FAST, 3, null);

    await().atMost(PATIENCE).until(() -> source.status().detail().contains("Redis"));
    assertThat(server.requests()).isEmpty();
    memory.away = false;
    clock.pass(Duration.ofMinutes(1));
    awaitState(source, State.LIVE);
  }

  @Test
  void countsOnWhileRedisIsAway() {
    XSource source = started(3, null);
    sendTogether(1);
    await().atMost(PATIENCE).until(() -> intake.posts.size() == 1);
    memory.away = true;
    sendTogether(3);

    awaitSpent(source);
    assertThat(intake.posts).hasSize(3);
  }

  @Test
  void anIntakeThatHangsHoldsTheServerBackInsteadOfFillingTheMemory() {
    CountDownLatch hang = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    int lines = 8_000;
    XSource source = source(FAST, null, null);
    source.start(new PassingIntake(intake, hang));
    awaitState(source, State.LIVE);
    byte[] line = (XPosts.at(0, 0).text("long ".repeat(1_900)).json() + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
    Thread sender = Thread.ofVirtual().start(() -> {
      for (; sent.get() < lines; sent.incrementAndGet())
        server.sendRaw(line);
    });

    await("the sender stands still").during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> {
      int now = sent.get();
      return now > 0 && seen.getAndSet(now) == now;
    });
    assertThat(sent).hasValueLessThan(lines);
    hang.countDown();
    await().atMost(PATIENCE).until(() -> intake.posts.size() == lines);
    assertThat(sender.isAlive()).isFalse();
  }

  @Test
  void closingEndsAReadThatWaitsAndLeavesNoThread() {
    Set<Thread> before = httpThreads();
    XSource source = started(FAST);
    assertThat(httpThreads()).as("one of this source's own").anyMatch(thread -> !before.contains(thread));
    server.goSilent();
    source.close();
    source.close();

    await().atMost(PATIENCE).until(() -> server.open() == 0);
    await().atMost(PATIENCE).until(() -> before.containsAll(httpThreads()));
  }

  @Test
  void closingEndsAWait() {
    server.failStream(XApiAnswer.unavailable());
    XSource source = opened(ENDLESS);
    awaitState(source, State.WAITING);
    assertTimeoutPreemptively(PATIENCE, source::close);
  }

  @Test
  void afterItsEndNothingIsDelivered() {
    XSource source = started(FAST);
    sendTogether(1000);
    source.close();
    int delivered = intake.posts.size();

    await().during(Duration.ofMillis(300)).until(() -> intake.posts.size() == delivered);
  }

  @Test
  void checkSaysThatTheTokenIsGoodAndTheRulesFit() throws Exception {
    assertThat(source(FAST, null, null).check()).contains("takes the token");
    assertThat(server.rules()).isEmpty();
    assertThat(streamRequests()).isZero();
  }

  @Test
  void checkTellsAWrongTokenAnAppThatMayNotAndAnUnreachableServerApart() {
    XSource wrong = add(new XSource(config("AAAAwrong%3Dtoken", null, null), AREAS, memory, FAST, clock));
    assertThatThrownBy(wrong::check).isInstanceOf(PostSource.Unusable.class).hasMessageContaining("401")
        .hasMessageContaining("X_BEARER_TOKEN").hasMessageNotContaining("wrong");

    XSource source = source(FAST, null, null);
    server.failRules(XApiAnswer.forbidden());
    assertThatThrownBy(source::check).isInstanceOf(PostSource.Unusable.class).hasMessageContaining("403");

    server.close();
    assertThatThrownBy(source::check).isInstanceOf(PostSource.Unusable.class)
        .hasMessageContaining("X_API_BASE_URL");
  }

  private XSource started(StreamTiming timing) {
    XSource source = opened(timing);
    awaitState(source, State.LIVE);
    return source;
  }

  private XSource started(@Nullable Integer perDay, @Nullable Integer perMonth) {
    XSource source = opened(FAST, perDay, perMonth);
    awaitState(source, State.LIVE);
    return source;
  }

  private XSource opened(StreamTiming timing) {
    return opened(timing, null, null);
  }

  private XSource opened(StreamTiming timing, @Nullable Integer perDay, @Nullable Integer perMonth) {
    return start(source(timing, perDay, perMonth));
  }

  private XSource source(StreamTiming timing, @Nullable Integer perDay, @Nullable Integer perMonth) {
    return add(new XSource(config(XApiServer.TOKEN, perDay, perMonth), AREAS, memory, timing, clock));
  }

  private XSource start(XSource source) {
    source.start(intake);
    return add(source);
  }

  private XSource add(XSource source) {
    if (!sources.contains(source)) sources.add(source);
    return source;
  }

  private XConfig config(String token, @Nullable Integer perDay, @Nullable Integer perMonth) {
    return config(server.baseUrl(), token, perDay, perMonth);
  }

  private static XConfig config(URI baseUrl, String token, @Nullable Integer perDay,
      @Nullable Integer perMonth) {
    return new XConfig(baseUrl, new Secret(token), null, perDay, perMonth);
  }

  /** In one piece, so that the client has them all when it closes. */
  private void sendTogether(int posts) {
    sendTogether(server, posts);
  }

  private static void sendTogether(XApiServer server, int posts) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < posts; i++)
      lines.append(XPosts.at(0, 0).text("post " + i).json()).append("\r\n");
    server.sendRaw(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void awaitState(XSource source, State state) {
    await().atMost(PATIENCE).until(() -> source.status().state() == state);
  }

  private static void awaitSpent(XSource source) {
    await().atMost(PATIENCE).until(() -> source.status().detail().contains("is reached"));
    assertThat(source.status().state()).isEqualTo(State.WAITING);
  }

  private void assertNoMoreRequests() {
    int requests = server.requests().size();
    await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> server.requests().size() == requests);
  }

  private long streamRequests() {
    return server.requests().stream().filter(request -> request.path().endsWith("/stream")).count();
  }

  /** Those that each HTTP client has for itself. */
  private static Set<Thread> httpThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
        .collect(Collectors.toSet());
  }

  private static StreamTiming timing(Duration tcp, Duration http, Duration silence) {
    return new StreamTiming(tcp, tcp.multipliedBy(20), http, http.multipliedBy(4), http.multipliedBy(2),
        http.multipliedBy(8), silence, Duration.ofMillis(300));
  }

  /** Hands nothing on until it may. */
  private record PassingIntake(Intake to, CountDownLatch gate) implements Intake {
    @Override
    public void post(Post post) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      to.post(post);
    }

    @Override
    public void retract(Retraction retraction) {
      to.retract(retraction);
    }

    @Override
    public void unlocated() {
      to.unlocated();
    }

    @Override
    public void malformed(String why) {
      to.malformed(why);
    }

    @Override
    public void checkpoint(String cursor) {
      to.checkpoint(cursor);
    }
  }
}
