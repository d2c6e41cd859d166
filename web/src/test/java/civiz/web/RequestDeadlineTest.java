package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that never become a request; no Redis is needed to wait for one. */
class RequestDeadlineTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration REQUEST = Duration.ofSeconds(2);
  private static final byte[] PAGE = "GET /health/live HTTP/1.1\r\nHost: civiz.example\r\n\r\n"
      .getBytes(UTF_8);

  private WebApp app;

  @BeforeEach
  void start() {
    app = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", "redis://localhost:1")),
        new Patience(REQUEST, LONG, LONG, LONG, LONG, LONG)).start();
  }

  @AfterEach
  void stop() {
    app.close();
  }

  private static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: civiz.example\r\n\r\n".formatted(path).getBytes(UTF_8);
  }

  private double cut() {
    return app.metrics().requestsCut.get();
  }

  @Test
  void oneThatSaysNothingIsClosed() {
    try (RawSocket silent = new RawSocket(app.port(), 0)) {
      assertThat(silent.status()).isZero();
      assertThat(cut()).isEqualTo(1);
    }
  }

  @Test
  void oneWhoseRequestComesInByteByByteIsClosed() {
    try (RawSocket trickling = new RawSocket(app.port(), 0);
        RawSocket second = new RawSocket(app.port(), 0)) {
      assertThat(second.send(PAGE)).isTrue();
      assertThat(second.status()).isEqualTo(200);
      byte[] drop = {'G'};
      await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> {
        trickling.send(drop);
        second.send(drop);
        return cut() == 2;
      });
    }
  }

  @Test
  void oneThatRestsBetweenWholeRequestsIsNot() {
    try (RawSocket resting = new RawSocket(app.port(), 0); RawSocket silent = new RawSocket(app.port(), 0)) {
      resting.send(PAGE);
      assertThat(resting.status()).isEqualTo(200);
      byte[] body = "live\n".getBytes(UTF_8);
      assertThat(resting.body(body.length)).isEqualTo(body);
      // whoever is not given up while one that says nothing is, twice, is not given up at all
      assertThat(silent.status()).isZero();
      try (RawSocket again = new RawSocket(app.port(), 0)) {
        assertThat(again.status()).isZero();
      }
      resting.send(PAGE);
      assertThat(resting.status()).isEqualTo(200);
      assertThat(cut()).isEqualTo(2);
    }
  }

  @Test
  void browsersThatDoNotReadWhatTheyAskedForHoldNoThread() {
    List<RawSocket> deaf = new ArrayList<>();
    try (RawSocket reader = new RawSocket(app.port(), 0)) {
      reader.send(get("/"));
      assertThat(reader.status()).isEqualTo(200);
      Matcher library = Pattern.compile("/webjars/[^\"]*leaflet-src[^\"]*")
          .matcher(new String(reader.body(4000), UTF_8));
      assertThat(library.find()).isTrue();
      // more than there are threads; zipped, even the largest file fits into the buffers on its way
      for (int i = 0; i < 60; i++) {
        deaf.add(new RawSocket(app.port(), 4096));
        deaf.getLast().send("GET %s HTTP/1.1\r\nHost: civiz.example\r\nAccept-Encoding: gzip\r\n\r\n"
            .formatted(library.group()).getBytes(UTF_8));
      }
      assertThat(deaf).allMatch(one -> one.status() == 200);
      try (RawSocket other = new RawSocket(app.port(), 0)) {
        other.send(PAGE);
        assertThat(other.status()).isEqualTo(200);
      }
    } finally {
      deaf.forEach(RawSocket::close);
    }
  }
}
