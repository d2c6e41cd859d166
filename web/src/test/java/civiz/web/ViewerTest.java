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
    long bytes;

    @Override
    public void send(ByteBuffer frame, boolean last) {
      inFlight++;
      frames.add(frame);
      bytes += frame.remaining();
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
      told.add(reason.startsWith("retry") ? "close " + code + " " + reason : "close " + code);
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
  private static final long FRAME = Patience.DEFAULT.frame().toNanos();
  private static final long PONG = Patience.DEFAULT.pong().toNanos();

  private final HeldSocket socket = new HeldSocket();
  private final FeedLog log = TestLines.log(3);
  private final Metrics metrics = new Metrics();
  private final Viewer viewer = new Viewer(log, socket, false, metrics.area("chicago"));

  private long cut(Cut why) {
    return metrics.viewersCut.labelValues("chicago", why.label()).getLongValue();
  }

  private static long in(long nanos) {
    return System.nanoTime() + nanos;
  }

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
    viewer.open(new Since("e", 0));
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
  void whatIsSentIsCounted() {
    viewer.open(null);
    socket.completeAll(viewer);
    publish(4);
    assertThat(metrics.sentMessages.labelValues("chicago").getLongValue()).isEqualTo(2);
    assertThat(metrics.sentBytes.labelValues("chicago").getLongValue()).isEqualTo(socket.bytes);
  }

  @Test
  void oneThatTakesNothingIsCutAndThenDropped() {
    viewer.open(null);
    viewer.ponged();
    assertThat(viewer.check(in(FRAME - SECOND), Patience.DEFAULT)).isNull();
    assertThat(socket.told).containsExactly("ping");
    assertThat(viewer.check(in(FRAME + SECOND), Patience.DEFAULT)).isEqualTo(Cut.STALLED);
    assertThat(socket.told).containsExactly("ping", "close 1008");
    assertThat(viewer.check(in(SECOND), Patience.DEFAULT)).isNull();
    assertThat(viewer.check(in(10 * SECOND), Patience.DEFAULT)).isNull();
    assertThat(socket.told).containsExactly("ping", "close 1008", "drop");
    assertThat(cut(Cut.STALLED)).isEqualTo(1);
    viewer.gone(null);
    viewer.check(in(100 * SECOND), Patience.DEFAULT);
    viewer.sent();
    publish(4);
    assertThat(socket.told).hasSize(3);
    assertThat(socket.messages).hasSize(1);
  }

  @Test
  void oneThatTakesFramesSlowlyIsNotCut() {
    for (long seq = 4; seq <= 15_000; seq++)
      append(log, seq);
    log.seal();
    long now = System.nanoTime();
    viewer.open(new Since("e", 0));
    viewer.ponged();
    for (int frame = 0; frame < 5; frame++) {
      assertThat(viewer.check(System.nanoTime() + FRAME - SECOND, Patience.DEFAULT)).isNull();
      socket.complete(viewer);
    }
    assertThat(viewer.isSending()).isTrue();
    assertThat(viewer.check(now + FRAME, Patience.DEFAULT)).isNull();
  }

  @Test
  void oneThatNeverTookItsFirstMessageIsCutForThat() {
    viewer.open(null);
    assertThat(viewer.check(in(FRAME + SECOND), Patience.DEFAULT)).isEqualTo(Cut.ABSENT);
    assertThat(cut(Cut.ABSENT)).isEqualTo(1);
  }

  @Test
  void whatAProxyTookInItsPlaceIsNoSignOfLife() {
    viewer.open(null);
    socket.completeAll(viewer);
    publish(4);
    socket.completeAll(viewer);
    assertThat(viewer.check(in(PONG - SECOND), Patience.DEFAULT)).isNull();
    assertThat(viewer.check(in(PONG + SECOND), Patience.DEFAULT)).isEqualTo(Cut.ABSENT);
  }

  @Test
  void oneThatDoesNotAnswerAPingIsCutAlsoWhileSomethingIsInFlight() {
    viewer.open(null);
    socket.completeAll(viewer);
    viewer.ponged();
    assertThat(viewer.check(in(2 * PONG), Patience.DEFAULT)).isNull();
    publish(4);
    viewer.ping(in(0));
    viewer.ping(in(25 * SECOND));
    assertThat(socket.told).as("one ping at a time").containsExactly("ping", "ping");
    socket.completeAll(viewer);
    assertThat(viewer.check(in(PONG - SECOND), Patience.DEFAULT)).isNull();
    assertThat(viewer.check(in(PONG + SECOND), Patience.DEFAULT)).isEqualTo(Cut.SILENT);
    assertThat(cut(Cut.SILENT)).isEqualTo(1);
    viewer.ping(in(0));
    assertThat(socket.told).containsExactly("ping", "ping", "close 1008");
  }

  @Test
  void onlySoManyPingsAndPongsAreBorneBetweenTwoOfOurs() {
    viewer.open(null);
    for (int period = 0; period < 3; period++) {
      for (int i = 0; i < Viewer.MOST_CONTROLS; i++)
        assertThat(viewer.controls()).isTrue();
      viewer.ping(in(0));
    }
    for (int i = 0; i < Viewer.MOST_CONTROLS; i++)
      viewer.controls();
    assertThat(cut(Cut.FLOODING)).isZero();
    assertThat(viewer.controls()).isFalse();
    assertThat(cut(Cut.FLOODING)).isEqualTo(1);
    assertThat(socket.told).endsWith("close 1008");
  }

  @Test
  void oneThatIsToEndGetsAllThereIsFirst() {
    viewer.open(null);
    append(log, 4);
    log.seal();
    viewer.finish(Cut.GOING_AWAY, "retry 1");
    assertThat(socket.told).as("the first message is in flight").containsExactly("ping");
    socket.complete(viewer);
    viewer.finish(Cut.GOING_AWAY, "retry 1");
    assertThat(socket.told).as("the last one is").containsExactly("ping");
    socket.complete(viewer);
    viewer.finish(Cut.GOING_AWAY, "retry 1");
    assertThat(socket.told).containsExactly("ping", "close 1001 retry 1");
    assertThat(numbers(socket.messages.getLast())).containsExactly(4L);
    assertThat(cut(Cut.GOING_AWAY)).isEqualTo(1);
  }

  @Test
  void oneWhoseSendFailedIsLeftToItsConnectionAndDroppedInTheEnd() {
    viewer.open(null);
    viewer.failed();
    publish(4);
    assertThat(socket.messages).hasSize(1);
    assertThat(viewer.check(in(SECOND), Patience.DEFAULT)).isNull();
    assertThat(socket.told).containsExactly("ping");
    assertThat(viewer.check(in(10 * SECOND), Patience.DEFAULT)).isNull();
    assertThat(socket.told).containsExactly("ping", "drop");
    viewer.gone(Cut.MALFORMED);
    assertThat(cut(Cut.MALFORMED)).isEqualTo(1);
  }

  @Test
  void eachEndIsCountedOnce() {
    viewer.open(null);
    viewer.gone(null);
    viewer.gone(Cut.MALFORMED);
    viewer.close(Cut.STALLED);
    assertThat(metrics.viewersLeft.labelValues("chicago").getLongValue()).isEqualTo(1);
    assertThat(cut(Cut.MALFORMED)).isZero();
    assertThat(cut(Cut.STALLED)).isZero();
  }

  @Test
  void nothingFollowsAClose() {
    viewer.open(null);
    viewer.close(Cut.GOING_AWAY);
    viewer.close(Cut.STALLED);
    viewer.sent();
    publish(4);
    assertThat(socket.told).containsExactly("ping", "close 1001");
    assertThat(cut(Cut.GOING_AWAY)).isEqualTo(1);
    assertThat(cut(Cut.STALLED)).isZero();
    assertThat(socket.messages).hasSize(1);
  }

  @Test
  void aViewerOfTextGetsTheSameLinesReducedByTheirRights() {
    Viewer reading = new Viewer(log, socket, true, TestLines.metrics());
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
