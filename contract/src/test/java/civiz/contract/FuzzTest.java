package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever arrives, nothing but an {@link IllegalArgumentException} comes out. */
class FuzzTest {
  private static final Instant ARRIVED = Instant.parse("2026-11-21T09:30:00Z");
  private static final List<String> PIECES = List.of("{", "}", "[", "]", ":", ",", "\"", "null", "true", "-",
      "1e999999",
      "1e400", "-1e-400", "9".repeat(400), "\"id\":", "\"epoch\":\"9f3a\",", "\"seq\":1,", "\"post\":{",
      "\"retract\":{",
      "\"properties\":{", "\"coordinates\":", "\\ud800", "\\u0000", "\n", "\u0000", "\"type\":\"Feature\",",
      "[[[[");

  @Test
  void randomBytesAreRefused() {
    Random random = Seed.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (random.nextBoolean() && bytes.length > 0) bytes[0] = '{';
      tryAll(bytes);
    }
  }

  @Test
  void brokenMessagesAreReadOrRefused() {
    Random random = Seed.random();
    List<byte[]> messages = Stream
        .of("posts.json", "features.json", "events.json", "lines.json", "invalid.json")
        .flatMap(Golden::cases).map(arguments -> Golden.message((JsonNode) arguments.get()[1])).toList();
    for (int i = 0; i < 40_000; i++) {
      byte[] message = messages.get(random.nextInt(messages.size()));
      for (int times = random.nextInt(1, 4); times > 0; times--)
        message = broken(message, random);
      tryAll(message);
    }
  }

  /** A bit turned, a piece cut out, doubled or put in. */
  private static byte[] broken(byte[] message, Random random) {
    if (message.length == 0) return message;
    int at = random.nextInt(message.length);
    int to = Math.min(message.length, at + random.nextInt(30));
    byte[] out = message.clone();
    switch (random.nextInt(4)) {
      case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> out = joined(message, at, new byte[0], to);
      case 2 -> out = joined(message, to, Arrays.copyOfRange(message, at, to), to);
      default -> out = joined(message, at,
          PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8),
          random.nextBoolean() ? at : to);
    }
    return out;
  }

  private static byte[] joined(byte[] message, int end, byte[] middle, int start) {
    byte[] out = Arrays.copyOf(message, end + middle.length + message.length - start);
    System.arraycopy(middle, 0, out, end, middle.length);
    System.arraycopy(message, start, out, end + middle.length, message.length - start);
    return out;
  }

  private static void tryAll(byte[] bytes) {
    attempt(bytes, () -> {
      FeedEvent event = FeedEvent.read(bytes);
      if (event.epoch() != null)
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
    });
    attempt(bytes, () -> survives(PostJson.read(bytes)));
    attempt(bytes, () -> survives(PostJson.readFeature(bytes, ARRIVED)));
  }

  private static void survives(Post post) {
    byte[] json = PostJson.write(post);
    assertThatCode(() -> assertThat(PostJson.read(json)).isEqualTo(post)).doesNotThrowAnyException();
    String event = "{\"epoch\":\"9f3a\",\"seq\":1,\"post\":" + new String(json, StandardCharsets.UTF_8) + "}";
    assertThatCode(
        () -> assertThat(FeedEvent.read(event.getBytes(StandardCharsets.UTF_8)).id()).isEqualTo(post.id()))
        .doesNotThrowAnyException();
  }

  private static void attempt(byte[] bytes, Runnable reader) {
    try {
      reader.run();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\p{Zl}\\p{Zp}]");
    } catch (RuntimeException | StackOverflowError e) {
      fail(HexFormat.of().formatHex(bytes), e);
    }
  }
}
