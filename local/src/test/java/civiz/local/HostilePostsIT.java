package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.local.HostilePosts.Hostile;
import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** Text from the world does no harm: it is text, it stays in its box, and what defends the page has nothing to report. */
class HostilePostsIT {
  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final List<Hostile> corpus = HostilePosts.corpus();
  private static Stack.Web web;
  private MapPage map;

  /** What of an element's inside may be there, and where it may reach; what is wrong is listed. */
  private static final String FAULTS = """
      () => {
        const faults = [];
        const fault = (holds, what) => { if (!holds) faults.push(what); };
        const own = new Set(['ARTICLE', 'HEADER', 'FOOTER', 'SPAN', 'P', 'BDI', 'TIME', 'BUTTON', 'A', 'DIV', 'FIGURE', 'IMG', 'UL',
          'LI', 'svg', 'use', 'polyline']);
        const within = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
        const root = document.documentElement;
        fault(root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight, 'the page scrolls');
        fault(document.body.children.length === globalThis.bodyChildren, 'something was added to the page');
        const card = document.querySelector('#card');
        const rows = [...document.querySelectorAll('.row')];
        for (const node of document.querySelectorAll('#card *, .row *, .pills *, .trends *, .places *')) {
          fault(own.has(node.tagName), `there is a ${node.tagName}`);
          fault([...node.attributes].every((a) => !a.name.startsWith('on') && a.name !== 'style'), `attributes of ${node.tagName}`);
          if (node.tagName === 'A') fault(/^https?:$/.test(node.protocol) && node.username === '', `a link to ${node.href}`);
          if (node.tagName === 'IMG') fault(node.src.startsWith('https:'), `a picture from ${node.src}`);
        }
        const clipped = (node) => {
          const { overflowX, overflowY, contain } = getComputedStyle(node);
          return (overflowX !== 'visible' && overflowY !== 'visible') || /paint|content|strict/.test(contain);
        };
        for (const node of document.querySelectorAll('#card, #card .text, #card .byline, #card .whereabouts > span:nth-child(2), .row, '
          + '.row .text, .row .byline, .place-label, .pill bdi, .trends bdi, .places bdi, #place-name, .legend bdi')) {
          fault(clipped(node), `${node.className || node.tagName} may paint over others`);
        }
        if (!card.hidden) fault(within(card.getBoundingClientRect(), document.querySelector('.ground').getBoundingClientRect()), 'the card leaves the map');
        const list = document.querySelector('.scroller').getBoundingClientRect();
        if (list.width > 0) rows.forEach((row, i) => {
          const { top, left, right, height } = row.getBoundingClientRect();
          fault(height === 108 && left >= list.left && right <= list.right, `a row's box: ${row.dataset.id}`);
          if (i > 0) fault(Math.abs(top - rows[i - 1].getBoundingClientRect().bottom) < 1, `rows overlap: ${row.dataset.id}`);
        });
        return faults.join('; ');
      }""";

  @BeforeAll
  static void start() {
    web = Stack.web(redis.uri());
    try (RedisClient client = RedisClient.create(redis.uri())) {
      corpus.forEach(post -> client.publish("civiz:{chicago}", post.json()));
      HostilePosts.refused().forEach(post -> client.publish("civiz:{chicago}", post));
    }
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void open() {
    map = browser.open(web.uri());
    map.page.evaluate("globalThis.bodyChildren = document.body.children.length");
    assertThat(map.page.locator("#list .count"))
        .hasText("%d of %d posts in view".formatted(corpus.size(), corpus.size()));
  }

  @AfterEach
  void close() {
    assertThat(map.breaches()).isEmpty();
    map.close();
  }

  private void readAll() {
    SoftAssertions softly = new SoftAssertions();
    Locator text = map.card().locator(".text");
    for (int i = 0; i < corpus.size(); i++) {
      map.page.keyboard().press("]");
      assertThat(map.page.locator(".row[aria-current]")).hasCount(1);
      String id = map.page.locator(".row[aria-current]").getAttribute("data-id");
      Hostile post = corpus.stream().filter(one -> one.id().equals(id)).findFirst()
          .orElseThrow(() -> new AssertionError("shown, but not to be: " + id + ": " + text.textContent()));
      softly.assertThat(text.textContent()).as(post.name()).isEqualTo(post.shown());
      softly.assertThat(map.page.evaluate(FAULTS)).as(post.name()).isEqualTo("");
    }
    softly.assertAll();
  }

  @Test
  void everyPostIsTextAndStaysInItsBox() {
    readAll();
  }

  @Test
  void onANarrowScreenToo() {
    map.page.setViewportSize(390, 844);
    assertThat(map.page.locator("#list")).hasCSS("position", "absolute");
    readAll();
  }

  @Test
  void theirWordsArePressedWithoutHarm() {
    for (String tab : List.of("trends", "places")) {
      Locator terms = map.page.locator("#%s-panel button".formatted(tab));
      map.page.locator("#tab-" + tab).click();
      assertThat(terms.first()).isVisible();
      assertThat(map.page.evaluate(FAULTS)).as(tab).isEqualTo("");
    }
    map.page.locator("#places-panel button").first().click();
    assertThat(map.page.locator("#place-name")).isVisible();
    assertThat(map.page.evaluate(FAULTS)).as("a place").isEqualTo("");
    map.page.keyboard().press("Escape");
    map.page.locator("#tab-trends").click();
    Locator term = map.page.locator("#trends-panel button",
        new Page.LocatorOptions().setHasText("__proto__"));
    term.first().click();
    assertThat(map.page.locator(".pill").first()).isVisible();
    for (String colours : List.of("source", "language")) {
      map.page.locator("#legend input[value=%s]".formatted(colours)).check(
          new Locator.CheckOptions().setForce(true));
      assertThat(map.page.evaluate(FAULTS)).as(colours).isEqualTo("");
    }
  }

  @Test
  void noAddressBreaksThePage() {
    for (String query : List.of(
        "q=%3Cscript%3Ealert(1)%3C/script%3E&at=NaN,NaN,NaN&box=1e999,0,1,1&when=x/y&lang=__proto__"
            + "&colours=constructor&theme=%3Cb%3E&tab=__proto__&post=__proto__",
        "q=%00%FF%C0%80&at=,,&box=,,,&when=/&kiosk=1",
        "at=1e308,1e308,1e308&box=-180,-90,180,90&when=0000-01-01/9999-12-31",
        "at=0,0,99&when=-271821-04-20/%2B275760-09-13&q=" + "W".repeat(5_000))) {
      try (MapPage other = browser.open(URI.create(web.uri() + "/?" + query))) {
        assertThat(other.page.locator("#list .count")).containsText("of");
        assertThat(other.page.locator("html")).hasAttribute("lang", "en");
        assertThat(other.breaches()).as(query).isEmpty();
      }
    }
  }

  @Test
  void norOneThatBackBrings() {
    map.page.evaluate("""
        for (const q of ['W'.repeat(100_000), '\\ud800'.repeat(1_000), '"'.repeat(10_001)]) {
          history.pushState(null, '', `?q=${q}&area=../..`);
        }
        history.pushState(null, '', '/');""");
    for (int i = 0; i < 3; i++)
      map.page.goBack();
    assertThat(map.page.locator("#search")).isVisible();
    for (int i = 0; i < 3; i++)
      map.page.goForward();
    assertThat(map.page.locator("#list .count")).containsText("of");
  }
}
