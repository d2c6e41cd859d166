package civiz.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final int[] SIZES = {0, 1, 125, 126, 127, 65_535, 65_536, 70_000, 3};

  @Test
  void framesComeOutWholeHoweverTheBytesAreCut() throws ProtocolException {
    Random random = new Random(1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<byte[]> expected = new ArrayList<>();
    for (int size : SIZES) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      expected.add(payload);
      all.writeBytes(ScriptedServer.frame(Frames.BINARY, true, payload));
    }
    List<byte[]> seen = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    byte[] bytes = all.toByteArray();
    for (int at = 0; at < bytes.length;) {
      int some = Math.min(bytes.length - at, 1 + random.nextInt(9_000));
      buffer.put(bytes, at, some).flip();
      Frames.read(buffer, (opcode, last, in, start, length) -> {
        byte[] payload = new byte[length];
        in.get(start, payload);
        seen.add(payload);
      });
      buffer.compact();
      at += some;
    }
    assertThat(buffer.position()).isZero();
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void whatNoServerMaySendIsRefused() {
    refused("masked", 0x81, 0x80);
    refused("reserved", 0xc1, 0);
    refused("room", 0x82, 127, 0, 0, 0, 0, 1, 0, 0, 0);
  }

  private static void refused(String why, int... bytes) {
    ByteBuffer in = ByteBuffer.allocate(1_000);
    for (int b : bytes)
      in.put((byte) b);
    assertThatThrownBy(() -> Frames.read(in.flip(), (opcode, last, buffer, start, length) -> {}))
        .isInstanceOf(ProtocolException.class).hasMessageContaining(why);
  }
}
