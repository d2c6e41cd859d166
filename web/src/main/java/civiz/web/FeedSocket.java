package civiz.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one {@code /ws} connection: lets a {@link Viewer} send, and tells it what became of that. Jetty
 * calls it on its threads, with one frame at a time. It is its own callback, so that a send allocates little. What a
 * viewer sends is held by nobody: Jetty hands on a frame in the parts it comes in, and the first one of a message, of
 * whatever size, ends the connection.
 */
final class FeedSocket implements FrameHandler, Viewer.Socket, Callback {
  private final Feed feed;
  private final Addresses.Visit visit;
  private final Viewer viewer;
  private @Nullable Since since;
  private @Nullable CoreSession session;
  /** Whether the next frame begins a message; used by whoever has the viewer's one message in flight. */
  private volatile boolean first = true;

  FeedSocket(Admission.Seat seat) {
    feed = seat.feed();
    since = seat.since();
    visit = seat.visit();
    viewer = new Viewer(feed.log, this, seat.text(), feed.metrics);
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    callback.succeeded();
    if (visit.enter()) {
      feed.enter(viewer, since);
    } else {
      feed.turnAway(viewer, Cut.CROWDED);
    }
    since = null;
    opened.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.PING -> {
        ByteBuffer payload = BufferUtil.copy(frame.getPayload());
        if (viewer.controls()) session().sendFrame(new Frame(OpCode.PONG, payload), NOOP, false);
      }
      case OpCode.PONG -> {
        if (viewer.controls()) viewer.ponged();
      }
      case OpCode.CLOSE -> {
        // when the callback knows, Jetty answers it, and reads no more
        callback.succeeded();
        return;
      }
      default -> viewer.close(Cut.TALKATIVE);
    }
    callback.succeeded();
    session().demand();
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    leave(isMalformed(cause) ? Cut.MALFORMED : null);
    callback.succeeded();
  }

  private static boolean isMalformed(Throwable cause) {
    return cause instanceof ProtocolException || cause instanceof BadPayloadException
        || cause instanceof MessageTooLargeException;
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    leave(null);
    callback.succeeded();
  }

  /** The frame in flight is out. */
  @Override
  public void succeeded() {
    viewer.sent();
  }

  /** The frame in flight will never be out: the connection broke, or Jetty lets nothing out any more but a close frame. */
  @Override
  public void failed(Throwable cause) {
    viewer.failed();
  }

  @Override
  public void send(ByteBuffer frame, boolean last) {
    send(OpCode.BINARY, frame, last);
  }

  @Override
  public void send(String frame, boolean last) {
    send(OpCode.TEXT, ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)), last);
  }

  private void send(byte kind, ByteBuffer payload, boolean last) {
    Frame frame = new Frame(first ? kind : OpCode.CONTINUATION, last, payload);
    first = last;
    session().sendFrame(frame, this, false);
  }

  @Override
  public void ping() {
    session().sendFrame(new Frame(OpCode.PING), NOOP, false);
  }

  @Override
  public void close(int code, String reason) {
    session().close(code, reason, NOOP);
  }

  @Override
  public void drop() {
    session().abort();
  }

  private void leave(@Nullable Cut why) {
    visit.leave();
    feed.leave(viewer, why);
  }

  private CoreSession session() {
    if (session == null) throw new IllegalStateException("the connection is not open");
    return session;
  }
}
