package civiz.benchmarks;

import static civiz.benchmarks.ScriptedServer.deflated;
import static civiz.benchmarks.ScriptedServer.event;
import static civiz.benchmarks.ScriptedServer.events;
import static civiz.benchmarks.ScriptedServer.frame;
import static civiz.benchmarks.ScriptedServer.hello;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LoadClientTest {
  private static final byte[] PING = frame(Frames.PING, true, "are you there".getBytes(UTF_8));
  private static final byte[] CLOSE = frame(Frames.CLOSE, true, new byte[]{0x03, (byte) 0xf0});

  private static byte[] binary(String lines) {
    return frame(Frames.BINARY, true, deflated(lines));
  }

  @Test
  void whatCameIsCountedAndPingsWithinAMessageAreAnswered() throws Exception {
    try (Run run = new Run(Dialect.CIVIZ, script(
        frame(Frames.BINARY, false, deflated(hello(3, false))), PING,
        frame(Frames.CONTINUATION, true, deflated(events(2, 3))), binary(events(4, 6)),
        binary(events(7, 7))))) {
      assertThat(run.server.request()).isEqualTo("GET /ws HTTP/1.1");
      assertThat(run.server.said()).isEqualTo("10:are you there");
      run.awaitPosts(4);
      assertThat(run.history()).isEqualTo(2);
      assertThat(run.latencies()).isEqualTo(4);
      assertThat(run.client.caughtUp()).isEqualTo(1);
      assertThat(run.verdict()).isEqualTo("no gap, no duplicate");
    }
  }

  @Test
  void aFrameThatIsLeftOutIsMissed() throws Exception {
    try (Run run = new Run(Dialect.CIVIZ, script(
        binary(hello(0, false)), binary(events(1, 2)), binary(events(5, 5))))) {
      run.awaitPosts(3);
      assertThat(run.verdict()).isEqualTo("MISSING 2, DUPLICATE 0");
    }
  }

  @Test
  void aFrameThatComesTwiceIsADuplicate() throws Exception {
    byte[] twice = binary(events(1, 2));
    try (Run run = new Run(Dialect.CIVIZ, script(binary(hello(0, false)), twice, twice))) {
      run.awaitPosts(4);
      assertThat(run.verdict()).isEqualTo("MISSING 0, DUPLICATE 2");
    }
  }

  @Test
  void anEventMissingWithinAFrameOrBetweenHistoryAndLiveIsMissed() throws Exception {
    try (Run run = new Run(Dialect.CIVIZ, script(
        binary(hello(5, false) + events(1, 4)), binary(event(6) + "\n" + event(8) + "\n")))) {
      run.awaitPosts(2);
      assertThat(run.verdict()).isEqualTo("MISSING 2, DUPLICATE 0");
    }
  }

  @Test
  void whoIsCutOffComesBackWhereItWas() throws Exception {
    try (Run run = new Run(Dialect.CIVIZ, script(binary(hello(0, false)), binary(events(1, 4)), CLOSE),
        script(binary(hello(6, true) + events(5, 6)), binary(events(7, 7))))) {
      run.awaitPosts(5);
      assertThat(run.server.request()).isEqualTo("GET /ws HTTP/1.1");
      assertThat(run.server.request()).isEqualTo("GET /ws?since=e:4 HTTP/1.1");
      assertThat(run.history()).isEqualTo(2);
      assertThat(run.verdict()).isEqualTo("no gap, no duplicate, ended: {closed 1008=1}");
    }
  }

  @Test
  void whoIsNotLetGoOnIsCountedAsBegunAnew() throws Exception {
    try (Run run = new Run(Dialect.CIVIZ, script(binary(hello(0, false)), binary(events(1, 4)), CLOSE),
        script(binary(hello(6, false) + events(1, 6)), binary(events(7, 7))))) {
      run.awaitPosts(5);
      assertThat(run.verdict()).isEqualTo("no gap, no duplicate, 1 begun anew, ended: {closed 1008=1}");
    }
  }

  @Test
  void theSameBytesAreReadByteByByte() throws Exception {
    List<byte[]> bytes = new ArrayList<>();
    for (byte[] frame : List.of(binary(hello(0, false)), PING, binary(events(1, 30)))) {
      for (byte b : frame)
        bytes.add(new byte[]{b});
    }
    try (Run run = new Run(Dialect.CIVIZ, bytes.toArray(byte[][]::new))) {
      run.awaitPosts(30);
      assertThat(run.verdict()).isEqualTo("no gap, no duplicate");
    }
  }

  @Test
  void socketIoIsGreetedAndItsPingsAreAnswered() throws Exception {
    try (Run run = new Run(Dialect.SOCKET_IO, script(text("0{\"sid\":\"a\",\"pingInterval\":25000}"),
        text("40{\"sid\":\"b\"}"), text("2"), text("42[\"post\"," + event(11) + "]"),
        text("42[\"post\"," + event(12) + "]")))) {
      assertThat(run.server.request()).startsWith("GET /socket.io/?EIO=4&transport=websocket ");
      assertThat(run.server.said()).isEqualTo("1:40");
      assertThat(run.server.said()).isEqualTo("1:3");
      run.awaitPosts(2);
      assertThat(run.verdict()).isEqualTo("no gap, no duplicate");
    }
  }

  @Test
  void plainLinesAreCheckedFromTheFirstOneOn() throws Exception {
    try (Run run = new Run(Dialect.LINES, script(text(events(8, 9)), text(events(11, 11))))) {
      run.awaitPosts(3);
      assertThat(run.verdict()).isEqualTo("MISSING 1, DUPLICATE 0");
    }
  }

  private static byte[][] script(byte[]... writes) {
    return writes;
  }

  private static byte[] text(String text) {
    return frame(Frames.TEXT, true, text.getBytes(UTF_8));
  }

  /** One viewer and the server it looks at. */
  private static final class Run implements AutoCloseable {
    final ScriptedServer server;
    final LoadClient client;

    Run(Dialect dialect, byte[][]... scripts) throws IOException {
      server = new ScriptedServer(scripts);
      client = new LoadClient(server::address, dialect, 1);
      client.ask(() -> {
        client.deliveries().window(0, Long.MAX_VALUE, true);
        return true;
      });
      client.connect(client.viewers(), Duration.ZERO);
    }

    void awaitPosts(long count) {
      Awaitility.await().atMost(Duration.ofSeconds(30))
          .until(() -> client.ask(() -> client.deliveries().posts) == count);
    }

    long history() {
      return client.ask(() -> client.deliveries().history);
    }

    long latencies() {
      return client.ask(() -> client.deliveries().latency().getTotalCount());
    }

    String verdict() {
      return Verdict.of(client).toString();
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }
}
