package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.BoundingBox;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class TwitterToBrowserIT {
  private static final BoundingBox CHICAGO = new BoundingBox(-87.96, 41.644, -87.40, 42.04);
  private static final Duration COUNTED = Duration.ofSeconds(15);

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static TwitterStreamServer twitter;
  private static RunningProcess collector;
  private static Stack.Web web;
  private MapPage map;

  @BeforeAll
  static void start() {
    twitter = TwitterStreamServer.start();
    collector = Stack.collector(redis.uri(), Stack.reading(twitter));
    web = Stack.web(redis.uri());
    twitter.send(Tweets.at(-87.9, 41.7).text("the first one").json());
  }

  @AfterAll
  static void stop() {
    if (web != null) web.close();
    if (collector != null) collector.close();
    twitter.close();
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
  void aPostIsSeenAtItsPlaceWithinASecond() {
    List<Long> milliseconds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Tweets tweet = Tweets.at(-87.85 + 0.08 * i, 41.72 + 0.06 * i).text("number " + i);
      long sent = System.nanoTime();
      Locator row = map.row(send(tweet));
      row.waitFor();
      milliseconds.add(Duration.ofNanos(System.nanoTime() - sent).toMillis());

      map.clickAt(-87.85 + 0.08 * i, 41.72 + 0.06 * i, CHICAGO);
      assertThat(map.card()).containsText("number " + i);
      assertThat(map.card()).containsText("Exact point");
      map.page.keyboard().press("Escape");
    }
    milliseconds.sort(null);
    assertThat(milliseconds.get(2)).as("the median of %s ms", milliseconds).isLessThan(1000);
  }

  @Test
  void aPostThatNamesOnlyAPlaceIsNoPoint() {
    BoundingBox loop = new BoundingBox(-87.64, 41.86, -87.60, 41.90);
    String id = send(Tweets.in("The Loop", "neighborhood", loop).text("somewhere here"));
    assertThat(map.row(id)).containsText("Only a place");
    assertThat(map.row(id)).containsText("The Loop");
    map.clickAt(-87.62, 41.88, CHICAGO);
    assertThat(map.page.locator("#place-name")).hasText("The Loop");
  }

  @Test
  void textAndNamesFromTheWorldAreOnlyText() {
    String text = "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) <b>&amp;";
    String id = send(Tweets.at(-87.5, 41.7)
        .author(66, "<img src=x onerror=alert(4)>", "\"><svg onload=alert(5)>")
        .text(text)
        .with("place",
            """
                {"id":"1","place_type":"poi","name":"p","full_name":"<iframe src=javascript:alert(6)>","bounding_box":
                {"type":"Polygon","coordinates":[[[-87.5,41.7],[-87.5,41.7],[-87.5,41.7],[-87.5,41.7]]]}}""")
        .with("entities", """
            {"hashtags":[],"user_mentions":[],"symbols":[],"urls":[{"url":"javascript:alert(7)",
            "expanded_url":"javascript:alert(8)","display_url":"example.com","indices":[0,4]}]}"""));
    Locator row = map.row(id);
    assertThat(row.locator(".text")).containsText("<script>alert(1)</script>");
    assertThat(row).containsText("<img src=x onerror=alert(4)>");
    row.click();
    assertThat(map.card().locator(".text")).containsText("<img src=x onerror=alert(2)>");
    assertThat(map.card()).containsText("<iframe src=javascript:alert(6)>");
    assertThat(map.page.locator("#card, .row")
        .locator("script, iframe, b, svg[onload], [onerror], [href^=javascript]"))
        .hasCount(0);
    for (Locator link : map.card().locator("a").all())
      assertThat(link.getAttribute("href")).startsWith("https://");
  }

  @Test
  void aDeletedPostIsGoneFromTheOpenMapAndFromANewOne() {
    Tweets tweet = Tweets.at(-87.55, 41.8).text("soon regretted");
    String id = send(tweet);
    assertThat(map.row(id)).isVisible();
    map.clickAt(-87.55, 41.8, CHICAGO);
    assertThat(map.card()).containsText("soon regretted");
    twitter.delete(tweet.id(), 42);
    gone(id);
    assertThat(map.card()).isHidden();
    try (MapPage another = browser.open(web.uri())) {
      assertThat(another.page.locator(".row").first()).isVisible();
      assertThat(another.row(id)).hasCount(0);
    }
  }

  @Test
  void anAuthorWhoTakesLocationsBackLeavesTheMap() {
    Tweets old = Tweets.at(-87.5, 41.9).author(77, "Bo", "bo_example").text("an old place");
    Tweets young = Tweets.at(-87.5, 41.95).author(77, "Bo", "bo_example").text("a new place");
    String oldId = send(old);
    String youngId = send(young);
    assertThat(map.row(oldId)).isVisible();
    assertThat(map.row(youngId)).isVisible();
    twitter.scrubGeo(77, old.id());
    gone(oldId);
    assertThat(map.row(youngId)).isVisible();
  }

  @Test
  void garbageCostsExactlyTheGarbage() {
    List<String> garbage = List.of("{\"id\":", "not JSON at all", "[1,2,3]", "\u0000\u0007",
        Tweets.at(-87.7, 41.75).with("created_at", "\"yesterday\"").json(),
        Tweets.at(-87.7, 41.75).with("coordinates", "{\"type\":\"Point\",\"coordinates\":[-87.7,141.75]}")
            .json());
    List<String> unknownKinds = List.of("{}", "{\"for_your_eyes\":{\"id\":1}}");
    awaitHeartbeat();
    awaitHeartbeat();
    Counts before = counts();
    List<String> good = new ArrayList<>();
    for (String line : garbage) {
      good.add(send(Tweets.at(-87.7, 41.75).text("before garbage")));
      twitter.send(line);
    }
    unknownKinds.forEach(twitter::send);
    good.add(send(Tweets.at(-87.7, 41.75).text("after all garbage")));
    for (String id : good)
      assertThat(map.row(id)).hasCount(1);
    Awaitility.await().atMost(COUNTED).untilAsserted(() -> {
      Counts counts = counts().minus(before);
      assertThat(counts.published).isEqualTo(good.size());
      assertThat(counts.malformed).isEqualTo(garbage.size());
      assertThat(counts.received).isEqualTo(counts.published + counts.malformed);
    });
    assertThat(collector.isAlive()).isTrue();
  }

  @Test
  void whatIsSplitInMidCharacterArrivesWhole() {
    String text = "Zażółć gęślą jaźń 🏳️‍🌈 東京 🎉 " + "é".repeat(50);
    for (int size = 1; size <= 3; size++) {
      Tweets tweet = Tweets.at(-87.8, 41.9).text(text + size);
      twitter.sendSplit(tweet.json(), size);
      assertThat(map.row("x:" + tweet.id()).locator(".text")).hasText(text + size);
    }
  }

  private static String send(Tweets tweet) {
    twitter.send(tweet.json());
    return "x:" + tweet.id();
  }

  private void gone(String id) {
    map.row(id).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }

  private record Counts(long received, long published, long malformed) {
    Counts minus(Counts before) {
      return new Counts(received - before.received, published - before.published,
          malformed - before.malformed);
    }
  }

  /** The counts come with the heartbeats: the first one after an event may have been written before it. */
  private static void awaitHeartbeat() {
    String heard = collectorSays("heard").asString();
    Awaitility.await().atMost(COUNTED).until(() -> !collectorSays("heard").asString().equals(heard));
  }

  private static JsonNode collectorSays(String member) {
    return Stack.health(web.uri()).at("/areas/" + Stack.AREA + "/collector/" + member);
  }

  private static Counts counts() {
    JsonNode counts = collectorSays("counts");
    return new Counts(counts.path("received").asLong(), counts.path("published").asLong(),
        counts.path("malformed").asLong());
  }
}
