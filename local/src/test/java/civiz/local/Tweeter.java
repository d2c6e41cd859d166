package civiz.local;

import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A server of a v1.1 stream and what was written there, in order. Used by one thread. */
final class Tweeter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final TwitterStreamServer server = TwitterStreamServer.start();
  /** The ids of the posts. */
  final List<String> written = new ArrayList<>();

  /** Waits for a collector that listens. */
  Tweeter awaitListener() {
    Awaitility.await("a collector listens").atMost(PATIENCE).until(() -> server.open() > 0);
    return this;
  }

  /** Writes some in the area, with so many characters each. */
  void write(int tweets, int length) {
    for (int i = 0; i < tweets; i++) {
      String text = "number %d %s".formatted(written.size(), "lorem ".repeat(length / 6));
      Tweets tweet = Tweets.at(-87.63, 41.88).text(text);
      written.add("x:" + tweet.id());
      server.send(tweet.json());
    }
  }

  /** Writes some. */
  void write(int tweets) {
    write(tweets, 0);
  }

  @Override
  public void close() {
    server.close();
  }
}
