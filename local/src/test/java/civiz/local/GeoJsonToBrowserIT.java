package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.BoundingBox;
import civiz.contract.Point;
import civiz.testing.FreePort;
import civiz.testing.GeoJsonReply;
import civiz.testing.GeoJsonServer;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.UsgsDay;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The real day of earthquakes, polled every 10 s and changed meanwhile. */
class GeoJsonToBrowserIT {
  private static final BoundingBox CALIFORNIA = new BoundingBox(-125, 32, -114, 42);
  private static final BoundingBox PACIFIC = new BoundingBox(170, -60, -130, 72);
  /** Some polls. */
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final double SOON_MILLIS = 60_000;

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final ObjectNode day = (ObjectNode) new JsonMapper().readTree(UsgsDay.json());
  private static GeoJsonServer server;
  private static RunningProcess collector;
  private static Stack.Web web;
  private MapPage map;

  @BeforeAll
  static void start() {
    server = GeoJsonServer.start(GeoJsonReply.document(day.toString()));
    String areas = "california=%s;pacific=%s".formatted(CALIFORNIA, PACIFIC);
    collector = Stack.collector(redis.uri(), Map.of("AREAS", areas, "GEOJSON_FEEDS",
        "usgs=" + server.url() + " every=10s retract=vanished"));
    web = Stack.web(redis.uri(), FreePort.next(), Map.of("AREAS", areas)).awaitReady();
  }

  @AfterAll
  static void stop() {
    if (web != null) web.close();
    if (collector != null) collector.close();
    server.close();
  }

  @BeforeEach
  void open() {
    map = browser.open(web.uri());
    assertThat(map.page.locator(".row").first()).isVisible();
  }

  @AfterEach
  void close() {
    assertThat(map.breaches()).isEmpty();
    map.close();
  }

  @Test
  void everyEarthquakeIsOnTheMapOfItsArea() {
    Awaitility.await().atMost(SOON).until(() -> map.posts() == count(CALIFORNIA));
    map.clickAt(-121.0928345, 35.7773323, CALIFORNIA);
    assertThat(map.card()).containsText("M 1.5 - 17km NNE of San Simeon, CA");
    assertThat(map.card()).containsText("Exact point");
    assertThat(map.card().locator("a[href='https://earthquake.usgs.gov/earthquakes/eventpage/nc73035031']"))
        .isVisible();
    Awaitility.await("the same over the antimeridian").atMost(SOON)
        .until(() -> FeedOnRedis.read(redis.uri(), "pacific").posts().size() == count(PACIFIC));
  }

  @Test
  void aRevisedEarthquakeReplacesTheEarlierOne() {
    assertThat(map.row("usgs:ci37268314")).containsText("M 0.2 - 11km WSW of Anza, CA");
    ((ObjectNode) feature("ci37268314").get("properties")).put("title", "M 0.4 - revised");
    server.reply(GeoJsonReply.document(day.toString()));
    assertThat(map.row("usgs:ci37268314")).containsText("M 0.4 - revised",
        new LocatorAssertions.ContainsTextOptions().setTimeout(SOON_MILLIS));
    assertThat(map.row("usgs:ci37268314")).hasCount(1);
    Awaitility.await().atMost(SOON).until(() -> map.posts() == count(CALIFORNIA));
  }

  @Test
  void aWithdrawnEarthquakeIsGone() {
    assertThat(map.row("usgs:nc73035146")).isVisible();
    day.withArray("features").removeIf(feature -> is(feature, "nc73035146"));
    server.reply(GeoJsonReply.document(day.toString()));
    assertThat(map.row("usgs:nc73035146")).hasCount(0,
        new LocatorAssertions.HasCountOptions().setTimeout(SOON_MILLIS));
    Awaitility.await().atMost(SOON).until(() -> map.posts() == count(CALIFORNIA));
  }

  private static JsonNode feature(String id) {
    return StreamSupport.stream(day.get("features").spliterator(), false)
        .filter(feature -> is(feature, id)).findFirst().orElseThrow();
  }

  private static boolean is(JsonNode feature, String id) {
    return feature.path("id").stringValue().equals(id);
  }

  /** Counted without any code of the collector. */
  private static long count(BoundingBox area) {
    return StreamSupport.stream(day.get("features").spliterator(), false)
        .map(f -> f.at("/geometry/coordinates"))
        .filter(at -> area.contains(new Point(at.get(0).doubleValue(), at.get(1).doubleValue()))).count();
  }
}
