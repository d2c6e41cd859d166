package civiz.web;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One browser or script that looks on: a position in the area's log, and at most one message in flight. The fan-out's
 * thread calls {@link #advance}; when a send completes, the server's thread does, so a viewer that was busy gets all
 * it missed as one message. A slow one keeps nothing but its place; one that takes nothing for too long, does not
 * answer pings, or sends what it may not, is cut and may come back.
 */
final class Viewer {
  /** Pings and pongs it may send between two pings of ours: a browser sends one, an eager script one a second. */
  static final int MOST_CONTROLS = 30;

  /** The connection to it. Each call returns at once. */
  interface Socket {
    /** Sends a frame of a binary message, then calls {@link Viewer#sent} or {@link Viewer#failed}. */
    void send(ByteBuffer frame, boolean last);

    /** Sends a frame of a text message, then calls {@link Viewer#sent} or {@link Viewer#failed}. */
    void send(String frame, boolean last);

    /** Sends a ping, whose answer calls {@link Viewer#ponged}. */
    void ping();

    /** Sends a close frame after what is in flight. */
    void close(int code, String reason);

    /** Drops the connection, which calls {@link Viewer#gone}. */
    void drop();
  }

  private final FeedLog log;
  private final Socket socket;
  private final boolean text;
  private final AreaMetrics metrics;
  private long cursor;
  private @Nullable Message sending;
  private int part;
  /** Since when the frame in flight, or the close frame, is. */
  private long since;
  /** Since when the ping is that was not answered. */
  private long asked;
  private boolean asking;
  /** Whether it has ever answered one, so that something has arrived there. */
  private boolean met;
  private int controls;
  private State state = State.OPEN;

  private enum State {
    /** It gets what there is. */
    OPEN,
    /** A send failed: the connection's end is being told, and why. */
    FAILED,
    /** It was sent a close frame, and counted. */
    CLOSING,
    /** It has no connection, and was counted. */
    GONE
  }

  /** @param text whether it wants lines of text, which is an export */
  Viewer(FeedLog log, Socket socket, boolean text, AreaMetrics metrics) {
    this.log = log;
    this.socket = socket;
    this.text = text;
    this.metrics = metrics;
  }

  /**
   * Sends the first message: what came after the event it has, or everything; and a ping after its first frame, whose
   * answer says that it arrived. Called once, before anything else.
   */
  void open(@Nullable Since position) {
    Window window = log.window();
    if (window == null) throw new IllegalStateException("a viewer was let in before the log was read");
    Message message = window.opening(position);
    synchronized (this) {
      take(message);
      asking = true;
      asked = since;
    }
    sendPart(message, 0);
    socket.ping();
  }

  /** Sends what it has not seen, unless a message is in flight. */
  void advance() {
    Message message;
    synchronized (this) {
      Window window = log.window();
      if (state != State.OPEN || sending != null || window == null) return;
      message = window.since(cursor);
      if (message == null) return;
      take(message);
    }
    sendPart(message, 0);
  }

  private void take(Message message) {
    sending = message;
    part = 0;
    cursor = message.next();
    since = System.nanoTime();
  }

  private void sendPart(Message message, int index) {
    boolean last = index == message.parts().size() - 1;
    Fragment fragment = message.parts().get(index);
    if (last) metrics.sentMessages.inc();
    if (text) {
      String lines = fragment.text();
      metrics.sentBytes.inc(lines.length());
      socket.send(lines, last);
    } else {
      ByteBuffer frame = fragment.buffer(last);
      metrics.sentBytes.inc(frame.remaining());
      socket.send(frame, last);
    }
  }

  /** The frame in flight is out. */
  void sent() {
    Message message;
    int next;
    synchronized (this) {
      if (sending == null || state != State.OPEN) return;
      message = sending;
      next = ++part;
      long now = System.nanoTime();
      metrics.sent(now - since);
      since = now;
      if (next == message.parts().size()) sending = null;
    }
    if (next < message.parts().size()) {
      sendPart(message, next);
    } else {
      advance();
    }
  }

  /** The frame in flight will never be out. */
  synchronized void failed() {
    if (state != State.OPEN) return;
    state = State.FAILED;
    since = System.nanoTime();
    sending = null;
  }

  /** The connection is no more, and why when that is the viewer's doing. */
  void gone(@Nullable Cut why) {
    State before;
    synchronized (this) {
      before = state;
      state = State.GONE;
      sending = null;
    }
    if (before == State.CLOSING || before == State.GONE) return;
    if (why == null) metrics.viewersLeft.inc();
    else metrics.cut(why);
  }

  /** How many of the log's lines are neither sent nor in flight. */
  synchronized long backlog(long end) {
    return Math.max(0, end - cursor);
  }

  synchronized boolean isSending() {
    return sending != null;
  }

  synchronized boolean isMet() {
    return met;
  }

  synchronized boolean isGone() {
    return state == State.GONE;
  }

  /** It answered a ping. */
  synchronized void ponged() {
    asking = false;
    met = true;
  }

  /** It sent a ping or a pong; false when that was one too many. */
  boolean controls() {
    synchronized (this) {
      if (++controls <= MOST_CONTROLS) return true;
    }
    close(Cut.FLOODING);
    return false;
  }

  /**
   * Pings it, unless a ping is out already. What is in flight does not count for an answer: it may have got no
   * farther than a proxy.
   *
   * @param now {@link System#nanoTime()}
   */
  void ping(long now) {
    synchronized (this) {
      controls = 0;
      if (state != State.OPEN || asking) return;
      asking = true;
      asked = now;
    }
    socket.ping();
  }

  /**
   * Cuts it when it has not taken a frame or answered a ping for too long, and drops it when it does not take the
   * close frame either.
   *
   * @param now {@link System#nanoTime()}
   * @return why it was cut now, or null
   */
  @Nullable
  Cut check(long now, Patience patience) {
    Cut why;
    synchronized (this) {
      if (state == State.GONE) return null;
      if (state == State.OPEN && sending != null && now - since > patience.frame().toNanos()) {
        why = met ? Cut.STALLED : Cut.ABSENT;
      } else if (state == State.OPEN && asking && now - asked > patience.pong().toNanos()) {
        why = met ? Cut.SILENT : Cut.ABSENT;
      } else {
        why = null;
        if (state == State.OPEN || now - since <= patience.close().toNanos()) return null;
      }
    }
    if (why == null) socket.drop();
    else close(why);
    return why;
  }

  /** Ends it with a close frame, unless it ends already. */
  void close(Cut why) {
    close(why, why.text);
  }

  /** Ends it with a close frame that says something else than usual, unless it ends already. */
  void close(Cut why, String reason) {
    synchronized (this) {
      if (state != State.OPEN) return;
      state = State.CLOSING;
      since = System.nanoTime();
      sending = null;
    }
    metrics.cut(why);
    socket.close(why.code, reason);
  }

  /** Sends what it has not seen, or ends it when it has seen all. */
  void finish(Cut why, String reason) {
    advance();
    synchronized (this) {
      Window window = log.window();
      if (sending != null || (window != null && cursor < window.next)) return;
    }
    close(why, reason);
  }
}
