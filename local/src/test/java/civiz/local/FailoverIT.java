package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.RunningProcess;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Another, empty Redis takes the place of one that has vanished without a word: its connections stay open and bring
 * nothing. What the collector had not got rid of goes to the new one; readers are told, and then all have the same.
 */
class FailoverIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension
  static final TestRedis vanishing = new TestRedis();
  @RegisterExtension
  static final TestRedis empty = new TestRedis();

  @Test
  void readersAreToldAndNothingThatWasOnItsWayIsMissing() {
    try (Tweeter tweeter = new Tweeter();
        TcpProxy name = new TcpProxy(vanishing.uri());
        RunningProcess collector = Stack.collector(name.uri("redis"), Stack.reading(tweeter.server));
        Stack.Web web = Stack.web(name.uri("redis"));
        FeedReader reader = FaultyPath.reader(web.uri())) {
      tweeter.awaitListener().write(100);
      Awaitility.await().atMost(LONG).until(() -> reader.posts().size() == 100);

      name.target(empty.uri());
      name.lose();
      tweeter.write(100);
      List<String> later = List.copyOf(tweeter.written.subList(100, 200));
      Awaitility.await("what was on its way is in the new log").atMost(LONG)
          .until(() -> feed(empty).posts().containsAll(later));
      Awaitility.await("the reader was told").atMost(LONG).until(() -> reader.resets() > 0);
      tweeter.write(20);
      Awaitility.await("the reader is where the log is").atMost(LONG)
          .until(() -> feed(empty).posts().contains(tweeter.written.getLast())
              && feed(empty).position().equals(reader.position()));

      FeedOnRedis feed = feed(empty);
      assertThat(feed.posts()).containsExactlyElementsOf(tweeter.written.subList(100, 220));
      assertThat(reader.posts()).isEqualTo(feed.documents());
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.resets()).isEqualTo(1);
      try (FeedReader newcomer = FaultyPath.reader(web.uri())) {
        assertThat(newcomer.taken()).isEqualTo(feed.numbers());
      }
      assertThat(feed(vanishing).posts()).isEqualTo(Set.copyOf(tweeter.written.subList(0, 100)));
      assertThat(collector.isAlive()).isTrue();
    }
  }

  private static FeedOnRedis feed(TestRedis redis) {
    return FeedOnRedis.read(redis.uri(), Stack.AREA);
  }
}
