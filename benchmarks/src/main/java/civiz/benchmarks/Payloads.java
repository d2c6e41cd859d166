package civiz.benchmarks;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Every viewer gets the same bytes, so each distinct frame is decoded once and then only recognized: by its CRC-32C,
 * its length and eight bytes out of its middle. An open-addressing table that forgets everything when it is half full.
 * Used by the client's thread.
 */
final class Payloads {
  private static final int BITS = 15;
  private static final int SLOTS = 1 << BITS;
  /** 2^64 divided by the golden ratio: spreads keys over the slots. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final boolean deflated;
  private final CRC32C crc = new CRC32C();
  private final long[] keys = new long[SLOTS];
  private final long[] middles = new long[SLOTS];
  private final @Nullable Payload[] values = new Payload[SLOTS];
  private int used;

  /** @param deflated whether frames are deflated */
  Payloads(boolean deflated) {
    this.deflated = deflated;
  }

  /** What the frame at an index of the buffer says. */
  Payload get(ByteBuffer in, int start, int length) throws ProtocolException {
    long key = (long) crc(in, start, length) << 32 | length;
    long middle = length < 8 ? 0 : in.getLong(start + (length - 8) / 2);
    int slot = (int) ((key ^ middle) * GOLDEN >>> 64 - BITS);
    for (Payload known = values[slot]; known != null; known = values[slot]) {
      if (keys[slot] == key && middles[slot] == middle) return known;
      slot = slot + 1 & SLOTS - 1;
    }
    byte[] bytes = new byte[length];
    in.get(start, bytes);
    Payload decoded = Payload.read(deflated ? Payload.inflate(bytes) : bytes);
    if (used >= SLOTS / 2) {
      Arrays.fill(values, null);
      used = 0;
    }
    keys[slot] = key;
    middles[slot] = middle;
    values[slot] = decoded;
    used++;
    return decoded;
  }

  private int crc(ByteBuffer in, int start, int length) {
    int position = in.position();
    int limit = in.limit();
    crc.reset();
    crc.update(in.limit(start + length).position(start));
    in.limit(limit).position(position);
    return (int) crc.getValue();
  }
}
