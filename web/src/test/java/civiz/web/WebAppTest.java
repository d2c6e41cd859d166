package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.contract.Area;
import civiz.testing.FeedReader;
import civiz.testing.TestRedis;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole web process against a real Redis: what goes into the feed comes out of the WebSocket. */
class WebAppTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Area AREA = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04").getFirst();

  private TestPublisher publisher;
  private WebApp app;
  private FeedReader reader;

  @BeforeEach
  void start() {
    redis.flush();
    publisher = new TestPublisher(redis.uri(), AREA);
    app = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString()))).start();
    reader = new FeedReader(URI.create("http://localhost:" + app.port()), "chicago");
    await().until(reader::connected);
  }

  @AfterEach
  void stop() {
    assertThat(reader.complaints()).isEmpty();
    reader.close();
    app.close();
    publisher.close();
  }

  @Test
  void aPostReachesAViewer() {
    publisher.post("test:1", "hello");
    await().untilAsserted(() -> assertThat(reader.posts()).containsKey("test:1"));
  }
}
