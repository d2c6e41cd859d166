package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.testing.TestRedis;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /history} and {@code /export} as contract/README.md has them, over HTTP. */
class FeedRequestsTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int MANY = 2_600;
  private static final int THREADS = 32;

  private static TestPublisher publisher;
  private static WebApp app;
  private static long last;

  @BeforeAll
  static void start() {
    publisher = new TestPublisher(redis.uri(), TestLines.AREA);
    publisher.heartbeat("{}");
    app = start(redis.uri());
    await().until(() -> app.feed("chicago").isReady());
    post("test:taken-back", "gone", "open", "[-87.6,41.9]");
    publisher.retract("test:taken-back");
    post("test:open", "Cubs win", "open", "[-87.63,41.88]");
    post("test:display", "Cubs lose", "display", "[-87.64,41.88]");
    post("test:twice", "first", "open", "[-87.65,41.88]");
    post("test:twice", "second", "open", "[-87.65,41.88]");
    post("test:fiji", "far", "open", "[179.5,-17]");
    for (int i = 0; i < MANY; i++)
      last = publisher.post("test:" + i, "filler number %d %s".formatted(i, noise(i)));
    await().until(() -> app.feed("chicago").log.seq() == last);
    app.feed("chicago").log.seal();
  }

  /** What deflates badly, so that answers don't fit into the buffers on their way. */
  private static String noise(int seed) {
    return new Random(seed).ints(400, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  private static WebApp start(URI redis) {
    return new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.toString()))).start();
  }

  private static void post(String id, String text, String rights, String position) {
    String time = id.endsWith("open") ? "2026-11-20T12:00:00Z" : "2026-11-21T09:00:00Z";
    publisher.post(id, "test:ada", TestPublisher.post(id, "test:ada", text, rights)
        .replace("[-87.63,41.88]", position).replace("2026-11-21T09:00:00Z", time)
        .replace("\"rights\"", "\"score\":1.10,\"rights\""));
  }

  @AfterAll
  static void stop() {
    app.close();
    publisher.close();
  }

  private static HttpResponse<byte[]> get(String path, String... headers) {
    return send(app.port(), "GET", path, headers);
  }

  private static HttpResponse<byte[]> send(int port, String method, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) request.headers(headers);
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String export(String filter, String more) {
    HttpResponse<byte[]> answer = get("/export?filter=" + URLEncoder.encode(filter, UTF_8) + more);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return text(answer);
  }

  private static List<String> ids(String ndjson) {
    return ndjson.lines().map(line -> JsonMapper.shared().readTree(line).path("id").asString()).toList();
  }

  @Test
  void historyHasWhatAFreshStartLeavesOut() {
    List<String> start = TestLines
        .lines(Objects.requireNonNull(app.feed("chicago").log.window()).opening(null));
    long after = Objects.requireNonNull(TestLines.after(start.getFirst()));
    HttpResponse<byte[]> answer = get("/history?area=chicago&upTo=" + publisher.epoch() + ":" + after);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
    assertThat(header(answer, "content-length")).isEqualTo(Integer.toString(answer.body().length));
    List<String> lines = TestLines.inflate(answer.body()).lines().toList();
    assertThat(lines.getFirst()).isEqualTo("{\"history\":{\"area\":\"chicago\",\"epoch\":\"%s\",\"upTo\":%d}}"
        .formatted(publisher.epoch(), after));
    List<Long> numbers = new ArrayList<>(TestLines.numbers(lines));
    numbers.addAll(TestLines.numbers(start));
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(2, last).boxed().toList());
  }

  @Test
  void withoutAPlaceHistoryIsTheNewestPart() {
    List<String> lines = TestLines.inflate(get("/history").body()).lines().toList();
    assertThat(TestLines.numbers(lines)).last().isEqualTo(last);
  }

  @Test
  void whatCannotBeAnsweredIsSaidWhy() {
    for (String path : List.of("/history", "/export")) {
      assertThat(get(path + "?area=atlantis").statusCode()).isEqualTo(404);
      assertThat(text(get(path + "?aera=chicago"))).contains("\"aera\" is not a parameter");
      assertThat(text(get(path + "?area=chicago&area=chicago"))).contains("area stands there more than once");
      assertThat(get(path, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
      assertThat(send(app.port(), "POST", path).statusCode()).isEqualTo(405);
    }
    for (Map.Entry<String, String> bad : Map.of(
        "/history?upTo=x", "upTo \"x\" is not epoch:seq",
        "/export?filter=lang:", "the filter's \"lang:\" is nothing that there is",
        "/export?filter=has:wings", "\"has:wings\"",
        "/export?box=1,2,3", "box: \"1,2,3\" is not west,south,east,north",
        "/export?box=1,2,3,x", "box: \"x\" is not a number of degrees",
        "/export?from=yesterday", "from \"yesterday\" is not an RFC 3339 time",
        "/export?to=2026-13-01T00:00:00Z", "to \"2026-13-01T00:00:00Z\" is not an RFC 3339 time",
        "/export?format=xml", "format \"xml\" is neither ndjson nor geojson").entrySet()) {
      HttpResponse<byte[]> answer = get(bad.getKey().replace("\"", "%22"));
      assertThat(answer.statusCode()).as(bad.getKey()).isEqualTo(400);
      assertThat(text(answer)).contains(bad.getValue());
      assertThat(header(answer, "content-type")).startsWith("text/plain");
    }
  }

  @Test
  void anotherEpochIsOverAndAnEventToComeIsWaitedFor() {
    assertThat(get("/history?upTo=other:5").statusCode()).isEqualTo(410);
    HttpResponse<byte[]> answer = get("/history?upTo=%s:%d".formatted(publisher.epoch(), last + 1));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(header(answer, "retry-after")).isEqualTo("5");
  }

  @Test
  void aFeedThatIsNotReadIsWaitedFor() {
    try (WebApp unread = start(URI.create("redis://localhost:1"))) {
      for (String path : List.of("/history", "/export")) {
        HttpResponse<byte[]> answer = send(unread.port(), "GET", path);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "retry-after")).isEqualTo("5");
      }
    }
  }

  @Test
  void whoAsksForTooMuchIsAskedToWait() {
    try (WebApp other = start(redis.uri())) {
      await().until(() -> other.feed("chicago").isReady());
      int answered = 0;
      while (send(other.port(), "GET", "/export?filter=nothing-has-this").statusCode() == 200)
        assertThat(++answered).isLessThan(200);
      assertThat(answered).isPositive();
      HttpResponse<byte[]> refused = send(other.port(), "GET", "/export");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(header(refused, "retry-after")).isEqualTo("5");
    }
  }

  @Test
  void anExportHasTheNewestFirstAndOfEachPostTheLatestVersion() {
    assertThat(ids(export("-filler", ""))).containsExactly("test:fiji", "test:twice", "test:display",
        "test:open");
    assertThat(export("second", "")).contains("second").doesNotContain("first");
    assertThat(export("first", "")).isEmpty();
    assertThat(ids(export("", ""))).hasSize(MANY + 4).doesNotContain("test:taken-back").startsWith(
        "test:" + (MANY - 1));
  }

  @Test
  void anExportObeysTheRights() {
    String lines = export("cubs", "");
    assertThat(ids(lines)).containsExactly("test:display", "test:open");
    assertThat(lines).contains("Cubs win", "\"score\":1.10").doesNotContain("Cubs lose", "-87.64");
    assertThat(lines.lines().findFirst())
        .hasValue("{\"type\":\"Feature\",\"id\":\"test:display\",\"geometry\":null,"
            + "\"properties\":{\"source\":\"test\",\"url\":\"https://example.com/1\",\"rights\":\"display\"}}");
  }

  @Test
  void anExportIsOfABoxAndOfATime() {
    assertThat(ids(export("-filler", "&box=-87.645,41,-87.6,42"))).containsExactly("test:display",
        "test:open");
    assertThat(ids(export("", "&box=179,-18,-179,-16"))).containsExactly("test:fiji");
    assertThat(ids(export("", "&to=2026-11-20T12:00:00Z"))).containsExactly("test:open");
    assertThat(ids(export("-filler", "&from=2026-11-20T12:00:00Z"))).hasSize(3).doesNotContain("test:open");
    assertThat(ids(export("", "&from=2026-11-20T12:59:59%2B01:00&to=2026-11-20T12:00:00.001Z")))
        .containsExactly("test:open");
  }

  @Test
  void geoJsonIsOneCollectionToBeSaved() {
    HttpResponse<byte[]> answer = get("/export?format=geojson&filter=-filler");
    assertThat(header(answer, "content-type")).isEqualTo("application/geo+json");
    assertThat(header(answer, "content-disposition"))
        .isEqualTo("attachment; filename=\"civiz-chicago.geojson\"");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    JsonNode collection = JsonMapper.shared().readTree(answer.body());
    assertThat(collection.path("type").asString()).isEqualTo("FeatureCollection");
    assertThat(collection.path("features").size()).isEqualTo(4);
    assertThat(JsonMapper.shared().readTree(get("/export?format=geojson&filter=nothing-has-this").body())
        .path("features").isEmpty()).isTrue();
    assertThat(JsonMapper.shared().readTree(get("/export?format=geojson").body()).path("features").size())
        .isEqualTo(MANY + 4);
  }

  @Test
  void whoAsksAndDoesNotReadHoldsNoThread() throws IOException {
    assertThat(get("/history").body().length).isGreaterThan(500_000);
    List<Socket> sleepers = new ArrayList<>();
    try {
      for (int i = 0; i < THREADS + 8; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("localhost", app.port()));
        sleepers.add(socket);
        socket.getOutputStream()
            .write("GET /history HTTP/1.1\r\nHost: civiz.example\r\n\r\n".getBytes(UTF_8));
      }
      assertThat(get("/health/live").statusCode()).isEqualTo(200);
      assertThat(ids(export("cubs", ""))).hasSize(2);
    } finally {
      for (Socket socket : sleepers)
        socket.close();
    }
  }
}
