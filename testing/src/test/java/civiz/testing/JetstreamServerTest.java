package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held to a WebSocket client that is not ours: the JDK's. */
@Timeout(60)
class JetstreamServerTest {
  private final JetstreamServer server = JetstreamServer.start();
  private final JetstreamServer other = server.another();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Follower follower = new Follower();

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.close();
    other.close();
  }

  /** Keeps what it gets. */
  private static final class Follower implements WebSocket.Listener {
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) heard.add(message.toString());
      if (last) message.setLength(0);
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
      heard.add("pong");
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      heard.add("close " + code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      heard.add("error");
    }

    void awaitHeard(int count) {
      await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() >= count);
    }
  }

  private WebSocket follow(JetstreamServer of, String query) {
    return client.newWebSocketBuilder().buildAsync(URI.create(of.url() + query), follower).join();
  }

  @Test
  void sendsTheWantedCollectionsAndEveryAccount() {
    follow(server, "?wantedCollections=a.b.c&wantedCollections=d.e.f");
    server.commit("create", "did:plc:x", "a.b.c", "1", "{\"n\":1}");
    server.commit("create", "did:plc:x", "not.asked.for", "2", "{}");
    other.commit("delete", "did:plc:x", "d.e.f", "3", "");
    server.account("did:plc:x", "deleted");

    follower.awaitHeard(3);
    assertThat(follower.heard.get(0)).contains("\"operation\":\"create\"", "\"rkey\":\"1\"",
        "\"record\":{\"n\":1}");
    assertThat(follower.heard.get(1)).contains("\"rkey\":\"3\"").doesNotContain("record");
    assertThat(follower.heard.get(2)).contains("\"kind\":\"account\"",
        "\"active\":false,\"status\":\"deleted\"");
  }

  @Test
  void playsBackFromTheCursorOnThatOneIncluded() {
    server.account("did:plc:a", "active");
    long from = server.account("did:plc:b", "active");
    server.account("did:plc:c", "active");
    follow(other, "?cursor=" + from);
    server.account("did:plc:d", "active");

    follower.awaitHeard(3);
    assertThat(follower.heard).hasSize(3);
    assertThat(follower.heard.getFirst()).contains("did:plc:b", "\"time_us\":" + from);
    assertThat(follower.heard.getLast()).contains("did:plc:d");
  }

  @Test
  void leavesOutWhatIsOverTheSubscribersSize() {
    follow(server, "?maxMessageSizeBytes=1000");
    server.commit("create", "did:plc:x", "a.b.c", "1", "\"" + "x".repeat(1000) + "\"");
    server.commit("create", "did:plc:x", "a.b.c", "2", "{}");

    follower.awaitHeard(1);
    assertThat(follower.heard).singleElement().asString().contains("\"rkey\":\"2\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 65_535, 65_536, 200_000})
  void framesMessagesOfEveryLength(int length) {
    follow(server, "");
    server.send("x".repeat(length));
    server.sendFragments("é".repeat(length / 100 + 1), 3);

    follower.awaitHeard(2);
    assertThat(follower.heard).containsExactly("x".repeat(length), "é".repeat(length / 100 + 1));
  }

  @Test
  void answersPingsUntilItIsSilent() {
    WebSocket socket = follow(server, "");
    socket.sendPing(ByteBuffer.allocate(3)).join();
    follower.awaitHeard(1);
    server.goSilent();
    socket.sendPing(ByteBuffer.allocate(3)).join();
    server.send("unheard");
    server.end(1001);

    await().during(Duration.ofMillis(300)).until(() -> follower.heard.size() <= 2);
    assertThat(follower.heard).containsExactly("pong", "close 1001");
  }

  @Test
  void saysGoodbyeOrCuts() {
    follow(server, "");
    server.end(1008);
    follower.awaitHeard(1);
    follow(server, "");
    server.cut();
    follower.awaitHeard(2);

    assertThat(follower.heard).containsExactly("close 1008", "error");
    assertThat(server.open()).isZero();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void refusesWhatItIsToldToAndWhatTheRealOneRefuses() {
    server.refuseNext(503);
    assertThatThrownBy(() -> follow(server, "")).hasCauseInstanceOf(WebSocketHandshakeException.class);
    assertThatThrownBy(() -> follow(server, "?cursor=yesterday"))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    server.down();
    assertThatThrownBy(() -> follow(server, "")).isNotNull();
    server.up();
    follow(server, "");

    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.requests()).hasSize(3);
  }
}
