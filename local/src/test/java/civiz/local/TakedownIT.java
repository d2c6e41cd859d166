package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is taken down by hand, or blocked, is nowhere any more: not in the log, an open page or a new one. */
class TakedownIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  @RegisterExtension
  static final Browser browser = new Browser();
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static Tweets by(int author) {
    return Tweets.at(-87.63 + 0.01 * author, 41.88).author(author, "Author " + author, "author" + author);
  }

  private static String send(TwitterStreamServer twitter, Tweets tweet) {
    twitter.send(tweet.json());
    return "x:" + tweet.id();
  }

  private static void retract(String told, String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "retract";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    try (RunningProcess command = Stack.run("collector", Map.of("REDIS_URL", redis.uri().toString()), line)) {
      assertThat(command.awaitExit(SOON)).as(command.output()).isZero();
      assertThat(command.output()).isEqualTo("chicago: retracted " + told);
    }
  }

  private static FeedOnRedis feed() {
    return FeedOnRedis.read(redis.uri(), Stack.AREA);
  }

  private static String epoch() {
    return feed().position().replaceAll(":.*", "");
  }

  @Test
  void aRetractedPostAnAuthorsPostsAndABlockedAuthorVanishEverywhere() {
    try (TwitterStreamServer twitter = TwitterStreamServer.start();
        Stack.Web web = Stack.web(redis.uri());
        RunningProcess first = Stack.collector(redis.uri(), Stack.reading(twitter));
        MapPage open = browser.open(web.uri())) {
      Tweets gone = by(1);
      send(twitter, gone);
      String authors = send(twitter, by(2));
      String blocked = send(twitter, by(3));
      String stays = send(twitter, by(4));
      assertThat(open.row(stays)).isVisible();
      assertThat(open.row("x:" + gone.id())).isVisible();
      String epoch = epoch();

      retract("x:" + gone.id(), "x:" + gone.id());
      assertThat(open.row("x:" + gone.id())).hasCount(0);
      retract("1 post of x:2", "--author", "x:2");
      assertThat(open.row(authors)).hasCount(0);

      send(twitter, gone);
      String after = send(twitter, by(4));
      assertThat(open.row(after)).isVisible();
      assertThat(epoch()).isEqualTo(epoch);
      assertThat(first.isAlive()).isTrue();
      first.terminate();
      first.awaitExit(SOON);

      Map<String, String> blocking = new HashMap<>(Stack.reading(twitter));
      blocking.put("BLOCK_AUTHORS", "@author3");
      try (RunningProcess _ = Stack.collector(redis.uri(), blocking);
          MapPage late = browser.open(web.uri())) {
        assertThat(open.row(blocked)).hasCount(0,
            new LocatorAssertions.HasCountOptions().setTimeout((double) SOON.toMillis()));
        for (MapPage map : new MapPage[]{open, late}) {
          assertThat(map.row(after)).isVisible();
          assertThat(map.row(stays)).isVisible();
          assertThat(map.row(authors)).hasCount(0);
          assertThat(map.row(blocked)).hasCount(0);
          assertThat(map.row("x:" + gone.id())).hasCount(0);
          assertThat(map.breaches()).isEmpty();
        }
      }
      assertThat(feed().posts()).containsExactlyInAnyOrder(stays, after);
      assertThat(epoch()).isEqualTo(epoch);
    }
  }
}
