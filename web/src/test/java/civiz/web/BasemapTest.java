package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.testing.MapTiles;
import civiz.testing.MapTiles.At;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a web process makes of BASEMAP_URL, BASEMAP_URL_DARK, BASEMAP_ATTRIBUTION and BASEMAP_FILE. */
class BasemapTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String TEMPLATE = "https://tiles.example/{z}/{x}/{y}{r}.png?key=hush";
  private static final String TILEJSON = "https://Maps.example:8443/v4/city.json?access_token=hush";

  @TempDir
  Path folder;

  private static Basemap read(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2)
      environment.put(variables[i], variables[i + 1]);
    return WebConfig.read(environment).basemap();
  }

  private static String policy(Basemap basemap) {
    return String.valueOf(
        new SecurityHeaders(List.of(), basemap).all().get("Content-Security-Policy"));
  }

  private Path file() {
    return MapTiles.mbtiles(folder.resolve("city.mbtiles"), Map.of("attribution", "© City"),
        Map.of(new At(1, 0, 1), MapTiles.png(0x2040a0)));
  }

  private static HttpResponse<byte[]> send(WebApp app, String method, String path) {
    try {
      return CLIENT.send(HttpRequest.newBuilder(URI.create("http://localhost:" + app.port() + path))
          .method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(WebApp app, String path) {
    return new JsonMapper().readTree(send(app, "GET", path).body());
  }

  private static WebApp app(String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of("PORT", "0", "REDIS_URL", "redis://localhost:1"));
    for (int i = 0; i < variables.length; i += 2)
      environment.put(variables[i], variables[i + 1]);
    return new WebApp(WebConfig.read(environment)).start();
  }

  @Test
  void byItselfTheMapIsOpenStreetMaps() {
    try (WebApp app = app()) {
      JsonNode light = json(app, "/basemap.json").path("light");
      assertThat(light.path("tiles").toString())
          .isEqualTo("[\"https://tile.openstreetmap.org/{z}/{x}/{y}.png\"]");
      assertThat(light.path("attribution").asString()).contains("OpenStreetMap", "/copyright");
      assertThat(light.path("maxzoom").asInt()).isEqualTo(19);
      assertThat(json(app, "/basemap.json").has("dark")).isFalse();
      assertThat(send(app, "GET", "/tiles/0/0/0").statusCode()).isEqualTo(404);
      assertThat(send(app, "GET", "/tiles.json").statusCode()).isEqualTo(404);
    }
    assertThat(policy(read())).contains("; img-src 'self' data: https:; connect-src 'self';");
  }

  @Test
  void aTemplateBecomesATileJson() {
    try (WebApp app = app("BASEMAP_URL", "https://{s}.tiles.example/{z}/{x}/{y}{r}.png", "BASEMAP_URL_DARK",
        TEMPLATE, "BASEMAP_ATTRIBUTION", "© Us")) {
      JsonNode basemap = json(app, "/basemap.json");
      assertThat(basemap.path("light").path("tiles").toString()).isEqualTo(
          "[\"https://a.tiles.example/{z}/{x}/{y}{r}.png\",\"https://b.tiles.example/{z}/{x}/{y}{r}.png\",\"https://c.tiles.example/{z}/{x}/{y}{r}.png\"]");
      assertThat(basemap.path("dark").path("tiles").toString()).isEqualTo("[\"" + TEMPLATE + "\"]");
      assertThat(basemap.path("dark").path("attribution").asString()).isEqualTo("© Us");
    }
  }

  @Test
  void aTileJsonIsTheBrowsersToFetch() {
    Basemap basemap = read("BASEMAP_URL", TILEJSON);
    assertThat(policy(basemap)).contains("connect-src 'self' https://Maps.example:8443;",
        "img-src 'self' data: https:;").doesNotContain("hush");
    try (WebApp app = app("BASEMAP_URL", TILEJSON)) {
      assertThat(json(app, "/basemap.json").toString()).isEqualTo("{\"light\":\"" + TILEJSON + "\"}");
    }
  }

  @Test
  void whatIsNotHttpsIsAllowedByName() {
    assertThat(policy(read("BASEMAP_URL", "http://{s}.lan:81/{z}/{x}/{y}", "BASEMAP_URL_DARK",
        "http://localhost/dark.json")))
        .contains(
            "img-src 'self' data: https: http://a.lan:81 http://b.lan:81 http://c.lan:81 http://localhost;",
            "connect-src 'self' http://localhost;");
  }

  @Test
  void noneAsksNobody() {
    try (WebApp app = app("BASEMAP_URL", "none")) {
      assertThat(json(app, "/basemap.json").toString()).isEqualTo("{}");
    }
  }

  @Test
  void aFileIsServed() {
    try (WebApp app = app("BASEMAP_FILE", file().toString(), "BASEMAP_URL_DARK", TEMPLATE)) {
      JsonNode basemap = json(app, "/basemap.json");
      assertThat(basemap.path("light").asString()).isEqualTo("/tiles.json");
      assertThat(basemap.path("dark").isObject()).isTrue();
      JsonNode tileJson = json(app, "/tiles.json");
      assertThat(tileJson.path("attribution").asString()).isEqualTo("© City");
      String tile = tileJson.path("tiles").path(0).asString().replace("{z}", "1").replace("{x}", "0")
          .replace("{y}", "0");
      HttpResponse<byte[]> response = send(app, "GET", tile);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(MapTiles.png(0x2040a0));
      assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
      assertThat(response.headers().firstValue("Cache-Control")).hasValue("public, max-age=86400");
      HttpResponse<byte[]> head = send(app, "HEAD", tile);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(response.body().length);
      for (String none : new String[]{"/tiles/1/0/1", "/tiles/1/0/2", "/tiles/-1/0/0", "/tiles/1/0/x",
        "/tiles/99999999999/0/0", "/tiles/1/0/%27", "/tiles/1/0", "/tiles/1/0/0/0"})
        assertThat(send(app, "GET", none).statusCode()).as(none).isEqualTo(404);
    }
  }

  @Test
  void aFileAndAnAddressAreOneTooMany() {
    assertThatThrownBy(() -> read("BASEMAP_FILE", file().toString(), "BASEMAP_URL", TEMPLATE))
        .hasMessageContainingAll("1 mistake", "BASEMAP_FILE", "BASEMAP_URL").hasMessageNotContaining("hush");
  }

  @Test
  void aFileThatWillNotDoIsTold() {
    assertThatThrownBy(() -> read("BASEMAP_FILE", folder.resolve("nothing").toString()))
        .hasMessageContainingAll("BASEMAP_FILE", "there is no file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiles.example/hush/{z}/{x}/{y}", "ftp://a.example/hush",
    "https://u:hush@a.example/",
    "https://a.example/hush/{z}/{x}", "https://a.example/{z}/{x}/{y}/{hush}",
    "https://{x}.example/{z}/{y}/hush",
    "https://a.example/hush#{z}{x}{y}", "https:///hush", "javascript:hush", "hush", "None",
    "https://a.example/hush hush.json", "https://a.example;script-src *;/hush.json"})
  void whatIsNoAddressOfTilesIsToldAndNotShown(String url) {
    for (String name : new String[]{"BASEMAP_URL", "BASEMAP_URL_DARK"})
      assertThatThrownBy(() -> read(name, url)).hasMessageContainingAll("1 mistake", name + ": ")
          .hasMessageNotContaining("hush");
  }

  @Test
  void whatDoesNotGoTogetherIsTold() {
    assertThatThrownBy(() -> read("BASEMAP_URL", "none", "BASEMAP_URL_DARK", TEMPLATE))
        .hasMessageContainingAll("1 mistake", "BASEMAP_URL_DARK", "BASEMAP_URL=none");
    for (String url : new String[]{"", TILEJSON})
      assertThatThrownBy(() -> read("BASEMAP_URL", url, "BASEMAP_ATTRIBUTION", "© Us"))
          .hasMessageContainingAll("1 mistake", "BASEMAP_ATTRIBUTION", "BASEMAP_URL");
    assertThatThrownBy(() -> read("BASEMAP_URL", TEMPLATE, "BASEMAP_ATTRIBUTION", "©".repeat(501)))
        .hasMessageContainingAll("1 mistake", "BASEMAP_ATTRIBUTION", "500");
  }

  @Test
  void noKeyIsInItsText() {
    assertThat(read("BASEMAP_URL", TEMPLATE, "BASEMAP_URL_DARK", TILEJSON).toString()).doesNotContain("hush");
  }
}
