package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import civiz.contract.BoundingBox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class XApiServerTest {
  private static final String STREAM = "/2/tweets/search/stream";
  private static final String RULES = STREAM + "/rules";
  private static final String BOX = "bounding_box:[-87.7 41.8 -87.6 41.9]";

  private final XApiServer server = XApiServer.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({STREAM + ", wrong, 401", RULES + ", wrong, 401", "/2/tweets, " + XApiServer.TOKEN + ", 404",
    STREAM + "?tweet.fields=geo&surprise=1, " + XApiServer.TOKEN + ", 400",
    STREAM + "?tweet.fields=geometry, " + XApiServer.TOKEN + ", 400",
    STREAM + "?backfill_minutes=6, " + XApiServer.TOKEN + ", 400",
    STREAM + ", " + XApiServer.TOKEN + ", 409"})
  void refusesWhatXRefuses(String path, String token, int status) throws Exception {
    HttpResponse<String> answer = get(path, token);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).path("title").asString()).isNotEmpty();
    assertThat(server.connections()).isZero();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void takesEveryFieldThatTheDesignAsksFor() throws Exception {
    server.addForeignRule("cat", "");

    assertThat(open(STREAM + "?tweet.fields=created_at,geo,author_id,entities,lang,attachments"
        + "&expansions=geo.place_id,author_id,attachments.media_keys"
        + "&place.fields=full_name,geo,country_code,place_type&user.fields=name,username,profile_image_url"
        + "&media.fields=preview_image_url,url,type,alt_text").statusCode()).isEqualTo(200);
  }

  @Test
  void addsListsAndDeletesRules() throws Exception {
    HttpResponse<String> added = change(
        "{\"add\":[{\"value\":\"" + BOX + "\",\"tag\":\"a\"},{\"value\":\"lang:en cat\"}]}");
    String id = json(added).at("/data/0/id").asString();

    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(json(added).at("/meta/summary/created").asInt()).isEqualTo(2);
    assertThat(server.rules()).extracting(XApiRule::value, XApiRule::tag).containsExactly(
        tuple(BOX, "a"), tuple("lang:en cat", null));
    assertThat(json(get(RULES, XApiServer.TOKEN)).at("/data/0/value").asString()).isEqualTo(BOX);

    JsonNode deleted = json(change("{\"delete\":{\"ids\":[\"" + id + "\",\"12\"]}}"));
    assertThat(deleted.at("/meta/summary").toString()).isEqualTo("{\"deleted\":1,\"not_deleted\":1}");
    assertThat(server.rules()).hasSize(1);
  }

  @Test
  void listsRulesInPages() throws Exception {
    for (int i = 0; i < 5; i++)
      server.addForeignRule("cat" + i, "");
    server.pageSize(2);

    JsonNode first = json(get(RULES, XApiServer.TOKEN));
    JsonNode second = json(
        get(RULES + "?pagination_token=" + first.at("/meta/next_token").asString(), XApiServer.TOKEN));
    JsonNode third = json(
        get(RULES + "?pagination_token=" + second.at("/meta/next_token").asString(), XApiServer.TOKEN));

    assertThat(second.at("/data/0/value").asString()).isEqualTo("cat2");
    assertThat(third.at("/data/0/value").asString()).isEqualTo("cat4");
    assertThat(third.at("/meta").has("next_token")).isFalse();
  }

  @Test
  void triesRulesWithoutKeepingThem() throws Exception {
    HttpResponse<String> answer = post(RULES + "?dry_run=true", "{\"add\":[{\"value\":\"cat\"}]}");

    assertThat(json(answer).at("/meta/summary/valid").asInt()).isEqualTo(1);
    assertThat(server.rules()).isEmpty();
  }

  @Test
  void createsTheNewRulesBesideADuplicate() throws Exception {
    server.addForeignRule("cat", "");
    JsonNode answer = json(change("{\"add\":[{\"value\":\"cat\",\"tag\":\"mine\"},{\"value\":\"dog\"}]}"));

    assertThat(answer.at("/errors/0/title").asString()).isEqualTo("DuplicateRule");
    assertThat(answer.at("/errors/0/id").asString()).isEqualTo(server.rules().getFirst().id());
    assertThat(server.rules()).extracting(XApiRule::value).containsExactly("cat", "dog");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(cat", "surprise:1", "bounding_box:[-87.96 41.644 -87.40 42.04]",
    "bounding_box:[1 2 3]",
    "bounding_box:[179.9 -17 -179.9 -16.9]", "cat OR", "cat ()", "bounding_box:[1e-4 0 0.1 0.1]"})
  void createsNothingBesideAnInvalidRule(String rule) throws Exception {
    JsonNode answer = json(change("{\"add\":[{\"value\":\"" + rule + "\"},{\"value\":\"dog\"}]}"));

    assertThat(answer.at("/errors/0/value").asString()).isEqualTo(rule);
    assertThat(answer.at("/errors/0/details").size()).isPositive();
    assertThat(server.rules()).isEmpty();
  }

  @Test
  void takesNoRuleOfMoreThan1024CharactersAndNo1001stRule() throws Exception {
    assertThat(json(change("{\"add\":[{\"value\":\"" + "c".repeat(1_025) + "\"}]}")).has("errors")).isTrue();
    assertThat(json(change("{\"add\":[{\"value\":\"" + "c".repeat(1_024) + "\"}]}")).has("errors")).isFalse();
    for (int i = 1; i < 1_000; i++)
      server.addForeignRule("cat" + i, "");
    assertThat(change("{\"add\":[{\"value\":\"dog\"}]}").statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"add\":[{\"tag\":\"a\"}]}",
    "{\"add\":[{\"value\":\"a\",\"name\":\"b\"}]}",
    "{\"delete\":{\"ids\":[\"x\"]}}", "{\"add\":[],\"delete\":{\"ids\":[]}}", "{"})
  void refusesAChangeThatIsNotInTheSchema(String body) throws Exception {
    assertThat(change(body).statusCode()).isEqualTo(400);
  }

  @Test
  void sendsLinesAndKeepAlives() throws Exception {
    server.addForeignRule("cat", "");
    InputStream body = open(STREAM).body();
    assertThat(body.readNBytes(2)).isEqualTo("\r\n".getBytes(StandardCharsets.UTF_8));
    String line = XPosts.at(-87.63, 41.88).text("é\n").place("p", "Chicago, IL", "city",
        new BoundingBox(-87.9, 41.6, -87.5, 42)).json();
    server.post(line);

    assertThat(line(body)).isEqualTo(line + "\r\n");
  }

  @Test
  void compressesForThoseWhoAccept() throws Exception {
    server.addForeignRule("cat", "");
    HttpResponse<InputStream> answer = client
        .send(request(STREAM, XApiServer.TOKEN).header("Accept-Encoding", "gzip")
            .build(), HttpResponse.BodyHandlers.ofInputStream());
    server.disconnect("UpstreamOperationalDisconnect", "This stream has been disconnected upstream.");

    assertThat(line(new GZIPInputStream(answer.body()))).contains("operational-disconnect");
  }

  @Test
  void givesOneClientTheStreamAtATime() throws Exception {
    server.addForeignRule("cat", "");
    InputStream first = open(STREAM).body();
    assertThat(get(STREAM, XApiServer.TOKEN).body()).contains("TooManyConnections");

    first.close();
    Awaitility.await().until(() -> server.open() == 0);
    assertThat(open(STREAM).statusCode()).isEqualTo(200);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void failsTheNextRequestOnly() throws Exception {
    server.addForeignRule("cat", "");
    Instant reset = Instant.ofEpochSecond(1_800_000_000);
    server.failStream(XApiAnswer.rateLimited(reset));
    server.failRules(XApiAnswer.forbidden());

    HttpResponse<String> limited = get(STREAM, XApiServer.TOKEN);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("x-rate-limit-reset")).hasValue("1800000000");
    assertThat(get(RULES, XApiServer.TOKEN).statusCode()).isEqualTo(403);
    assertThat(get(RULES, XApiServer.TOKEN).statusCode()).isEqualTo(200);
    assertThat(open(STREAM).statusCode()).isEqualTo(200);
  }

  @Test
  void endsAsHttpHasItAndCutsAsItHasNot() throws Exception {
    server.addForeignRule("cat", "");
    InputStream ended = open(STREAM).body();
    server.end();
    assertThat(new String(ended.readAllBytes(), StandardCharsets.UTF_8)).isBlank();

    InputStream cut = open(STREAM).body();
    server.cut();
    assertThatThrownBy(cut::readAllBytes).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"data\":{\"id\":1}}", "{\"data\":{\"id\":\"1\",\"created_at\":\"yesterday\"}}",
    "{", "[]",
    "{\"errors\":[]}", "{\"errors\":[{\"title\":\"a\",\"type\":\"https://example.com/problem\"}]}",
    "{\"data\":{\"geo\":{\"coordinates\":{\"type\":\"Point\",\"coordinates\":[1]}}}}",
    "{\"includes\":{\"places\":[{\"geo\":{\"type\":\"Feature\",\"bbox\":[1,2,3],\"properties\":{}}}]}}",
    "{\"matching_rules\":[{\"tag\":\"a\"}]}"})
  void doesNotSendWhatXWouldNot(String line) {
    assertThatThrownBy(() -> server.post(line)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X would not send this");
  }

  @Test
  void sendsWhatXMay() {
    for (String line : new String[]{"{\"data\":{\"geo\":{\"coordinates\":null,\"place_id\":null}}}",
      "{\"surprise\":{}}",
      "{\"errors\":[{\"title\":\"a\",\"detail\":\"b\",\"type\":\"https://api.x.com/2/problems/internal-error\"}]}"}) {
      assertThatCode(() -> XApiSchema.require("StreamPostsResponse", line)).doesNotThrowAnyException();
    }
  }

  @Test
  void everyAnswerOfXsIsInItsSchema() {
    for (XApiAnswer answer : new XApiAnswer[]{XApiAnswer.unauthorized(), XApiAnswer.forbidden(),
      XApiAnswer.unavailable(),
      XApiAnswer.rateLimited(Instant.EPOCH), XApiAnswer.tooManyConnections(), XApiAnswer.noRules(),
      XApiAnswer.usageCapped(), XApiAnswer.notFound(), XApiAnswer.invalidRequest("why")}) {
      assertThat(answer.schema()).isEqualTo("Problem");
      assertThat(answer.checked()).isSameAs(answer);
    }
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return client.send(request(path, token).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<InputStream> open(String path) throws Exception {
    return client.send(request(path, XApiServer.TOKEN).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private HttpResponse<String> change(String body) throws Exception {
    return post(RULES, body);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request(path, XApiServer.TOKEN).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(server.baseUrl() + path)).version(HttpClient.Version.HTTP_1_1)
        .header("Authorization", "Bearer " + token);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return XApiSchema.JSON.readTree(answer.body());
  }

  /** The next line that is no keep-alive, with its end. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      boolean blank = line.size() == 0 && (b == '\r' || b == '\n');
      if (!blank) line.write(b);
      if (b == '\n' && !blank) break;
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
