package civiz.web;

import static civiz.web.TestLines.append;
import static civiz.web.TestLines.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ViewerTest {
  /** A connection that holds each frame until the test lets it go. */
  private static final class HeldSocket implements Viewer.Socket {
    final List<ByteBuffer> frames = new ArrayList<>();
    final List<List<String>> messages = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    int inFlight;

    @Override
    public void send(ByteBuffer frame, boolean last) {
      inFlight++;
      frames.add(frame);
      if (!last) return;
      messages.add(TestLines.lines(frames));
      frames.clear();
    }

    @Override
    public void send(String frame, boolean last) {
      inFlight++;
      messages.add(frame.lines().toList());
    }

    @Override
    public void ping() {
      told.add("ping");
    }

    @Override
    public void close(int code, String reason) {
      told.add("close " + code);
    }

    @Override
    public void drop() {
      told.add("drop");
    }

    void complete(Viewer viewer) {
      assertThat(inFlight).as("frames in flight").isEqualTo(1);
      inFlight--;
      viewer.sent();
    }

    void completeAll(Viewer viewer) {
      while (inFlight > 0)
        complete(viewer);
    }
  }

  private static final long SECOND = 1_000_000_000L;

  private final HeldSocket socket = new HeldSocket();
  private final FeedLog log = TestLines.log(3);
  private final Viewer viewer = new Viewer(log, socket, false);

  private void publish(long seq) {
    append(log, seq);
    log.seal();
    viewer.advance();
  }

  @Test
  void oneMessageIsInFlightAndTheNextHasAllThatWasMissed() {
    viewer.open(null);
    for (long seq = 4; seq <= 50; seq++)
      publish(seq);
    assertThat(socket.messages).hasSize(1);
    socket.complete(viewer);
    assertThat(socket.messages).hasSize(2);
    assertThat(numbers(socket.messages.getLast())).isEqualTo(LongStream.rangeClosed(4, 50).boxed().toList());
    socket.complete(viewer);
    assertThat(socket.inFlight).isZero();
    assertThat(socket.messages).hasSize(2);
  }

  @Test
  void aMessageOfManyFragmentsGoesOutFrameByFrame() {
    for (long seq = 4; seq <= 15_000; seq++)
      append(log, seq);
    log.seal();
    viewer.open(null);
    assertThat(socket.messages).isEmpty();
    socket.completeAll(viewer);
    assertThat(socket.messages).hasSize(1);
    assertThat(numbers(socket.messages.getFirst())).hasSize(15_000).isSorted();
  }

  @Test
  void whoIsBehindTheLogBeginsAnew() {
    viewer.open(null);
    for (long seq = 4; seq <= FeedLog.MOST_EVENTS + 2000; seq++)
      append(log, seq);
    log.seal();
    socket.complete(viewer);
    socket.completeAll(viewer);
    assertThat(socket.messages).hasSize(2);
    assertThat(socket.messages.getLast().getFirst()).contains("\"resumed\":false");
    assertThat(numbers(socket.messages.getLast())).last().isEqualTo(FeedLog.MOST_EVENTS + 2000L);
  }

  @Test
  void oneThatTakesNothingIsCutAndThenDropped() {
    viewer.open(null);
    long now = System.nanoTime();
    assertThat(viewer.check(now + Viewer.STALL_NANOS - SECOND)).isFalse();
    assertThat(socket.told).isEmpty();
    assertThat(viewer.check(now + Viewer.STALL_NANOS + SECOND)).isTrue();
    assertThat(socket.told).containsExactly("close 1008");
    assertThat(viewer.check(now + SECOND)).isFalse();
    assertThat(viewer.check(System.nanoTime() + 10 * SECOND)).isFalse();
    assertThat(socket.told).containsExactly("close 1008", "drop");
    viewer.gone();
    viewer.check(now + 100 * SECOND);
    viewer.sent();
    publish(4);
    assertThat(socket.told).hasSize(2);
    assertThat(socket.messages).hasSize(1);
  }

  @Test
  void oneThatTakesFramesSlowlyIsNotCut() {
    viewer.open(null);
    socket.complete(viewer);
    assertThat(viewer.check(System.nanoTime() + 100 * Viewer.STALL_NANOS)).isFalse();
    assertThat(socket.told).isEmpty();
  }

  @Test
  void oneThatDoesNotAnswerPingsIsDropped() {
    viewer.open(null);
    viewer.ping();
    assertThat(socket.told).as("while something is in flight").isEmpty();
    socket.complete(viewer);
    viewer.ping();
    viewer.ponged();
    viewer.ping();
    assertThat(socket.told).containsExactly("ping", "ping");
    viewer.ping();
    assertThat(socket.told).containsExactly("ping", "ping", "drop");
  }

  @Test
  void nothingFollowsAClose() {
    viewer.open(null);
    viewer.close(Viewer.GOING_AWAY, "");
    viewer.close(Viewer.POLICY, "");
    viewer.sent();
    publish(4);
    assertThat(socket.told).containsExactly("close 1001");
    assertThat(socket.messages).hasSize(1);
  }

  @Test
  void aViewerOfTextGetsTheSameLinesReducedByTheirRights() {
    Viewer reading = new Viewer(log, socket, true);
    log.append(
        ("{\"epoch\":\"e\",\"seq\":4,\"post\":" + TestPublisher.post("test:4", "test:a", "secret", "display")
            + "}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8),
        4, 4, "test:4", "test:a");
    log.seal();
    reading.open(null);
    assertThat(socket.messages.getFirst()).hasSize(5).last()
        .isEqualTo(
            "{\"epoch\":\"e\",\"seq\":4,\"post\":{\"type\":\"Feature\",\"id\":\"test:4\",\"geometry\":null,"
                + "\"properties\":{\"source\":\"test\",\"url\":\"https://example.com/1\",\"rights\":\"display\"}}}");
    assertThat(socket.messages.getFirst().get(3)).contains("text of test:3");
  }
}
