package civiz.web;

import static civiz.web.TestLines.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.Retraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FragmentTest {
  private static Fragment fragment(int from, int to) {
    StringBuilder raw = new StringBuilder();
    List<Line> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      raw.append(new String(TestLines.event(i), UTF_8)).append('\n');
      lines.add(new Line(i, i, i, ("test:" + i).hashCode(), "test:author".hashCode()));
    }
    byte[] bytes = raw.toString().getBytes(UTF_8);
    return Fragment.of(bytes, bytes.length, lines);
  }

  private static List<Long> numbers(@Nullable Fragment fragment) {
    return fragment == null ? List.of() : TestLines.numbers(lines(new Message(List.of(fragment), 0)));
  }

  @Test
  void fragmentsPutOneAfterAnotherAreOneStream() {
    Message apart = new Message(List.of(fragment(0, 90), fragment(90, 180), fragment(180, 500)), 500);
    assertThat(apart.parts()).hasSize(1);
    assertThat(TestLines.numbers(lines(apart))).hasSize(500).isSorted();
  }

  @Test
  void largeFragmentsAreSentApartAsTheyAre() {
    List<Fragment> large = List.of(fragment(0, 3000), fragment(3000, 6000));
    Message message = new Message(large, 6000);
    assertThat(message.parts()).isEqualTo(large);
    assertThat(TestLines.numbers(lines(message))).hasSize(6000).isSorted();
  }

  @Test
  void sendersShareTheBytesAndNotThePosition() {
    Fragment fragment = fragment(0, 10);
    fragment.buffer(true).get();
    assertThat(fragment.buffer(true).position()).isZero();
    assertThat(fragment.buffer(true).array()).isSameAs(fragment.buffer(false).array());
  }

  @Test
  void mergingKeepsTheLinesAndTakesLessRoom() {
    List<Fragment> parts = new ArrayList<>();
    for (int i = 0; i < 50; i++)
      parts.add(fragment(i, i + 1));
    Fragment merged = Fragment.merge(parts);
    assertThat(numbers(merged)).hasSize(50).isSorted();
    assertThat(merged.size() * 3).isLessThan(parts.stream().mapToInt(Fragment::size).sum());
  }

  @Test
  void aCutBeginsExactlyAtThePosition() {
    Fragment fragment = fragment(10, 20);
    for (int at = 10; at < 20; at++)
      assertThat(numbers(fragment.from(at))).first().isEqualTo((long) at);
    assertThat(fragment.from(20)).isNull();
    assertThat(fragment.from(3)).isSameAs(fragment);
  }

  @Test
  void whatIsTakenBackIsGoneAndTheRestStays() {
    Fragment left = fragment(1, 10).without(new Retraction.OfPost("test:4"));
    assertThat(numbers(left)).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);
    assertThat(numbers(fragment(1, 10).without(new Retraction.OfAuthor("test:author", "test:6"))))
        .containsExactly(7L, 8L, 9L);
    assertThat(fragment(1, 10).without(new Retraction.OfAuthor("test:author", null))).isNull();
  }

  @Test
  void aHashCodeAloneTakesNothingBack() {
    Fragment fragment = fragment(0, 3);
    // "AaAa" and "BBBB" have the same hash code
    List<Line> lines = List.of(new Line(0, 0, 0, "test:BBBB".hashCode(), 0));
    byte[] line = ("{\"post\":" + TestPublisher.post("test:BBBB", "test:author", "", "open") + "}\n")
        .getBytes(UTF_8);
    Fragment other = Fragment.of(line, line.length, lines);
    assertThat("test:AaAa".hashCode()).isEqualTo("test:BBBB".hashCode());
    assertThat(other.without(new Retraction.OfPost("test:AaAa"))).isSameAs(other);
    assertThat(other.without(new Retraction.OfPost("test:BBBB"))).isNull();
    assertThat(fragment.without(new Retraction.OfPost("test:AaAa"))).isSameAs(fragment);
  }

  @Test
  void bytesThatCannotBeDeflatedFitToo() {
    for (int size : new int[]{0, 1, 100, 16_383, 16_384, 100_000, 1_000_000}) {
      byte[] noise = new byte[size];
      new Random(size).nextBytes(noise);
      assertThat(Deflate.inflate(Deflate.deflate(noise, size), size)).isEqualTo(noise);
    }
  }
}
