package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import civiz.collector.source.StreamFailure.Kind;
import civiz.collector.source.XRuleClient.Changes;
import civiz.collector.source.XRules.Rule;
import civiz.contract.Area;
import civiz.contract.Secret;
import civiz.testing.XApiAnswer;
import civiz.testing.XApiRequest;
import civiz.testing.XApiRule;
import civiz.testing.XApiServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class XRuleClientTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final List<Area> CHICAGO = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04");
  private static final List<Area> FIJI = Area.parseAll("fiji=176.8,-19.3,-178.2,-15.7");
  /** Long enough for a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final XApiServer server = XApiServer.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Logger log = (Logger) LoggerFactory.getLogger(XRuleClient.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    log.addAppender(logged);
    log.setLevel(Level.INFO);
    log.setAdditive(false);
  }

  @AfterEach
  void stop() {
    log.detachAppender(logged);
    log.setLevel(null);
    log.setAdditive(true);
    http.shutdownNow();
    server.close();
  }

  @Test
  void bringsAllRulesToAnEmptyApp() throws Exception {
    List<Rule> wanted = XRules.of(FIJI, "-is:retweet lang:en");

    assertThat(client().reconcile(wanted)).isEqualTo(new Changes(0, wanted.size(), 0));
    assertThat(there()).containsExactlyElementsOf(wanted);
    assertThat(wanted).hasSizeGreaterThan(5);
  }

  @Test
  void changesNothingThatIsRight() throws Exception {
    List<Rule> wanted = XRules.of(CHICAGO, null);
    client().reconcile(wanted);
    List<XApiRule> before = server.rules();

    assertThat(client().reconcile(wanted)).isEqualTo(new Changes(1, 0, 0));
    assertThat(server.rules()).isEqualTo(before);
    assertThat(methods()).containsExactly("GET", "POST", "GET");
  }

  @Test
  void leavesTheRulesOfOthersAlone() throws Exception {
    XApiRule cat = server.addForeignRule("cat has:images", "pets");
    XApiRule dog = server.addForeignRule("dog", "");
    client().reconcile(XRules.of(FIJI, null));
    client().reconcile(List.of());

    assertThat(server.rules()).containsExactly(cat, dog);
  }

  @Test
  void replacesByDifferenceAndAddsBeforeItDeletes() throws Exception {
    List<Rule> both = XRules
        .of(Area.parseAll("chicago=-87.96,41.644,-87.40,42.04;loop=-87.64,41.87,-87.62,41.89"), null);
    client().reconcile(both);
    String kept = server.rules().getFirst().id();
    List<Rule> wanted = XRules
        .of(Area.parseAll("chicago=-87.96,41.644,-87.40,42.04;park=-87.7,41.9,-87.6,42"), null);

    assertThat(client().reconcile(wanted)).isEqualTo(new Changes(1, 1, 1));
    assertThat(there()).containsExactlyElementsOf(wanted);
    assertThat(server.rules().getFirst().id()).isEqualTo(kept);
    assertThat(server.requests().get(3).body()).contains("add");
    assertThat(server.requests().get(4).body()).contains("delete");
  }

  @Test
  void keepsARuleWhoseAreaHasAnotherName() throws Exception {
    client().reconcile(XRules.of(CHICAGO, null));

    assertThat(client().reconcile(XRules.of(Area.parseAll("windy-city=-87.96,41.644,-87.40,42.04"), null)))
        .isEqualTo(new Changes(1, 0, 0));
  }

  @Test
  void isContentWithAForeignRuleThatSaysTheSame() throws Exception {
    List<Rule> wanted = XRules.of(CHICAGO, null);
    XApiRule same = server.addForeignRule(wanted.getFirst().value(), "somebody");

    assertThat(client().reconcile(wanted)).isEqualTo(new Changes(1, 0, 0));
    assertThat(server.rules()).containsExactly(same);
  }

  @Test
  void keepsARuleThatXWritesDifferentlyAndCallsADuplicate() throws Exception {
    List<Rule> wanted = XRules.of(CHICAGO, "lang:en");
    XApiRule ours = server.addForeignRule("a  rule", "civiz:chicago-1");
    server.failRules(XApiAnswer.garbage(200,
        "{\"data\":[{\"id\":\"%s\",\"value\":\"a  rule\",\"tag\":\"civiz:chicago-1\"}]}"
            .formatted(ours.id())));
    server.failRules(XApiAnswer.garbage(200,
        """
            {"errors":[{"title":"DuplicateRule","id":"%s","type":"https://api.x.com/2/problems/duplicate-rules"}]}"""
            .formatted(ours.id())));

    assertThat(client().reconcile(wanted)).isEqualTo(new Changes(1, 0, 0));
    assertThat(server.rules()).containsExactly(ours);
  }

  @Test
  void readsTheListToItsLastPage() throws Exception {
    List<Rule> wanted = XRules.of(FIJI, null);
    client().reconcile(wanted);
    server.pageSize(2);

    assertThat(client().reconcile(wanted)).isEqualTo(new Changes(wanted.size(), 0, 0));
  }

  @Test
  void readsNoListWithoutEnd() {
    for (int i = 0; i < 100; i++)
      server.failRules(XApiAnswer.garbage(200, "{\"meta\":{\"next_token\":\"0000000000000001\"}}"));

    assertThat(failure().why()).contains("no end");
  }

  @Test
  void deletesFirstWhereThereIsNoRoomForBoth() throws Exception {
    for (int i = 0; i < 990; i++)
      server.addForeignRule("cat" + i, "");
    for (int i = 0; i < 10; i++)
      server.addForeignRule("old" + i, "civiz:old-" + i);

    assertThat(client().reconcile(XRules.of(CHICAGO, null))).isEqualTo(new Changes(0, 1, 10));
    assertThat(server.rules()).hasSize(991);
  }

  @Test
  void changesNothingWhenTheRulesOfOthersLeaveNoRoom() {
    for (int i = 0; i < 999; i++)
      server.addForeignRule("cat" + i, "");
    server.addForeignRule("old", "civiz:old-1");
    List<XApiRule> before = server.rules();
    StreamFailure failure = failure(XRules.of(FIJI, null));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.why()).contains("999 are there").contains("AREAS");
    assertThat(server.rules()).isEqualTo(before);
  }

  @Test
  void addsAndDeletesManyInSeveralRequests() throws Exception {
    List<Rule> many = IntStream.range(0, 250).mapToObj(i -> new Rule("cat" + i, "civiz:a-" + i)).toList();

    assertThat(client().reconcile(many)).isEqualTo(new Changes(0, 250, 0));
    assertThat(client().reconcile(List.of())).isEqualTo(new Changes(0, 0, 250));
    assertThat(server.rules()).isEmpty();
    assertThat(methods()).hasSize(8);
  }

  @Test
  void completesWhatFailedHalfWay() throws Exception {
    List<Rule> many = IntStream.range(0, 150).mapToObj(i -> new Rule("cat" + i, "civiz:a-" + i)).toList();
    client().reconcile(many.subList(0, 100));
    server.failRules(XApiAnswer.garbage(200, "{}"));
    server.failRules(XApiAnswer.unavailable());

    assertThat(failure(many).kind()).isEqualTo(Kind.HTTP);
    assertThat(client().reconcile(many)).isEqualTo(new Changes(100, 50, 0));
    assertThat(there()).containsExactlyElementsOf(many);
  }

  @Test
  void previewsWithoutAChange() throws Exception {
    server.addForeignRule("old", "civiz:old-1");

    assertThat(client().preview(XRules.of(CHICAGO, null))).isEqualTo(new Changes(0, 1, 1));
    assertThat(server.rules()).hasSize(1);
    assertThatThrownBy(() -> client("surprise:1").preview(XRules.of(CHICAGO, "surprise:1")))
        .isInstanceOf(StreamFailureException.class).hasMessageContaining("X_RULE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysThatXDoesNotTakeTheAddition(boolean asAnError) {
    List<Rule> wanted = XRules.of(CHICAGO, "surprise:1");
    if (asAnError) {
      server.failRules(XApiAnswer.garbage(200, "{}"));
      server.failRules(XApiAnswer.garbage(400,
          """
              {"title":"Invalid Request","errors":[{"value":"v","details":["There is no operator surprise\\u0007"],
               "title":"UnprocessableEntity","type":"https://api.twitter.com/2/problems/invalid-rules"}]}"""));
    }
    StreamFailure failure = catchThrowableOfType(StreamFailureException.class,
        () -> client("surprise:1").reconcile(wanted)).failure();

    assertThat(failure.kind()).isEqualTo(Kind.FINAL);
    assertThat(failure.why()).contains("check X_RULE").contains("There is no operator surprise")
        .doesNotContain("\u0007");
    assertThat(server.rules()).isEmpty();
  }

  @Test
  void saysToCheckTheAreasWhenThereIsNoAddition() {
    assertThat(failure(List.of(new Rule("bounding_box:[1 2 3]", "civiz:a-1"))).why()).contains("check AREAS");
  }

  @Test
  void stopsWhereThePersonMustActAndSaysWhat() {
    server.failRules(XApiAnswer.unauthorized());
    assertThat(failure())
        .isEqualTo(new StreamFailure(Kind.FINAL, "X answers 401: check X_BEARER_TOKEN, then start again"));
    server.failRules(XApiAnswer.forbidden());
    assertThat(failure().kind()).isEqualTo(Kind.FINAL);
    assertThat(failure(new XConfig(server.baseUrl(), new Secret("wrong"), null, null, null)).why())
        .contains("401");
  }

  @Test
  void waitsForTheResetOfARateLimit() {
    Instant reset = NOW.plusSeconds(600);
    server.failRules(XApiAnswer.rateLimited(reset));
    StreamFailure failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.RATE);
    assertThat(failure.until()).isEqualTo(reset);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void takesAServerErrorForOneThatPasses(int status) {
    server.failRules(XApiAnswer.garbage(status, "<html>Bad gateway</html>"));

    assertThat(failure()).isEqualTo(new StreamFailure(Kind.HTTP, "X answers " + status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{\"data\":", "null"})
  void knowsWhatIsNoAnswerOfX(String body) {
    server.failRules(XApiAnswer.garbage(200, body));

    assertThat(failure().why()).contains("is not X's API, check X_API_BASE_URL");
  }

  @Test
  void followsNoRedirectWithTheToken() {
    server.failRules(new XApiAnswer(302, Map.of("Location", server.baseUrl() + "/elsewhere"), null, ""));

    assertThat(failure().kind()).isEqualTo(Kind.REFUSED);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void readsNoEndlessAnswer() {
    server.failRules(XApiAnswer.garbage(200, "[" + " ".repeat(5 << 20) + "]"));

    assertThat(failure().kind()).isEqualTo(Kind.NETWORK);
  }

  @Test
  void waitsNoLongerThanItsTimeoutForAnAnswerOrTheRestOfOne() {
    server.failRules(XApiAnswer.never());
    server.failRules(XApiAnswer.unfinished(200, "{"));
    XRuleClient hasty = new XRuleClient(http, config(null), Duration.ofMillis(500), InstantSource.fixed(NOW));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> hasty.reconcile(List.of())).isInstanceOf(StreamFailureException.class)
          .hasMessage("X was silent for too long");
    }
  }

  @Test
  void endsWithAnInterrupt() throws Exception {
    server.failRules(XApiAnswer.never());
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread = Thread.ofVirtual().start(() -> {
      try {
        end.complete(new AssertionError(client().reconcile(List.of()).toString()));
      } catch (StreamFailureException | InterruptedException e) {
        end.complete(e);
      }
    });
    Awaitility.await().until(() -> server.requests().size() == 1);
    thread.interrupt();

    assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void tellsWhenNoServerListens() {
    server.close();

    assertThat(failure().why()).contains("check X_API_BASE_URL");
    assertThat(
        failure(new XConfig(URI.create("http://nowhere.invalid"), new Secret("t"), null, null, null)).kind())
        .isEqualTo(Kind.NETWORK);
  }

  @Test
  void sendsTheTokenAndShowsItNowhere() throws Exception {
    client().reconcile(XRules.of(CHICAGO, null));
    server.failRules(XApiAnswer.garbage(401, "{\"title\":\"" + XApiServer.TOKEN + "\"}"));
    server.failRules(XApiAnswer.garbage(429, "{\"title\":\"" + XApiServer.TOKEN + "\"}"));

    assertThat(server.requests()).allMatch(
        request -> ("Bearer " + XApiServer.TOKEN).equals(request.headers().get("authorization")));
    assertThat(failure().toString()).doesNotContain(XApiServer.TOKEN);
    assertThat(failure().toString()).doesNotContain(XApiServer.TOKEN);
    assertThat(config(null).toString()).doesNotContain(XApiServer.TOKEN);
    assertThat(logged.list).extracting(ILoggingEvent::getMessage).containsExactly("rules changed");
    assertThat(logged.list.getFirst().getKeyValuePairs().toString()).contains("added")
        .doesNotContain(XApiServer.TOKEN);
  }

  private XRuleClient client() {
    return client(null);
  }

  private XRuleClient client(@Nullable String rule) {
    return new XRuleClient(http, config(rule), TIMEOUT, InstantSource.fixed(NOW));
  }

  private XConfig config(@Nullable String rule) {
    return new XConfig(server.baseUrl(), new Secret(XApiServer.TOKEN), rule, null, null);
  }

  private StreamFailure failure() {
    return failure(XRules.of(CHICAGO, null));
  }

  private StreamFailure failure(List<Rule> wanted) {
    return catchThrowableOfType(StreamFailureException.class, () -> client().reconcile(wanted)).failure();
  }

  private StreamFailure failure(XConfig config) {
    XRuleClient client = new XRuleClient(http, config, TIMEOUT, InstantSource.fixed(NOW));
    return catchThrowableOfType(StreamFailureException.class, () -> client.reconcile(List.of())).failure();
  }

  private List<Rule> there() {
    return server.rules().stream().map(rule -> new Rule(rule.value(), String.valueOf(rule.tag()))).toList();
  }

  private List<String> methods() {
    return server.requests().stream().map(XApiRequest::method).toList();
  }
}
