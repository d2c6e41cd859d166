package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedStateTest {
  private final FeedState state = new FeedState();

  @BeforeEach
  void connect() {
    state.connect();
  }

  @Test
  void keepsPostsUntilTheyAreTakenBack() {
    take(hello("a", 0, false));
    take(post(1, "x:1", "x:42"), post(2, "x:2", "x:7"), post(3, "x:3", "x:42"));
    take("{\"epoch\":\"a\",\"seq\":4,\"retract\":{\"id\":\"x:2\"}}");
    assertThat(state.posts).containsOnlyKeys("x:1", "x:3");
    take("{\"epoch\":\"a\",\"seq\":5,\"retract\":{\"author\":\"x:42\",\"upTo\":\"x:2\"}}");
    assertThat(state.posts).containsOnlyKeys("x:3");
    assertThat(state.taken).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(state.complaints).isEmpty();
  }

  @Test
  void isWhereTheHelloSaysAlsoWhenTheLastNumbersLeftTheLog() {
    take(hello("a", 9, false), post(7, "x:7", "x:42"));
    assertThat(state.position()).isEqualTo("a:9");
    assertThat(state.complaints).isEmpty();
  }

  @Test
  void forgetsEverythingWhenToldSo() {
    take(hello("a", 1, false), post(1, "x:1", "x:42"));
    state.connect();
    take(hello("b", 5, false), "{\"epoch\":\"b\",\"seq\":5," + post(5, "x:5", "x:42").substring(21));
    assertThat(state.posts).containsOnlyKeys("x:5");
    assertThat(state.taken).containsExactly(5L);
    assertThat(state.resets).isOne();
    assertThat(state.complaints).isEmpty();
  }

  @Test
  void complainsOfADuplicate() {
    take(hello("a", 1, false), post(1, "x:1", "x:42"));
    take(post(1, "x:1", "x:42"));
    assertThat(state.complaints).containsExactly("event 1 came after 1");
  }

  @Test
  void complainsOfAResumeIntoAnotherEpoch() {
    take(hello("a", 0, false));
    state.connect();
    take(hello("b", 0, true));
    assertThat(state.complaints).containsExactly("resumed from epoch a into b");
  }

  @Test
  void complainsOfAnEventBeforeTheHelloAndOfDamage() {
    take(post(1, "x:1", "x:42"));
    state.take(new byte[]{1, 2, 3});
    assertThat(state.complaints).hasSize(2);
    assertThat(state.posts).isEmpty();
  }

  private static String hello(String epoch, long seq, boolean resumed) {
    return "{\"hello\":{\"epoch\":\"%s\",\"seq\":%d,\"resumed\":%s}}".formatted(epoch, seq, resumed);
  }

  private static String post(long seq, String id, String author) {
    return "{\"epoch\":\"a\",\"seq\":%d,\"post\":{\"type\":\"Feature\",\"id\":\"%s\",\"properties\":{\"author\":{\"id\":\"%s\"}}}}"
        .formatted(seq, id, author);
  }

  private void take(String... lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(6, true))) {
      for (String line : lines)
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    state.take(bytes.toByteArray());
  }
}
