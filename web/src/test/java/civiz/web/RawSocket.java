package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The client's end of a WebSocket, byte by byte, so that it can be wrong (RFC 6455, 5.2). */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  /** The bit that says that a frame ends its message. */
  static final int FIN = 0x80;
  /** How it ended when no close frame came (RFC 6455, 7.1.5). */
  static final int ABNORMAL = 1006;
  private static final int MASKED = 0x80;
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final DataInputStream in;

  /** What the server sent. */
  static final class Frame {
    final byte[] payload;
    private final int first;

    Frame(int first, byte[] payload) {
      this.first = first;
      this.payload = payload;
    }

    boolean last() {
      return (first & FIN) != 0;
    }

    int opcode() {
      return first & 0xF;
    }

    /** Of a close frame; 1005 when it has none. */
    int code() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    String reason() {
      return payload.length < 3 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
    }
  }

  /**
   * Connects and says nothing yet.
   *
   * @param buffer how many bytes that it has not read its kernel takes at most; 0 for as many as it likes
   */
  RawSocket(int port, int buffer) {
    try {
      socket = new Socket();
      if (buffer > 0) socket.setReceiveBufferSize(buffer);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16 * 1024));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The request for an upgrade. */
  static byte[] request(String query) {
    return """
        GET /ws?%s HTTP/1.1\r
        Host: civiz.example\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """.formatted(query).getBytes(UTF_8);
  }

  /** A frame as a client has to send it. */
  static byte[] frame(int first, byte[] payload) {
    return frame(first, payload, true, payload.length);
  }

  /**
   * A frame.
   *
   * @param declared the length that its header tells
   */
  static byte[] frame(int first, byte[] payload, boolean masked, long declared) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    int mask = masked ? MASKED : 0;
    frame.put((byte) first);
    if (declared >= 0 && declared < 126) {
      frame.put((byte) (mask | declared));
    } else if (declared >= 0 && declared < 65_536) {
      frame.put((byte) (mask | 126)).putShort((short) declared);
    } else {
      frame.put((byte) (mask | 127)).putLong(declared);
    }
    if (masked) {
      byte[] key = {1, 2, 3, 4};
      frame.put(key);
      for (int i = 0; i < payload.length; i++)
        frame.put((byte) (payload[i] ^ key[i % 4]));
    } else {
      frame.put(payload);
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  /** A close frame's payload. */
  static byte[] closing(int code, byte... reason) {
    return ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array();
  }

  /** Sends bytes; false when the server has closed already. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends an upgrade and reads the answer's head; gives back the status, or 0 when there is none. */
  int upgrade(String query) {
    send(request(query));
    return status();
  }

  /** Reads the head of an answer; gives back its status, or 0 when the connection ends before. */
  int status() {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try {
      while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) return 0;
        head.write(next);
      }
    } catch (IOException e) {
      return 0;
    }
    return Integer.parseInt(head.toString(UTF_8).split(" ", 3)[1]);
  }

  /** Reads so many bytes of an answer's body. */
  byte[] body(int length) {
    try {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame; null when the connection ended without one. */
  @Nullable
  Frame read() {
    try {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte();
      if (length == 126) length = in.readUnsignedShort();
      else if (length == 127) length = in.readLong();
      byte[] payload = new byte[(int) length];
      in.readFully(payload);
      return new Frame(first, payload);
    } catch (SocketException | EOFException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the server ends it; gives back the close frame's code, or {@link #ABNORMAL}. */
  int awaitEnd() {
    for (Frame frame = read(); frame != null; frame = read()) {
      if (frame.opcode() == CLOSE) return frame.code();
    }
    return ABNORMAL;
  }

  /** Says that nothing more comes, and goes on listening. */
  void halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // the server was faster
    }
  }

  /** Ends without a word, as a process does that is killed. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // closed already
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
