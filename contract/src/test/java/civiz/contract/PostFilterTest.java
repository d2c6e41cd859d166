package civiz.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PostFilterTest {
  static Stream<Arguments> cases() {
    return Golden.cases("filters.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aFilterIsReadAsTheContractSays(String name, JsonNode one) {
    String text = one.get("filter").stringValue();
    if (one.has("error")) {
      assertThatIllegalArgumentException().isThrownBy(() -> PostFilter.parse(text))
          .withMessageContaining(one.get("error").stringValue());
      return;
    }
    PostFilter filter = PostFilter.parse(text);
    List<String> terms = one.get("terms").valueStream().map(JsonNode::stringValue).toList();
    assertThat(filter.terms()).isEqualTo(terms);
    assertThat(PostFilter.parse(String.join(" ", filter.terms())).terms()).as("what is written is read again")
        .isEqualTo(terms);
    for (JsonNode pair : one.get("posts"))
      assertThat(filter.matches(post(pair.get(1)))).as("%s", pair).isEqualTo(pair.get(0).booleanValue());
  }

  private static Post post(JsonNode of) {
    String source = of.path("source").asString("x");
    ObjectNode feature = Json.MAPPER.createObjectNode().put("type", "Feature").put("id", source + ":1");
    boolean exact = of.path("exact").asBoolean(true);
    feature.set("geometry", Json.parse("""
        {"type":"Point","coordinates":[-87.6298,41.8781]}""".getBytes(UTF_8)));
    ObjectNode properties = feature.putObject("properties").put("source", source)
        .put("precision", exact ? "point" : "place").put("created", "2026-11-21T09:00:00Z")
        .put("text", of.path("text").asString(""));
    if (of.has("lang")) properties.set("lang", of.get("lang"));
    if (of.has("hashtags")) properties.set("hashtags", of.get("hashtags"));
    if (of.has("place")) properties.putObject("place").set("name", of.get("place"));
    if (of.has("handle")) properties.putObject("author").put("name", "").set("handle", of.get("handle"));
    for (int i = 0; i < of.path("media").asInt(0); i++)
      properties.withArray("media").addObject().put("kind", "photo");
    return PostJson.read(Json.MAPPER.writeValueAsBytes(feature));
  }

  @Test
  void aFilterThatIsTooLongIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PostFilter.parse("a".repeat(501)))
        .withMessageContaining("the filter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"\"\"\"\"", "-----", "\ud800", "#@#@", "\u0301\u0301"})
  void whateverIsWrittenIsRead(String hostile) {
    PostFilter filter = PostFilter.parse(hostile);
    assertThat(filter.terms()).hasSizeLessThan(3);
  }
}
