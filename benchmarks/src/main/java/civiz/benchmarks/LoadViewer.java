package civiz.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection of the load client, and what it has seen. Used by the client's thread. */
final class LoadViewer implements Frames.Sink {
  /** Local addresses, so that ten thousand connections do not run out of ports. */
  private static final int ADDRESSES = 16;
  /** A stalled reader's, so that the server feels it soon. */
  private static final int SMALL_BUFFER = 4_096;
  private static final byte[] NOTHING = {};
  /** A viewer keeps its buffer for the beginning of a frame up to this size. */
  private static final int KEPT = 4_096;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);

  /** What a server that goes away says in its close frame, of when to come back: seconds (contract/README.md). */
  private static final Pattern RETRY = Pattern.compile("retry (\\d+\\.\\d{3})");

  private enum State {
    CLOSED, CONNECTING, UPGRADING, OPEN
  }

  /** What the viewer needs of its client. */
  interface Host {
    /** Where the next connection goes. */
    InetSocketAddress server();

    Dialect dialect();

    Selector selector();

    /** Shared by all viewers, empty between reads. */
    ByteBuffer buffer();

    Payloads payloads();

    Deliveries deliveries();

    /** The connection has ended without the client's will. */
    void lost(LoadViewer viewer);
  }

  private final Host host;
  private final int number;
  private final Continuity continuity;
  private State state = State.CLOSED;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private byte[] rest = NOTHING;
  private int restLength;
  private boolean inMessage;
  private boolean recorded = true;
  private boolean smallBuffer;
  private InetSocketAddress server = new InetSocketAddress(0);
  private long retryNanos;
  private long openedAt;
  private long caughtUpAt;
  private int losses;

  LoadViewer(Host host, int number) {
    this.host = host;
    this.number = number;
    continuity = new Continuity(host.deliveries().faults);
  }

  /** From now on it stands apart: its latency is not recorded, and its next connection has a small buffer. */
  void setApart() {
    recorded = false;
    smallBuffer = true;
  }

  /** Reads again, or stops reading. */
  void read(boolean reads) {
    if (key != null && key.isValid()) key.interestOps(reads ? SelectionKey.OP_READ : 0);
  }

  /** Comes back as someone new. */
  void forget() {
    continuity.forget();
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** When it had everything from before it came, {@link System#nanoTime()}; 0 until then. */
  long caughtUpAt() {
    return caughtUpAt;
  }

  /** After how long the server that went away said to come back; 0 when it said nothing. */
  long retryNanos() {
    return retryNanos;
  }

  /** When its latest connection stood, {@link System#nanoTime()}. */
  long openedAt() {
    return openedAt;
  }

  /** The server of its latest connection. */
  InetSocketAddress server() {
    return server;
  }

  /** How often its connection ended without its will. */
  int losses() {
    return losses;
  }

  /** Connects, with {@code since} when it was here before. */
  void connect() {
    inMessage = false;
    restLength = 0;
    caughtUpAt = 0;
    retryNanos = 0;
    server = host.server();
    continuity.reconnects();
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      state = State.CONNECTING;
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (smallBuffer) opened.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
      byte last = (byte) (1 + number % ADDRESSES);
      opened.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 1, last}), 0));
      key = opened.register(host.selector(), SelectionKey.OP_CONNECT, this);
      if (opened.connect(server)) upgrade();
    } catch (IOException e) {
      lose(String.valueOf(e.getMessage()));
    }
  }

  /** The channel is ready for what it waits for. */
  void ready() {
    try {
      if (state == State.CONNECTING) {
        if (channel().finishConnect()) upgrade();
      } else {
        read();
      }
    } catch (IOException e) {
      lose(String.valueOf(e.getMessage()));
    }
  }

  private void upgrade() throws IOException {
    state = State.UPGRADING;
    read(true);
    String request = "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        .formatted(host.dialect().path(continuity.since()), server.getHostString(), server.getPort())
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
  }

  private void read() throws IOException {
    ByteBuffer in = host.buffer().clear().put(rest, 0, restLength);
    int more = channel().read(in);
    if (more < 0) throw new IOException("end of stream");
    host.deliveries().bytes += more;
    in.flip();
    if (state == State.UPGRADING) readHead(in);
    if (state == State.OPEN) Frames.read(in, this);
    keep(in);
  }

  /** The beginning of a frame waits for the rest of it. */
  private void keep(ByteBuffer in) {
    restLength = state == State.CLOSED ? 0 : in.remaining();
    if (rest.length < restLength) rest = new byte[restLength];
    in.get(rest, 0, restLength);
    if (restLength == 0 && rest.length > KEPT) rest = NOTHING;
  }

  private void readHead(ByteBuffer in) throws IOException {
    for (int at = in.position(); at <= in.limit() - END_OF_HEAD.length; at++) {
      if (in.getInt(at) != ByteBuffer.wrap(END_OF_HEAD).getInt()) continue;
      byte[] head = new byte[at - in.position()];
      in.get(head);
      String status = new String(head, US_ASCII).lines().findFirst().orElse("");
      if (!status.contains(" 101 ")) throw new IOException("refused: " + status);
      in.position(at + END_OF_HEAD.length);
      state = State.OPEN;
      openedAt = System.nanoTime();
      return;
    }
  }

  @Override
  public void frame(int opcode, boolean last, ByteBuffer in, int start, int length) throws ProtocolException {
    switch (opcode) {
      case Frames.TEXT, Frames.BINARY, Frames.CONTINUATION -> {
        if (inMessage != (opcode == Frames.CONTINUATION))
          throw new ProtocolException(
              "opcode " + opcode + (inMessage ? " within" : " outside") + " a message");
        inMessage = !last;
        if (host.dialect() != Dialect.SOCKET_IO || isEvent(in, start, length))
          take(host.payloads().get(in, start, length));
      }
      case Frames.PING -> {
        byte[] payload = new byte[length];
        in.get(start, payload);
        send(Frames.PONG, payload);
      }
      case Frames.PONG -> {
      }
      case Frames.CLOSE -> {
        byte[] code = new byte[Math.min(2, length)];
        in.get(start, code);
        byte[] reason = new byte[length - code.length];
        in.get(start + code.length, reason);
        Matcher retry = RETRY.matcher(new String(reason, US_ASCII));
        if (retry.matches())
          retryNanos = (long) (Double.parseDouble(retry.group(1)) * TimeUnit.SECONDS.toNanos(1));
        send(Frames.CLOSE, code);
        throw new ProtocolException(length < 2 ? "closed" : "closed " + (in.getShort(start) & 0xffff));
      }
      default -> throw new ProtocolException("opcode " + opcode);
    }
  }

  /** Answers what is not an event: the engine's opening and its pings. */
  private boolean isEvent(ByteBuffer in, int start, int length) {
    byte type = length > 0 ? in.get(start) : 0;
    if (type == '0') send(Frames.TEXT, "40".getBytes(US_ASCII));
    if (type == '2') send(Frames.TEXT, "3".getBytes(US_ASCII));
    return type == '4' && length > 1 && in.get(start + 1) == '2';
  }

  private void take(Payload payload) {
    long now = System.nanoTime();
    boolean live = continuity.take(payload);
    if (live) host.deliveries().live(payload, now, recorded);
    else host.deliveries().history += payload.sent().length;
    if (caughtUpAt == 0 && continuity.isCaughtUp()) caughtUpAt = now;
  }

  private void send(int opcode, byte[] payload) {
    try {
      write(Frames.write(opcode, payload));
    } catch (IOException e) {
      // the next read will tell
    }
  }

  /** What a client says is so little that it always fits the socket's buffer. */
  private void write(ByteBuffer bytes) throws IOException {
    channel().write(bytes);
    if (bytes.hasRemaining()) throw new IOException("the server does not read");
  }

  private SocketChannel channel() {
    if (channel == null) throw new IllegalStateException("not connected");
    return channel;
  }

  private void lose(String how) {
    losses++;
    host.deliveries().ended(how);
    close();
    host.lost(this);
  }

  /** Ends the connection, without a word. */
  void close() {
    state = State.CLOSED;
    try {
      if (channel != null) channel.close();
    } catch (IOException e) {
      // it is gone all the same
    }
  }
}
