package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportTest {
  private static String text(String lines) {
    return Export.text(lines.getBytes(UTF_8));
  }

  @Test
  void whatIsOpenPassesWhole() {
    String line = "{\"epoch\":\"e\",\"seq\":1,\"post\":%s}\n"
        .formatted(TestPublisher.post("x:1", "x:2", "té😀xt", "open"));
    assertThat(text(line)).isEqualTo(line);
  }

  @Test
  void whatSaysNothingOfItsRightsIsReduced() {
    String post = TestPublisher.post("x:1", "x:2", "secret", "open").replace(",\"rights\":\"open\"", "");
    assertThat(text("{\"post\":" + post + "}\n")).isEqualTo("{\"post\":{\"type\":\"Feature\",\"id\":\"x:1\","
        + "\"geometry\":null,\"properties\":{\"source\":\"test\",\"url\":\"https://example.com/1\",\"rights\":\"display\"}}}\n");
  }

  @Test
  void aPostThatOnlySpeaksOfOpenIsReduced() {
    String post = TestPublisher.post("x:1", "x:2", "\\\"rights\\\":\\\"open\\\"", "display");
    assertThat(text("{\"post\":" + post + "}\n")).doesNotContain("Ada").contains("\"rights\":\"display\"");
  }

  @Test
  void aNameWrittenWithEscapesIsReducedToo() {
    String post = TestPublisher.post("x:1", "x:2", "secret", "display");
    assertThat(text("{\"\\u0070ost\":" + post + "}\n")).doesNotContain("secret");
  }

  @Test
  void otherLinesPassAsTheyAre() {
    String lines = "{\"hello\":{}}\n{\"retract\":{\"id\":\"x:1\"}}\n{\"status\":{\"at\":\"\"}}\n";
    assertThat(text(lines)).isEqualTo(lines);
  }
}
