package civiz.benchmarks;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** WebSocket framing (RFC 6455, 5.2) as a client needs it: reads what a server sends, writes small frames. */
final class Frames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  /** The length that fits the second byte; the two values above it say that two or eight bytes follow. */
  private static final int SMALL = 125;

  private Frames() {}

  /** Takes a frame: the payload's bytes stand at an index of the buffer, whose position does not matter. */
  interface Sink {
    void frame(int opcode, boolean last, ByteBuffer in, int start, int length) throws ProtocolException;
  }

  /**
   * Hands on every whole frame. The buffer's position is then after the last one.
   *
   * @throws ProtocolException when a server may not send this: masked, with reserved bits, longer than the buffer
   */
  static void read(ByteBuffer in, Sink sink) throws ProtocolException {
    while (in.remaining() >= 2) {
      int start = in.position();
      int first = in.get(start) & 0xff;
      int second = in.get(start + 1) & 0xff;
      if ((first & 0x70) != 0) throw new ProtocolException("a frame has reserved bits: " + first);
      if ((second & MASKED) != 0) throw new ProtocolException("a frame is masked");
      int header = second <= SMALL ? 2 : second == SMALL + 1 ? 4 : 10;
      if (in.remaining() < header) return;
      long length = switch (header) {
        case 2 -> second;
        case 4 -> in.getShort(start + 2) & 0xffff;
        default -> in.getLong(start + 2);
      };
      if (length < 0 || header + length > in.capacity())
        throw new ProtocolException("a frame of " + length + " bytes is more than there is room for");
      if (in.remaining() < header + length) return;
      in.position(start + header + (int) length);
      sink.frame(first & 0x0f, (first & FIN) != 0, in, start + header, (int) length);
    }
  }

  /** A masked frame of at most 125 bytes. */
  static ByteBuffer write(int opcode, byte[] payload) {
    if (payload.length > SMALL) throw new IllegalArgumentException("too long: " + payload.length);
    int mask = ThreadLocalRandom.current().nextInt();
    ByteBuffer out = ByteBuffer.allocate(6 + payload.length).put((byte) (FIN | opcode))
        .put((byte) (MASKED | payload.length)).putInt(mask);
    for (int i = 0; i < payload.length; i++)
      out.put((byte) (payload[i] ^ mask >> 8 * (3 - i % 4)));
    return out.flip();
  }
}
