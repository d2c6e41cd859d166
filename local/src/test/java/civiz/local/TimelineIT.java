package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The timeline: the past is chosen, said to be the past, replayed, and left. Posts are 50, 30 and 10 minutes old, and new. */
class TimelineIT {
  /** Of the oldest post the timeline makes bars of this length, of so many pixels each (timespan.js, timeline.js). */
  private static final Duration BAR = Duration.ofMinutes(1);
  private static final double BAR_PIXELS = 7;

  @RegisterExtension
  static final PostsOnMap posts = new PostsOnMap(Stream.of(50, 30, 10, 0).map(TimelineIT::post).toList());

  private static String post(int minutesOld) {
    return """
        {"type":"Feature","id":"shell:%d","geometry":{"type":"Point","coordinates":[-87.63,41.88]},
         "properties":{"text":"%d minutes old","created":"%s"}}"""
        .formatted(minutesOld, minutesOld, Instant.now().minus(Duration.ofMinutes(minutesOld)));
  }

  @BeforeEach
  void awaitTheBars() {
    assertThat(posts.page().locator("#timeline canvas")).hasAttribute("aria-label",
        Pattern.compile("4 posts since.*"));
  }

  private Locator past() {
    return posts.page().locator("#past");
  }

  /** Drags over a part of the past, in minutes ago. */
  private void drag(int from, int to) {
    BoundingBox track = posts.page().locator("#timeline .track").boundingBox();
    double right = track.x + track.width;
    double y = track.y + track.height / 2;
    posts.page().mouse().move(right - pixels(from), y);
    posts.page().mouse().down();
    posts.page().mouse().move(right - pixels(to), y);
    posts.page().mouse().up();
  }

  private static double pixels(int minutes) {
    return (double) Duration.ofMinutes(minutes).toMillis() / BAR.toMillis() * BAR_PIXELS;
  }

  @Test
  void aDragShowsThatPartOfThePastAndSaysSo() {
    assertThat(past()).isHidden();
    drag(35, 25);
    assertThat(past()).containsText("The past:");
    assertThat(posts.rows()).hasCount(1);
    assertThat(posts.map().row("shell:30")).isVisible();
    drag(35, 5);
    assertThat(posts.rows()).hasCount(2);
    posts.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Live")).click();
    assertThat(past()).isHidden();
    assertThat(posts.rows()).hasCount(4);
  }

  @Test
  void escapeComesBackToThePresent() {
    drag(35, 25);
    assertThat(posts.rows()).hasCount(1);
    posts.page().keyboard().press("Escape");
    assertThat(posts.rows()).hasCount(4);
  }

  @Test
  void theKeyboardMovesTheTimeShown() {
    posts.page().keyboard().press("t");
    Locator window = posts.page().getByRole(AriaRole.SLIDER);
    assertThat(window).isFocused();
    assertThat(window).hasAttribute("aria-valuetext", "Live");
    posts.page().keyboard().press("ArrowLeft");
    assertThat(window).hasAttribute("aria-valuetext", Pattern.compile("The past:.*"));
    assertThat(posts.map().row("shell:0")).hasCount(0);
    posts.page().keyboard().press("ArrowRight");
    posts.page().keyboard().press("ArrowRight");
    assertThat(past()).isHidden();
    assertThat(posts.rows()).hasCount(4);
  }

  @Test
  void aReplayMovesTowardsThePresentAndEndsThere() {
    drag(14, 12);
    assertThat(posts.rows()).hasCount(0);
    Locator speed = posts.page().getByLabel("Speed of the replay");
    assertThat(speed).hasText("10×");
    speed.click();
    assertThat(speed).hasText("60×");
    posts.page().getByLabel("Replay from here").click();
    assertThat(posts.map().row("shell:10")).isVisible();
    assertThat(past()).isHidden();
    assertThat(posts.rows()).hasCount(4);
  }

  @Test
  void whatIsFilteredAndWhatIsNotStandsInTheBars() {
    posts.page().getByRole(AriaRole.SEARCHBOX).fill("\"30 minutes\"");
    assertThat(posts.rows()).hasCount(1);
    drag(15, 5);
    assertThat(posts.rows()).hasCount(0);
    assertThat(posts.page().locator("#posts-panel .empty")).isVisible();
  }
}
