package civiz.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;

/** The golden messages, which the tests of the scripts read too. */
final class Golden {
  private Golden() {}

  /** The cases of a file, each as its name and the case itself. */
  static Stream<Arguments> cases(String file) {
    return StreamSupport.stream(Json.parse(resource("golden/" + file)).spliterator(), false)
        .map(one -> Arguments.of(one.get("name").stringValue(), one));
  }

  /** The message as it crosses. */
  static byte[] message(JsonNode one) {
    return one.has("raw")
        ? one.get("raw").stringValue().getBytes(StandardCharsets.UTF_8)
        : Json.MAPPER.writeValueAsBytes(one.get("message"));
  }

  static byte[] resource(String name) {
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
