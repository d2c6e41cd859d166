package civiz.collector.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplayLinesTest {
  private static ReplayLines lines(String text) throws IOException {
    return new ReplayLines(new ByteArrayInputStream(text.getBytes(UTF_8)), false);
  }

  private static String next(ReplayLines lines) throws IOException {
    return new String(Objects.requireNonNull(lines.next()), UTF_8);
  }

  @Test
  void theLastLineNeedsNoEndAndBlankOnesCount() throws IOException {
    try (ReplayLines lines = lines("one\n\nżółć 🍅")) {
      assertThat(next(lines)).isEqualTo("one");
      assertThat(next(lines)).isEmpty();
      assertThat(next(lines)).isEqualTo("żółć 🍅");
      assertThat(lines.number()).isEqualTo(3);
      assertThat(lines.next()).isNull();
    }
  }

  @Test
  void aLineOfAGigabyteIsRefusedWithoutBeingHeldAndTheNextOneIsRead() throws IOException {
    long gigabyte = 1L << 30;
    InputStream endless = new InputStream() {
      private long left = gigabyte;

      @Override
      public int read() {
        return left-- > 0 ? 'x' : left == -1 ? '\n' : left == -2 ? '!' : -1;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        if (left > length) {
          Arrays.fill(buffer, offset, offset + length, (byte) 'x');
          left -= length;
          return length;
        }
        int b = read();
        if (b < 0) return -1;
        buffer[offset] = (byte) b;
        return 1;
      }
    };
    try (ReplayLines lines = new ReplayLines(endless, false)) {
      assertThatIllegalArgumentException().isThrownBy(lines::next).withMessageContaining("1073741824 bytes");
      assertThat(next(lines)).isEqualTo("!");
    }
  }

  @Test
  void theLongestLineFits() throws IOException {
    try (ReplayLines lines = lines(
        "x".repeat(ReplayLines.LONGEST) + "\n" + "x".repeat(ReplayLines.LONGEST + 1))) {
      assertThat(next(lines)).hasSize(ReplayLines.LONGEST);
      assertThatIllegalArgumentException().isThrownBy(lines::next);
      assertThat(lines.next()).isNull();
    }
  }
}
