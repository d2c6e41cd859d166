package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The schema and the Java say the same, as far as a schema can. */
class SchemaTest {
  private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
      .getSchema(new String(Golden.resource("post.schema.json"), StandardCharsets.UTF_8));

  static Stream<Arguments> posts() {
    return Golden.cases("posts.json");
  }

  static Stream<Arguments> invalid() {
    return Golden.cases("invalid.json").filter(arguments -> {
      JsonNode one = (JsonNode) arguments.get()[1];
      return one.get("as").stringValue().equals("post") && !one.has("schema");
    });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("posts")
  void aPostIsValid(String name, JsonNode one) {
    assertThat(errors(Golden.message(one))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("posts")
  void aPostAsJavaWritesItIsValid(String name, JsonNode one) {
    assertThat(errors(PostJson.write(PostJson.read(Golden.message(one))))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void whatJavaRefusesIsInvalid(String name, JsonNode one) {
    assertThat(errors(Golden.message(one))).isNotEmpty();
  }

  @Test
  void anyPostThatJavaWritesIsValid() {
    Random random = Seed.random();
    for (int i = 0; i < 500; i++) {
      byte[] json = PostJson.write(RandomPost.next(random));
      assertThat(errors(json)).as(new String(json, StandardCharsets.UTF_8)).isEmpty();
    }
  }

  private static List<Error> errors(byte[] json) {
    return SCHEMA.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }
}
