package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What must not be shown any more is gone at once: from the log, from a web process's memory and so from who comes
 * late, from an open browser; and it does not come back when its source delivers it again.
 */
class TakedownIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private TwitterStreamServer twitter;
  private RunningProcess collector;
  private Stack.Web web;
  private MapPage map;
  private String epoch;

  @BeforeEach
  void start() {
    redis.flush();
    twitter = TwitterStreamServer.start();
    collector = Stack.collector(redis.uri(), Stack.reading(twitter));
    web = Stack.web(redis.uri());
    map = browser.open(web.uri());
    show(Tweets.at(-87.8, 41.8).text("the first one"));
    epoch = epoch();
  }

  private static String epoch() {
    return FeedOnRedis.read(redis.uri(), Stack.AREA).position().replaceAll(":.*", "");
  }

  @AfterEach
  void stop() {
    assertThat(map.breaches()).isEmpty();
    assertThat(epoch()).as("the epoch, for readers were not told to begin anew").isEqualTo(epoch);
    map.close();
    web.close();
    collector.close();
    twitter.close();
  }

  @Test
  void aRetractedPostIsGoneWithinASecond() {
    List<Long> milliseconds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Tweets tweet = Tweets.at(-87.7, 41.8).text("mistake " + i);
      Locator row = show(tweet);
      String id = "x:" + tweet.id();
      try (RunningProcess command = Stack.run("collector", environment(Map.of()), "retract", id)) {
        command.awaitLine("retracted", LONG);
        long told = System.nanoTime();
        row.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        milliseconds.add(Duration.ofNanos(System.nanoTime() - told).toMillis());
        assertThat(command.awaitExit(LONG)).isZero();
      }
      twitter.send(tweet.json());
      awaitGone(id, show(Tweets.at(-87.6, 41.9).text("marker " + i)));
    }
    milliseconds.sort(null);
    assertThat(milliseconds.get(2)).as("the median of %s ms", milliseconds).isLessThan(1000);
  }

  @Test
  void allPostsOfAnAuthorAreGoneAndThoseOfOthersStay() {
    Tweets first = Tweets.at(-87.7, 41.8).author(66, "Mallory", "mallory").text("one");
    Tweets second = Tweets.at(-87.7, 41.9).author(66, "Mallory", "mallory").text("two");
    Locator one = show(first);
    Locator two = show(second);
    Locator other = show(Tweets.at(-87.6, 41.9).text("another author's"));
    try (RunningProcess command = Stack.run("collector", environment(Map.of()), "retract", "--author",
        "x:66")) {
      assertThat(command.awaitExit(LONG)).as(command::output).isZero();
    }
    assertThat(one).hasCount(0);
    assertThat(two).hasCount(0);
    assertThat(other).isVisible();
    awaitGone("x:" + first.id(), other);
    awaitGone("x:" + second.id(), other);
  }

  @Test
  void aBlockedAuthorIsGoneAsSoonAsACollectorKnowsAndStaysAway() {
    Tweets tweet = Tweets.at(-87.7, 41.8).author(66, "Mallory", "mallory").text("before it was blocked");
    Locator row = show(tweet);
    collector.terminate();
    collector.awaitExit(LONG);
    collector = Stack.run("collector", environment(Map.of("BLOCK_AUTHORS", "x:66")));
    collector.awaitLine("the stream is open", LONG);
    assertThat(row).hasCount(0);
    Tweets later = Tweets.at(-87.7, 41.8).author(66, "Mallory", "mallory").text("after it was blocked");
    twitter.send(later.json());
    Locator other = show(Tweets.at(-87.6, 41.9).text("another author's"));
    awaitGone("x:" + tweet.id(), other);
    awaitGone("x:" + later.id(), other);
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(Stack.reading(twitter));
    all.put("REDIS_URL", redis.uri().toString());
    all.putAll(more);
    return all;
  }

  private Locator show(Tweets tweet) {
    twitter.send(tweet.json());
    Locator row = map.row("x:" + tweet.id());
    row.waitFor();
    return row;
  }

  /** @param other a row that came later */
  private void awaitGone(String id, Locator other) {
    assertThat(other).isVisible();
    assertThat(map.row(id)).hasCount(0);
    assertThat(FeedOnRedis.read(redis.uri(), Stack.AREA).posts()).doesNotContain(id);
    assertThat(FeedOnRedis.read(redis.uri(), Stack.AREA).raw())
        .doesNotContain("\"id\":\"" + id + "\",\"geometry\"");
    URI uri = web.uri();
    try (FeedReader late = new FeedReader(uri, Stack.AREA)) {
      Awaitility.await().atMost(LONG).until(() -> late.connected() && !late.posts().isEmpty());
      assertThat(late.posts()).doesNotContainKey(id);
    }
  }
}
