package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.TestRedis;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A long time, by the page's clock, in which nobody looks: paused, or in the background. The feed is played to the page in place
 * of the web process's, because it has to keep to that clock. How long the end takes is measured in benchmarks/.
 */
class PauseIT {
  private static final int BEFORE = 300;
  /** A page that hears nothing for 20 s takes its connection for dead. */
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final int AN_HOUR = (int) Duration.ofHours(1).dividedBy(STEP);
  private static final int TEN_MINUTES = (int) Duration.ofMinutes(10).dividedBy(STEP);
  private static final int THEN = 2_400;
  private static final int ALL = BEFORE + THEN;
  /** Of what the page may do at a stretch, in the time that it takes it to write and read all posts as JSON. */
  private static final double GENEROUS = 30;

  /** In the page: a document that can be hidden, with the frames that there are none of then; long tasks; and what is drawn. */
  private static final String WATCH = """
      let hidden = false;
      let waiting = [];
      const frame = globalThis.requestAnimationFrame.bind(globalThis);
      globalThis.requestAnimationFrame = (callback) => hidden ? waiting.push(callback) : frame(callback);
      Object.defineProperty(document, 'hidden', { get: () => hidden });
      Object.defineProperty(document, 'visibilityState', { get: () => hidden ? 'hidden' : 'visible' });
      globalThis.hide = (value) => {
        hidden = value;
        document.dispatchEvent(new Event('visibilitychange'));
        if (!hidden) for (const callback of waiting.splice(0)) frame(callback);
      };
      globalThis.drawn = 0;
      const { drawImage, clearRect } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.drawImage = function (...values) { drawn++; return drawImage.apply(this, values); };
      CanvasRenderingContext2D.prototype.clearRect = function (...values) { drawn++; return clearRect.apply(this, values); };
      globalThis.tasks = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: 'longtask' });
      """;

  /** In the page: the ids of all rows, read by scrolling through them. */
  private static final String LISTED = """
      () => {
        const scroller = document.querySelector('#list .scroller');
        const ids = [];
        const seen = new Set();
        for (let top = 0; top < scroller.scrollHeight; top += scroller.clientHeight / 2) {
          scroller.scrollTop = top;
          scroller.dispatchEvent(new Event('scroll'));
          for (const row of document.querySelectorAll('.row')) {
            const place = `${row.getAttribute('aria-posinset')} ${row.dataset.id}`;
            if (!seen.has(place)) ids.push(row.dataset.id);
            seen.add(place);
          }
        }
        return ids;
      }""";

  /** In the page: how long it takes to write and read so many posts as JSON, milliseconds; the longest of five times. */
  private static final String PACE = """
      (count) => Math.max(...Array.from({ length: 5 }, () => {
        const post = { id: 'x:1', geometry: { type: 'Point', coordinates: [1, 2] }, properties: { text: 'A post of some words' } };
        const start = performance.now();
        JSON.parse(JSON.stringify(Array.from({ length: count }, () => post)));
        return performance.now() - start;
      }))""";

  @RegisterExtension
  static final TestRedis redis = new TestRedis();
  @RegisterExtension
  static final Browser browser = new Browser();
  private static Stack.Web web;

  @BeforeAll
  static void start() {
    web = Stack.web(redis.uri());
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  private static MapPage open(PlayedFeed feed) {
    return browser.open(web.uri(), page -> {
      feed.playTo(page);
      page.addInitScript(WATCH);
    });
  }

  private static void pass(int steps, Page page, PlayedFeed feed) {
    for (int step = 0; step < steps; step++) {
      feed.write(THEN / steps);
      page.clock().fastForward(STEP.toMillis());
    }
  }

  private static void awaitAll(MapPage map) {
    assertThat(map.page.locator("#list .count"))
        .hasText(Pattern.compile("%1$,d\\D+%1$,d\\D*".formatted(ALL)));
  }

  private static void assertNothingMissingAndNothingTwice(MapPage map) {
    @SuppressWarnings("unchecked")
    List<String> listed = (List<String>) map.page.evaluate(LISTED);
    assertThat(listed).containsExactlyElementsOf(
        IntStream.iterate(ALL, n -> n > 0, n -> n - 1).mapToObj(n -> "played:" + n).toList());
  }

  private static double longest(Page page) {
    return ((Number) page.evaluate("Math.max(0, ...tasks.splice(0))")).doubleValue();
  }

  @Test
  void thePauseOfAnHourEndsWithEveryPostOnceAndWithoutAStall() {
    PlayedFeed feed = new PlayedFeed();
    try (MapPage map = open(feed)) {
      feed.write(BEFORE);
      assertThat(map.page.locator("#list .count")).containsText("300");
      map.page.locator("#pause").click();
      assertThat(map.page.locator("#status .label")).hasText("Paused");
      pass(AN_HOUR, map.page, feed);
      assertThat(map.page.locator("#status .last")).containsText("%,d".formatted(ALL - BEFORE));
      assertThat(map.page.locator("#list .count")).containsText("300");
      double pace = ((Number) map.page.evaluate(PACE, ALL)).doubleValue();
      longest(map.page);
      map.page.locator("#pause").click();
      awaitAll(map);
      assertThat(longest(map.page)).isLessThan(Math.max(100, GENEROUS * pace));
      assertNothingMissingAndNothingTwice(map);
      assertThat(map.breaches()).isEmpty();
    }
  }

  @Test
  void aTabInTheBackgroundDrawsNothingAndHasEveryPostWhenItIsLookedAtAgain() {
    PlayedFeed feed = new PlayedFeed();
    try (MapPage map = open(feed)) {
      feed.write(BEFORE);
      assertThat(map.page.locator("#list .count")).containsText("300");
      map.page.evaluate("hide(true)");
      map.page.clock().runFor(1_000);
      map.page.evaluate("drawn = 0");
      pass(TEN_MINUTES, map.page, feed);
      assertThat(map.page.evaluate("drawn")).isEqualTo(0);
      map.page.evaluate("hide(false)");
      awaitAll(map);
      assertNothingMissingAndNothingTwice(map);
      assertThat((int) map.page.evaluate("drawn")).isPositive();
      assertThat(map.breaches()).isEmpty();
    }
  }
}
