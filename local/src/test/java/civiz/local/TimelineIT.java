package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** The timeline: the past is chosen, said to be the past, replayed, and left. Posts are 50, 30 and 10 minutes old, and new. */
class TimelineIT {
  /** Of the oldest post the timeline makes bars of this length, of so many pixels each (timespan.js, timeline.js). */
  private static final Duration BAR = Duration.ofMinutes(1);
  private static final double BAR_PIXELS = 7;

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static Stack.Web web;
  private MapPage map;

  @BeforeAll
  static void start() {
    web = Stack.web(redis.uri());
    try (RedisClient client = RedisClient.create(redis.uri())) {
      for (int minutes : new int[]{50, 30, 10, 0}) {
        client.publish("civiz:{chicago}", """
            {"type":"Feature","id":"shell:%d","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
             "properties":{"text":"%d minutes old","created":"%s"}}"""
            .formatted(minutes, minutes, Instant.now().minus(Duration.ofMinutes(minutes))));
      }
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void open() {
    map = browser.open(web.uri());
    assertThat(rows()).hasCount(4);
    assertThat(map.page.locator("#timeline canvas")).hasAttribute("aria-label",
        Pattern.compile("4 posts since.*"));
  }

  @AfterEach
  void close() {
    assertThat(map.breaches()).isEmpty();
    map.close();
  }

  private Locator rows() {
    return map.page.locator(".row");
  }

  private Locator past() {
    return map.page.locator("#past");
  }

  /** Drags over a part of the past, in minutes ago. */
  private void drag(int from, int to) {
    BoundingBox track = map.page.locator("#timeline .track").boundingBox();
    double right = track.x + track.width;
    double y = track.y + track.height / 2;
    map.page.mouse().move(right - pixels(from), y);
    map.page.mouse().down();
    map.page.mouse().move(right - pixels(to), y);
    map.page.mouse().up();
  }

  private static double pixels(int minutes) {
    return (double) Duration.ofMinutes(minutes).toMillis() / BAR.toMillis() * BAR_PIXELS;
  }

  @Test
  void aDragShowsThatPartOfThePastAndSaysSo() {
    assertThat(past()).isHidden();
    drag(35, 25);
    assertThat(past()).containsText("The past:");
    assertThat(rows()).hasCount(1);
    assertThat(map.row("shell:30")).isVisible();
    drag(35, 5);
    assertThat(rows()).hasCount(2);
    map.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Live")).click();
    assertThat(past()).isHidden();
    assertThat(rows()).hasCount(4);
  }

  @Test
  void escapeComesBackToThePresent() {
    drag(35, 25);
    assertThat(rows()).hasCount(1);
    map.page.keyboard().press("Escape");
    assertThat(rows()).hasCount(4);
  }

  @Test
  void theKeyboardMovesTheTimeShown() {
    map.page.keyboard().press("t");
    Locator window = map.page.getByRole(AriaRole.SLIDER);
    assertThat(window).isFocused();
    assertThat(window).hasAttribute("aria-valuetext", "Live");
    map.page.keyboard().press("ArrowLeft");
    assertThat(window).hasAttribute("aria-valuetext", Pattern.compile("The past:.*"));
    assertThat(map.row("shell:0")).hasCount(0);
    map.page.keyboard().press("ArrowRight");
    map.page.keyboard().press("ArrowRight");
    assertThat(past()).isHidden();
    assertThat(rows()).hasCount(4);
  }

  @Test
  void aReplayMovesTowardsThePresentAndEndsThere() {
    drag(14, 12);
    assertThat(rows()).hasCount(0);
    Locator speed = map.page.getByLabel("Speed of the replay");
    assertThat(speed).hasText("10×");
    speed.click();
    assertThat(speed).hasText("60×");
    map.page.getByLabel("Replay from here").click();
    assertThat(map.row("shell:10")).isVisible();
    assertThat(past()).isHidden();
    assertThat(rows()).hasCount(4);
  }

  @Test
  void whatIsFilteredAndWhatIsNotStandsInTheBars() {
    map.page.getByRole(AriaRole.SEARCHBOX).fill("\"30 minutes\"");
    assertThat(rows()).hasCount(1);
    drag(15, 5);
    assertThat(rows()).hasCount(0);
    assertThat(map.page.locator("#posts-panel .empty")).isVisible();
  }
}
