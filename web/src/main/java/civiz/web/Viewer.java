package civiz.web;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One browser or script that looks on: a position in the area's log, and at most one message in flight. The fan-out's
 * thread calls {@link #advance}; when a send completes, the server's thread does, so a viewer that was busy gets all
 * it missed as one message. A slow one keeps nothing but its place; one that takes nothing for too long, or does not
 * answer a ping, is cut and may come back.
 */
final class Viewer {
  /** A frame of at most some 100 KB that is not taken within this is not slowness any more. */
  static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(30);
  /** How long a cut viewer has to take the close frame before its connection is dropped. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The connection to it. Each call returns at once. */
  interface Socket {
    /** Sends a frame of a binary message, then calls {@link Viewer#sent} or {@link Viewer#gone}. */
    void send(ByteBuffer frame, boolean last);

    /** Sends a frame of a text message, then calls {@link Viewer#sent} or {@link Viewer#gone}. */
    void send(String frame, boolean last);

    /** Sends a ping, whose answer calls {@link Viewer#ponged}. */
    void ping();

    /** Sends a close frame after what is in flight. */
    void close(int code, String reason);

    /** Drops the connection, which calls {@link Viewer#gone}. */
    void drop();
  }

  /** The server goes away (RFC 6455, 7.4.1). */
  static final int GOING_AWAY = 1001;
  /** Too slow, or it sent something (RFC 6455, 7.4.1: policy violation). */
  static final int POLICY = 1008;

  private final FeedLog log;
  private final Socket socket;
  private final boolean text;
  private long cursor;
  private @Nullable Message sending;
  private int part;
  private long since;
  private boolean pinged;
  private State state = State.OPEN;

  private enum State {
    OPEN, CLOSING, GONE
  }

  /** @param text whether it wants lines of text, which is an export */
  Viewer(FeedLog log, Socket socket, boolean text) {
    this.log = log;
    this.socket = socket;
    this.text = text;
  }

  /** Sends the first message: what came after the event it has, or everything. Called once, before anything else. */
  void open(@Nullable Since position) {
    Window window = log.window();
    if (window == null) throw new IllegalStateException("a viewer was let in before the log was read");
    Message message = window.opening(position);
    synchronized (this) {
      take(message);
    }
    sendPart(message, 0);
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
    if (text) {
      socket.send(fragment.text(), last);
    } else {
      socket.send(fragment.buffer(last), last);
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
      since = System.nanoTime();
      if (next == message.parts().size()) sending = null;
    }
    if (next < message.parts().size()) {
      sendPart(message, next);
    } else {
      advance();
    }
  }

  /** The connection is no more. */
  synchronized void gone() {
    state = State.GONE;
    sending = null;
  }

  synchronized boolean isSending() {
    return sending != null;
  }

  synchronized boolean isGone() {
    return state == State.GONE;
  }

  /** It answered a ping. */
  synchronized void ponged() {
    pinged = false;
  }

  /** Pings it, or drops it when the last ping was not answered. What is in flight says as much as a ping would. */
  void ping() {
    boolean dead;
    synchronized (this) {
      if (state != State.OPEN || sending != null) return;
      dead = pinged;
      pinged = true;
    }
    if (dead) {
      socket.drop();
    } else {
      socket.ping();
    }
  }

  /**
   * Cuts it when it has not taken a frame for too long, and drops it when it does not take the close frame either.
   *
   * @param now {@link System#nanoTime()}
   * @return whether it was cut now
   */
  boolean check(long now) {
    boolean stalled;
    synchronized (this) {
      stalled = state == State.OPEN && sending != null && now - since > STALL_NANOS;
      if (!stalled && !(state == State.CLOSING && now - since > LINGER_NANOS)) return false;
    }
    if (stalled) {
      close(POLICY, "too slow");
    } else {
      socket.drop();
    }
    return stalled;
  }

  /** Ends it with a close frame. */
  void close(int code, String reason) {
    synchronized (this) {
      if (state != State.OPEN) return;
      state = State.CLOSING;
      since = System.nanoTime();
      sending = null;
    }
    socket.close(code, reason);
  }
}
