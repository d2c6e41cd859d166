package civiz.web;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one {@code /ws} connection: lets a {@link Viewer} send, and tells it what became of that. Jetty
 * calls it on its threads. It is an endpoint of Jetty's rather than Javalin's, because Javalin's does not hand on
 * pongs and keeps the upgrade request for as long as the connection lives. It is its own callback, so that a send
 * allocates little. Public, because Jetty calls it by reflection.
 */
public final class FeedSocket implements Session.Listener.AutoDemanding, Viewer.Socket, Callback {
  private final Feed feed;
  private final @Nullable Since since;
  private final Viewer viewer;
  private final AtomicInteger halves = new AtomicInteger();
  private @Nullable Session session;

  FeedSocket(Admission.Seat seat) {
    feed = seat.feed();
    since = seat.since();
    viewer = new Viewer(feed.log, this, seat.text());
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    feed.enter(viewer, since);
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    viewer.ponged();
  }

  @Override
  public void onWebSocketPartialText(String payload, boolean last) {
    viewer.close(Viewer.POLICY, "no messages are expected");
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
    viewer.close(Viewer.POLICY, "no messages are expected");
    callback.succeed();
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    feed.leave(viewer);
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    feed.leave(viewer);
  }

  /** The frame in flight is out. */
  @Override
  public void succeed() {
    halfDone();
  }

  /** The frame in flight will never be out. */
  @Override
  public void fail(Throwable cause) {
    feed.leave(viewer);
    drop();
  }

  @Override
  public void send(ByteBuffer frame, boolean last) {
    session().sendPartialBinary(frame, last, this);
    halfDone();
  }

  @Override
  public void send(String frame, boolean last) {
    session().sendPartialText(frame, last, this);
    halfDone();
  }

  /**
   * A frame is done when it is out and the call that sent it has returned, in either order: Jetty takes a frame sent
   * before that for a part of the same message.
   */
  private void halfDone() {
    if (halves.incrementAndGet() < 2) return;
    halves.set(0);
    viewer.sent();
  }

  @Override
  public void ping() {
    session().sendPing(ByteBuffer.allocate(0), NOOP);
  }

  @Override
  public void close(int code, String reason) {
    session().close(code, reason, NOOP);
  }

  @Override
  public void drop() {
    session().disconnect();
  }

  private Session session() {
    if (session == null) throw new IllegalStateException("the connection is not open");
    return session;
  }
}
