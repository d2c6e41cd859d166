package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.testing.FeedReader;
import civiz.testing.TestRedis;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The WebSocket as its spec in contract/README.md has it, on real connections. */
class FeedSocketTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final Duration LONG = Duration.ofSeconds(30);

  private TestPublisher publisher;
  private WebApp app;

  @BeforeEach
  void start() {
    redis.flush();
    publisher = new TestPublisher(redis.uri(), TestLines.AREA);
    publisher.heartbeat("{}");
    app = start(Patience.DEFAULT);
  }

  private static WebApp start(Patience patience) {
    WebApp app = new WebApp(
        WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString(), "MAX_VIEWERS", "20",
            "ALLOWED_ORIGINS", "https://city.example")),
        patience).start();
    await().until(() -> app.feed("chicago").isReady());
    return app;
  }

  @AfterEach
  void stop() {
    app.close();
    publisher.close();
  }

  /** What a browser would see. */
  private static final class Client implements WebSocket.Listener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final StringBuilder text = new StringBuilder();
    volatile int closed;
    volatile boolean gone;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        lines.addAll(text.toString().lines().toList());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed = code;
      gone = true;
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      gone = true;
    }
  }

  private WebSocket open(String query, Client client) {
    return CLIENT.newWebSocketBuilder()
        .buildAsync(URI.create("ws://localhost:%d/ws?%s".formatted(app.port(), query)), client).join();
  }

  /** Sends an upgrade by hand and gives back what is answered at once. */
  private String upgrade(String query, String... headers) throws IOException {
    try (Socket socket = connect(query, headers)) {
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      byte[] chunk = new byte[4096];
      while (!answer.toString().contains("\r\n\r\n") || !answer.toString().endsWith("\n")) {
        int size = in.read(chunk);
        if (size < 0 || answer.indexOf(" 101 ") > 0) break;
        answer.append(new String(chunk, 0, size, UTF_8));
      }
      return answer.toString();
    }
  }

  private Socket connect(String query, String... headers) throws IOException {
    Socket socket = new Socket("localhost", app.port());
    socket.setSoTimeout(5000);
    socket.getOutputStream()
        .write("""
            GET /ws?%s HTTP/1.1\r
            Host: civiz.example\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            %s\r
            """
            .formatted(query,
                String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()))
            .getBytes(UTF_8));
    return socket;
  }

  @Test
  void anUpgradeIsAnsweredWithoutDeflateAndWithoutACookie() throws IOException {
    String answer = upgrade("area=chicago", "Sec-WebSocket-Extensions: permessage-deflate");
    assertThat(answer).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("permessage-deflate")
        .doesNotContainIgnoringCase("set-cookie");
  }

  @Test
  void refusalsSayWhy() throws IOException {
    assertThat(upgrade("area=atlantis")).startsWith("HTTP/1.1 404").contains("no area \"atlantis\"")
        .doesNotContainIgnoringCase("set-cookie");
    assertThat(upgrade("area=chicago&since=x")).startsWith("HTTP/1.1 400")
        .contains("since \"x\" is not epoch:seq");
    assertThat(upgrade("area=chicago&format=xml")).startsWith("HTTP/1.1 400").contains("format \"xml\"");
    assertThat(upgrade("area=chicago", "Origin: https://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(upgrade("area=chicago", "Origin: https://civiz.example")).startsWith("HTTP/1.1 101");
    assertThat(upgrade("area=chicago", "Origin: https://city.example")).startsWith("HTTP/1.1 101");
  }

  @Test
  void noMoreViewersThanConfiguredAreLetIn() throws IOException {
    for (int i = 0; i < 20; i++)
      open("area=chicago", new Client());
    await().until(() -> app.feed("chicago").viewers() == 20);
    assertThat(upgrade("area=chicago")).startsWith("HTTP/1.1 503").contains("Retry-After: 5", "20 viewers");
  }

  @Test
  void aFeedThatIsNotReadRefusesForAMoment() throws IOException {
    app.close();
    app = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", "redis://localhost:1"))).start();
    assertThat(upgrade("area=chicago")).startsWith("HTTP/1.1 503").contains("Retry-After: 5", "not read yet");
  }

  @Test
  void whoSendsSomethingIsClosed() {
    Client talker = new Client();
    var _ = open("area=chicago", talker).sendText("hello", true);
    await().until(() -> talker.closed == 1008);
    Client shouter = new Client();
    var _ = open("area=chicago", shouter).sendBinary(ByteBuffer.allocate(1_000_000), true);
    // what it still sends makes TCP reset the connection, which may overtake the close frame
    await().until(() -> shouter.gone);
    await().until(() -> app.feed("chicago").viewers() == 0);
  }

  @Test
  void aViewerThatLeavesIsForgotten() {
    WebSocket polite = open("area=chicago", new Client());
    WebSocket rude = open("area=chicago", new Client());
    await().until(() -> app.feed("chicago").viewers() == 2);
    var _ = polite.sendClose(1000, "");
    rude.abort();
    await().until(() -> app.feed("chicago").viewers() == 0);
  }

  @Test
  void whenTheServerGoesAwayItSaysSo() {
    Client client = new Client();
    open("area=chicago", client);
    await().until(() -> app.feed("chicago").viewers() == 1);
    long start = System.nanoTime();
    app.close();
    await().until(() -> client.closed == 1001);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void textIsAnExportAndObeysTheRights() {
    publisher.post("test:1", "test:a", TestPublisher.post("test:1", "test:a", "open secret", "open"));
    publisher.post("test:2", "test:a", TestPublisher.post("test:2", "test:a", "shown only", "display"));
    Client client = new Client();
    open("area=chicago&format=text", client);
    publisher.post("test:3", "test:a", TestPublisher.post("test:3", "test:a", "shown only", "display"));
    await().until(() -> client.lines.stream().anyMatch(line -> line.contains("test:3")));
    assertThat(client.lines).first().asString().contains("\"hello\"");
    assertThat(client.lines).anyMatch(line -> line.contains("open secret"))
        .noneMatch(line -> line.contains("shown only"));
    assertThat(client.lines).filteredOn(line -> line.contains("test:2")).singleElement().asString()
        .contains("\"geometry\":null", "\"url\":\"https://example.com/1\"").doesNotContain("Ada");
  }

  @Test
  void pingsAreAnsweredBothWays() {
    app.close();
    app = start(new Patience(LONG, LONG, LONG, Duration.ofSeconds(2), LONG, LONG));
    try (RawSocket silent = new RawSocket(app.port(), 0)) {
      Client client = new Client();
      open("area=chicago", client);
      assertThat(silent.upgrade("area=chicago")).isEqualTo(101);
      silent.send(RawSocket.frame(RawSocket.FIN | RawSocket.PING, "marco".getBytes(UTF_8)));
      await().until(() -> app.feed("chicago").viewers() == 2);
      RawSocket.Frame answer = silent.read();
      while (answer != null && answer.opcode() != RawSocket.PONG)
        answer = silent.read();
      assertThat(answer).isNotNull();
      assertThat(answer.payload).asString(UTF_8).isEqualTo("marco");
      // the one that reads answers its first ping, the other one does not
      assertThat(silent.awaitEnd()).isEqualTo(Cut.ABSENT.code);
      await().until(() -> app.feed("chicago").viewers() == 1);
      assertThat(client.gone).isFalse();
    }
  }

  @Test
  void oneThatDoesNotReadIsCutAndCostsTheOthersNothing() throws IOException {
    publisher.post("test:0", "first");
    try (Socket sleeper = connect("area=chicago");
        FeedReader reader = new FeedReader(URI.create("http://localhost:" + app.port()), "chicago")) {
      await().until(() -> app.feed("chicago").viewers() == 2);
      assertThat(sleeper.isConnected()).isTrue();
      String noise = "0123456789abcdef".repeat(500);
      int events = 0;
      Feed feed = app.feed("chicago");
      // until the buffers on its way are full
      do {
        assertThat(events).isLessThan(20_000);
        for (int i = 0; i < 100; i++)
          publisher.post("test:" + ++events, scrambled(noise, events));
        int sent = events;
        await().until(() -> reader.posts().containsKey("test:" + sent));
      } while (becomesIdle(feed));
      assertThat(feed.viewers()).isEqualTo(2);
      feed.pulse(Instant.now(), Instant.EPOCH, System.nanoTime() + Patience.DEFAULT.frame().toNanos());
      await().until(() -> feed.viewers() == 1);
      publisher.post("test:last", "still here");
      await().until(() -> reader.posts().containsKey("test:last"));
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.hellos()).isEqualTo(1);
    }
  }

  private static boolean becomesIdle(Feed feed) {
    try {
      await().atMost(500, TimeUnit.MILLISECONDS).until(() -> feed.sending() == 0);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static String scrambled(String text, int seed) {
    StringBuilder out = new StringBuilder(text);
    Random random = new Random(seed);
    for (int i = 0; i < out.length(); i++)
      out.setCharAt(i, (char) ('a' + random.nextInt(26)));
    return out.toString();
  }
}
