package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.testing.TestRedis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the process says on HTTP. */
class PagesTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  /** What a module imports, also in JSDoc, where it has to be there as well. */
  private static final Pattern IMPORT = Pattern
      .compile("\\b(?:import|export)[\\s{*][^'\"();=]*?\\bfrom\\s*[\"']([^\"']+)[\"']");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static WebApp app;
  private static String leaflet = "";

  @BeforeAll
  static void start() {
    app = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString()))).start();
    await().until(() -> app.feed("chicago").isReady());
    leaflet = importMap().at("/imports/leaflet").asString();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static HttpResponse<byte[]> send(String method, int port, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .method(method, BodyPublishers.noBody());
    if (headers.length > 0) request.headers(headers);
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", app.port(), path, headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  private static String assets() {
    Matcher matcher = Pattern.compile("/assets/[0-9a-f]{16}").matcher(text(get("/")));
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }

  private static JsonNode importMap() {
    return JsonMapper.shared().readTree(script(text(get("/"))));
  }

  private static String script(String index) {
    Matcher script = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
        .matcher(index);
    assertThat(script.find()).isTrue();
    return script.group(1);
  }

  @Test
  void theIndexNamesWhereItsFilesAreAndIsAskedForAnew() {
    HttpResponse<byte[]> index = get("/");
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(header(index, "Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(header(index, "Cache-Control")).isEqualTo("no-cache");
    assertThat(text(index)).doesNotContain("{{");
    Matcher scripts = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"").matcher(text(index));
    int found = 0;
    while (scripts.find()) {
      assertThat(get(scripts.group(1)).statusCode()).as(scripts.group(1)).isEqualTo(200);
      found++;
    }
    assertThat(found).isPositive();
  }

  /** As browsers do: what is in the map, or below a folder that is. */
  private static URI resolve(String name, JsonNode imports) {
    String folder = name.substring(0, name.indexOf('/') + 1);
    String below = imports.path(folder).asString("") + name.substring(folder.length());
    String address = imports.path(name).asString(imports.has(folder) ? below : name);
    assertThat(address).as("%s is in the import map", name).startsWith("/");
    return URI.create(address);
  }

  @Test
  void everyModuleOfThePageIsFound() {
    JsonNode imports = importMap().get("imports");
    Deque<URI> left = new ArrayDeque<>(List.of(URI.create(assets() + "/app.js")));
    for (String name : List.of("leaflet", "lit-html", "supercluster"))
      left.add(resolve(name, imports));
    Set<URI> seen = new HashSet<>();
    while (!left.isEmpty()) {
      URI module = left.pop();
      if (!seen.add(module)) continue;
      HttpResponse<byte[]> response = get(module.getPath());
      assertThat(response.statusCode()).as(module.getPath()).isEqualTo(200);
      assertThat(header(response, "Content-Type")).as(module.getPath())
          .isEqualTo("text/javascript;charset=utf-8");
      IMPORT.matcher(text(response)).results().map(found -> found.group(1))
          .forEach(name -> left.add(resolve(name.startsWith(".") ? module.resolve(name).getPath() : name,
              imports)));
    }
    assertThat(seen).anyMatch(module -> module.getPath().endsWith("/supercluster.min.js"));
  }

  @Test
  void filesMayBeKeptForEver() {
    for (String path : new String[]{assets() + "/app.js", leaflet}) {
      HttpResponse<byte[]> file = get(path);
      assertThat(file.statusCode()).as(path).isEqualTo(200);
      assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
      assertThat(header(file, "Content-Type")).isEqualTo("text/javascript;charset=utf-8");
      assertThat(header(file, "ETag")).matches("\"[0-9a-f]{32}\"");
    }
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() {
    for (String path : new String[]{"/", leaflet}) {
      String etag = header(get(path), "ETag");
      HttpResponse<byte[]> again = get(path, "If-None-Match", etag);
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "ETag")).isEqualTo(etag);
      assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoTakesGzipGetsIt() throws IOException {
    HttpResponse<byte[]> plain = get(leaflet);
    HttpResponse<byte[]> zipped = get(leaflet, "Accept-Encoding", "br, gzip");
    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(zipped.body().length).isLessThan(plain.body().length / 3);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(header(get(leaflet, "Accept-Encoding", "gzip;q=0"), "Content-Encoding")).isEmpty();
  }

  @Test
  void headHasTheHeadersAndNoBody() {
    for (String path : new String[]{"/", leaflet}) {
      HttpResponse<byte[]> head = send("HEAD", app.port(), path);
      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(header(head, "Content-Length")).isEqualTo(header(get(path), "Content-Length"));
    }
  }

  @Test
  void whatIsNotThereIsSaidShortly() {
    for (String path : new String[]{"/nothing", "/index.html", assets() + "/nothing.js", "/assets/",
      "/assets/0/app.js",
      assets() + "/../index.html", assets() + "/%2e%2e/index.html", "/webjars/",
      leaflet.replace("dist/leaflet-src.esm.js", "package.json"), leaflet + ".map",
      "/META-INF/MANIFEST.MF", "/civiz/web/WebMain.class", "/logback.xml", leaflet + "/"}) {
      HttpResponse<byte[]> response = get(path);
      assertThat(response.statusCode()).as(path).isIn(400, 404);
      assertThat(response.body().length).as(path).isLessThan(200);
    }
    assertThat(text(get("/nothing"))).isEqualTo("There is nothing here.\n");
  }

  @Test
  void everyAnswerTellsTheBrowserWhatNotToDo() {
    for (String path : new String[]{"/", leaflet, "/nothing", "/health", "/health/live"}) {
      HttpResponse<byte[]> response = get(path);
      assertThat(header(response, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(header(response, "Referrer-Policy")).as(path).isNotEmpty();
      assertThat(header(response, "Permissions-Policy")).as(path).contains("camera=()");
      assertThat(header(response, "Cross-Origin-Opener-Policy")).as(path).isEqualTo("same-origin");
      assertThat(header(response, "Content-Security-Policy")).as(path)
          .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'self'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(header(response, "Server")).isEmpty();
      assertThat(header(response, "Set-Cookie")).isEmpty();
      assertThat(header(response, "Strict-Transport-Security")).isEmpty();
    }
    assertThat(header(get("/", "X-Forwarded-Proto", "https"), "Strict-Transport-Security"))
        .startsWith("max-age=");
  }

  @Test
  void onlyTheEmbeddedPageMayBeInsideAnyOther() {
    HttpResponse<byte[]> embedded = get("/embed?show=list");
    assertThat(text(embedded)).isEqualTo(text(get("/")));
    assertThat(header(embedded, "Content-Security-Policy"))
        .isEqualTo(header(get("/"), "Content-Security-Policy").replace("frame-ancestors 'self'",
            "frame-ancestors *"));
  }

  @Test
  void thePolicyAllowsTheImportMapByItsHash() throws Exception {
    HttpResponse<byte[]> index = get("/");
    String script = script(text(index));
    String hash = Base64.getEncoder()
        .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8)));
    assertThat(header(index, "Content-Security-Policy")).contains("script-src 'self' 'sha256-" + hash + "'");
  }

  @Test
  void healthTellsOfEveryHop() {
    JsonNode health = JsonMapper.shared().readTree(get("/health").body());
    assertThat(health.at("/redis/up").asBoolean()).isTrue();
    assertThat(health.at("/areas/chicago/viewers").asInt(-1)).isZero();
    assertThat(health.at("/areas/chicago/events").asInt(-1)).isZero();
    assertThat(health.at("/areas/chicago/epoch").isString()).isTrue();
    assertThat(health.at("/areas/chicago").has("collector")).isTrue();
    assertThat(health.at("/version").asString()).isNotEmpty();
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(text(get("/health/ready"))).isEqualTo("ready\n");
    assertThat(header(get("/health"), "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void withoutRedisItLivesShowsThePageAndIsNotReady() {
    try (WebApp alone = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", "redis://localhost:1")))
        .start()) {
      assertThat(send("GET", alone.port(), "/").statusCode()).isEqualTo(200);
      assertThat(send("GET", alone.port(), "/health/live").statusCode()).isEqualTo(200);
      HttpResponse<byte[]> ready = send("GET", alone.port(), "/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(text(ready)).isEqualTo("not read yet: chicago\n");
      assertThat(text(send("GET", alone.port(), "/health"))).contains("\"up\" : false");
    }
  }

  @Test
  void theSocketsAddressSaysWhatItSpeaks() {
    HttpResponse<byte[]> response = get("/ws?area=chicago");
    assertThat(response.statusCode()).isEqualTo(426);
    assertThat(header(response, "Upgrade")).isEqualTo("websocket");
  }

  @Test
  void robotsAndIconsAreServed() {
    assertThat(text(get("/robots.txt"))).contains("Disallow: /ws");
    assertThat(header(get("/favicon.svg"), "Content-Type")).isEqualTo("image/svg+xml");
  }
}
