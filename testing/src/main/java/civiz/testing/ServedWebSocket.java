package civiz.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The server's end of one WebSocket (RFC 6455), frame by frame, so that a test can also send what no server should.
 * Any thread may write; one reads.
 */
final class ServedWebSocket {
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int FINAL = 0x80;

  private final Socket socket;
  private final DataOutputStream out;
  private volatile boolean silent;

  /** Answers the opening handshake. */
  ServedWebSocket(Socket socket, String key) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    out = new DataOutputStream(socket.getOutputStream());
    out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1")
          .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-1", e);
    }
  }

  void text(String message) throws IOException {
    if (!silent) frame(FINAL | TEXT, message.getBytes(StandardCharsets.UTF_8));
  }

  /** One message in frames of so many bytes, which end in mid-character, with a ping between them. */
  synchronized void fragments(String message, int size) throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += size) {
      int to = Math.min(from + size, bytes.length);
      int last = to == bytes.length ? FINAL : 0;
      frame(last | (from == 0 ? TEXT : CONTINUATION), Arrays.copyOfRange(bytes, from, to));
      if (last == 0) frame(FINAL | PING, new byte[]{1});
    }
  }

  /** A text frame that announces more bytes than are sent. */
  synchronized void announce(long length, String sent) throws IOException {
    out.write(FINAL | TEXT);
    out.write(127);
    out.writeLong(length);
    out.write(sent.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  synchronized void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void close(int code) throws IOException {
    frame(FINAL | CLOSE, new byte[]{(byte) (code >> 8), (byte) code});
  }

  /** Does not wait for a write that hangs, and leaves no time to say goodbye. */
  void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Sends no text and no pong from now on. */
  void goSilent() {
    silent = true;
  }

  /** Reads the client's frames and answers its pings; returns when it has closed. */
  void read() throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      byte[] payload = payload(in);
      if (opcode == PING && !silent) frame(FINAL | PONG, payload);
      if (opcode == CLOSE) return;
    }
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) length = in.readUnsignedShort();
    if (length == 127) throw new IOException("no client of these tests sends so much");
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++)
      payload[i] ^= mask[i % 4];
    return payload;
  }

  private synchronized void frame(int first, byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 10);
    DataOutputStream frame = new DataOutputStream(bytes);
    frame.write(first);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else if (payload.length < 1 << 16) {
      frame.write(126);
      frame.writeShort(payload.length);
    } else {
      frame.write(127);
      frame.writeLong(payload.length);
    }
    frame.write(payload);
    out.write(bytes.toByteArray());
    out.flush();
  }
}
