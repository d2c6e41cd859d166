package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import civiz.testing.TestRedis;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * Requests with random queries and headers, seeded: each is answered with a status of 4xx and a line of text, and
 * nothing is logged. {@code -Dmalformed=100000} sends more, {@code -Dseed=…} others.
 */
class MalformedRequestTest {
  private static final int REQUESTS = Integer.getInteger("malformed", 3_000);
  private static final long SEED = Long.getLong("seed", 4);

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private final Random random = new Random(SEED);

  @Test
  void whateverIsAskedTheAnswerIsCalm() throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    try (WebApp app = new WebApp(
        WebConfig
            .read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString(), "TRUST_FORWARDED_FOR", "true")))
        .start()) {
      await().until(() -> app.feed("chicago").isReady());
      log.start();
      root.addAppender(log);
      HttpConnection connection = new HttpConnection(app.port());
      for (int i = 0; i < REQUESTS; i++) {
        String request = request();
        HttpConnection.Answer answer = null;
        try {
          connection.send(request);
          answer = connection.read();
        } catch (IOException e) {
          // closed while a giant one was still being sent
        }
        if (answer != null) {
          String what = "number %d of seed %d: %s".formatted(i, SEED, request.lines().findFirst());
          assertThat(answer.status()).as(what).isBetween(400, 499);
          assertThat(answer.text()).as(what).isNotBlank().hasSizeLessThan(1000).doesNotContain("<html",
              "\tat ",
              "Exception", "eclipse");
        }
        if (answer == null || !answer.keepsAlive()) {
          connection.close();
          connection = new HttpConnection(app.port());
        }
      }
      connection.close();
      assertThat(app.feed("chicago").viewers()).isZero();
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).isEmpty();
  }

  /** Always wrong in at least one way that a server must see. */
  private String request() {
    return switch (random.nextInt(10)) {
      case 0 -> HttpConnection.upgrade("/ws?area=chicago&" + junk(), header());
      case 1 -> HttpConnection.upgrade("/ws?" + pick("area", "since", "format") + "=" + junk(), header());
      case 2 -> HttpConnection.upgrade("/ws?area=chicago&area=chicago", header());
      case 3 -> HttpConnection.upgrade("/ws?area=chicago&since=" + "9".repeat(random.nextInt(20_000)) + "x");
      case 4 ->
        HttpConnection.upgrade("/ws?area=chica" + pick("%", "%z", "%zz", "%0", "%%", "%u0041") + "go");
      case 5 -> HttpConnection.upgrade("/ws?area=%00" + junk(), header());
      case 6 -> HttpConnection.upgrade("/ws?x=" + junk(), "X-Junk: " + "x".repeat(random.nextInt(60_000)));
      case 7 -> HttpConnection.upgrade("/ws?" + junk() + "=1", "Origin: " + junk(), header());
      case 8 ->
        HttpConnection.upgrade("/" + pick("nothing", "assets/", "webjars/", "metrics") + "?" + junk());
      default ->
        HttpConnection.upgrade("/ws?x=1", (header() + "\r\n").repeat(1 + random.nextInt(300)).strip());
    };
  }

  private String header() {
    return switch (random.nextInt(8)) {
      case 0 -> "Host: " + junk();
      case 1 -> "Content-Type: text/plain;charset=" + junk();
      case 2 -> "X-Forwarded-For: " + junk();
      case 3 -> "Cookie: " + junk();
      case 4 -> "Sec-WebSocket-Protocol: " + junk();
      case 5 -> "Sec-WebSocket-Extensions: " + junk();
      case 6 -> "Accept-Language: " + junk();
      default -> "X-" + junk() + ": " + junk();
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Bytes that may stand in a request line or a header, most of them where they should not; never a line's end. */
  private String junk() {
    StringBuilder junk = new StringBuilder("~");
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      junk.append(switch (random.nextInt(6)) {
        case 0 ->
          pick("%", "%00", "%0a", "%ff", "%C3%28", "%ED%A0%80", "&", "=", ";", "+", "..", "//", "%2e%2e%2f");
        case 1 -> String.valueOf((char) (0x80 + random.nextInt(0x80)));
        case 2 -> pick("{", "}", "|", "\\", "^", "`", "\"", "<", ">", "#", "?", ":", "@", ",");
        default -> String.valueOf((char) ('a' + random.nextInt(26)));
      });
    }
    return junk.toString();
  }
}
