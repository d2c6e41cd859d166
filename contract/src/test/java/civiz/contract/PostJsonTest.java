package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PostJsonTest {
  private static final Instant ARRIVED = Instant.parse("2026-11-21T09:30:00Z");

  @Test
  void anyPostSurvivesWritingAndReading() {
    Random random = Seed.random();
    for (int i = 0; i < 3_000; i++) {
      Post post = RandomPost.next(random);
      byte[] json = PostJson.write(post);
      assertThat(PostJson.read(json)).isEqualTo(post);
      assertThat(PostJson.write(PostJson.read(json))).isEqualTo(json);
    }
  }

  @Test
  void aPostIsOneLine() {
    Random random = Seed.random();
    for (int i = 0; i < 1_000; i++) {
      byte[] json = PostJson.write(RandomPost.next(random));
      assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
    }
  }

  @Test
  void unknownMembersKeepTheirOrderAndTheirDigits() {
    String unknown = """
        "zebra":1.10,"big":12345678901234567890.1234567890,"huge":1E+400,"aardvark":{"y":[],"x":null},"lone":"\\uD800"\
        """;
    String json = """
        {"type":"Feature","id":"x:1","geometry":{"type":"Point","coordinates":[0.0,0.0]},"properties":{"source":"x",\
        "precision":"point","created":"2026-11-21T09:00:00Z","author":{"name":"Ada",%1$s},"text":"",\
        "place":{"name":"Loop",%1$s},"media":[{"kind":"photo",%1$s}],"rights":"open",%1$s}}"""
        .formatted(unknown.strip());
    assertThat(new String(PostJson.write(PostJson.read(bytes(json))), StandardCharsets.UTF_8))
        .isEqualTo(json);
  }

  @Test
  void unknownMembersCannotBeChangedFromOutside() {
    Post post = PostJson.read(post("\"a\":1"));
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> post.more().clear());
  }

  @Test
  void aKnownMemberIsNoUnknownOne() {
    Map<String, JsonNode> more = Map.of("name", Json.parse(bytes("1")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Post.Author(null, "Ada", null, null, more))
        .withMessageContaining("properties.author.name");
    assertThatIllegalArgumentException().isThrownBy(() -> new Post.Place("Loop", null, more))
        .withMessageContaining("properties.place.name");
  }

  @Test
  void anUnpairedSurrogateBecomesAReplacementCharacter() {
    Post post = PostJson.read(post(
        """
            "text":"a\\ud83d b","lang":"\\udc22","hashtags":["\\ud83d"],"place":{"name":"\\udc22","kind":"\\ud83d"},
            "author":{"name":"\\ud83d\\ud83d\\udc22","handle":"\\udc22\\ud83d"},"media":[{"kind":"\\ud83d","alt":"\\udc22"}]
            """));
    assertThat(post.text()).isEqualTo("a\ufffd b");
    assertThat(post.lang()).isEqualTo("\ufffd");
    assertThat(post.hashtags()).containsExactly("\ufffd");
    assertThat(post.place()).isEqualTo(new Post.Place("\ufffd", "\ufffd"));
    assertThat(post.author()).isEqualTo(new Post.Author(null, "\ufffd🐢", "\ufffd\ufffd", null));
    assertThat(post.media()).containsExactly(new Post.Media("\ufffd", null, "\ufffd"));
    assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
  }

  @Test
  void aPostOf32KilobytesIsReadAndOneByteMoreIsNot() {
    byte[] most = post("\"more\":\"" + "a".repeat(Limits.POST_BYTES - post("\"more\":\"\"").length) + "\"");
    assertThat(most).hasSize(Limits.POST_BYTES);
    assertThat(PostJson.read(most).more()).containsKey("more");
    byte[] over = post(
        "\"more\":\"" + "a".repeat(Limits.POST_BYTES + 1 - post("\"more\":\"\"").length) + "\"");
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(over))
        .withMessageContaining("32769 bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.readFeature(over, ARRIVED));
  }

  @Test
  void aPostThatGrewOver32KilobytesIsNotWritten() {
    Post post = PostJson.read(post("\"text\":\"a\""));
    Post long4 = new Post(post.id(), post.location(), true, "x", post.created(), null,
        "漢".repeat(Limits.TEXT), null,
        null, new Post.Place("漢".repeat(Limits.NAME), null), List.of(), List.of(), Rights.OPEN, Map.of());
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.write(long4))
        .withMessageContaining("bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "lang", "url", "author.name", "author.handle", "author.avatar",
    "place.name",
    "place.kind", "hashtags", "media.kind", "media.thumbnail", "media.alt"})
  void whatIsTooLongIsNamed(String field) {
    int limit = switch (field) {
      case "text", "media.alt" -> Limits.TEXT;
      case "lang" -> Limits.LANG;
      case "url", "author.avatar", "media.thumbnail" -> Limits.URL;
      default -> Limits.NAME;
    };
    assertThat(PostJson.read(with(field, limit)).id()).isEqualTo("x:1");
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(with(field, limit + 1)))
        .withMessageStartingWith(
            "properties.%s has %d characters, more than %d".formatted(field, limit + 1, limit));
  }

  private static byte[] with(String field, int length) {
    String name = field.substring(field.lastIndexOf('.') + 1);
    String address = "https://example.com/";
    String value = '"'
        + (limitedAsAddress(field) ? address + "a".repeat(length - address.length()) : "a".repeat(length))
        + '"';
    return post(switch (field) {
      case "author.name", "author.handle", "author.avatar" -> "\"author\":{\"%s\":%s}".formatted(name, value);
      case "place.name" -> "\"place\":{\"name\":%s}".formatted(value);
      case "place.kind" -> "\"place\":{\"name\":\"\",\"kind\":%s}".formatted(value);
      case "hashtags" -> "\"hashtags\":[%s]".formatted(value);
      case "media.kind" -> "\"media\":[{\"kind\":%s}]".formatted(value);
      case "media.thumbnail", "media.alt" -> "\"media\":[{\"kind\":\"\",\"%s\":%s}]".formatted(name, value);
      default -> "\"%s\":%s".formatted(name, value);
    });
  }

  private static boolean limitedAsAddress(String field) {
    return List.of("url", "author.avatar", "media.thumbnail").contains(field);
  }

  @Test
  void lengthIsCountedInUtf16Units() {
    assertThat(PostJson.read(post("\"lang\":\"" + "🐢".repeat(17) + "\"")).lang()).hasSize(34);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostJson.read(post("\"lang\":\"" + "🐢".repeat(18) + "\"")));
  }

  @Test
  void tooManyAreNamed() {
    assertThat(PostJson.read(post("\"hashtags\":[" + "\"a\",".repeat(99) + "\"a\"]")).hashtags())
        .hasSize(100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostJson.read(post("\"hashtags\":[" + "\"a\",".repeat(100) + "\"a\"]")))
        .withMessage("properties.hashtags has 101 entries, more than 100");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PostJson.read(post("\"media\":[" + "{\"kind\":\"\"},".repeat(20) + "{\"kind\":\"\"}]")))
        .withMessage("properties.media has 21 entries, more than 20");
  }

  @Test
  void nestingHasALimitThatReadingAndWritingShare() {
    byte[] deepest = post("\"more\":" + nested(Limits.DEPTH - 2));
    Post post = PostJson.read(deepest);
    assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
    String event = "{\"epoch\":\"9f3a\",\"seq\":1,\"post\":" + new String(deepest, StandardCharsets.UTF_8)
        + "}";
    assertThat(FeedEvent.read(bytes(event)).id()).isEqualTo("x:1");

    byte[] tooDeep = post("\"more\":" + nested(Limits.DEPTH - 1));
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(tooDeep))
        .withMessageContaining("depth");
    Post wrapped = new Post("x:1", new Point(0, 0), true, "x", ARRIVED, null, "", null, null, null, List.of(),
        List.of(), Rights.OPEN, Map.of("more", Json.parse(bytes(nested(Limits.DEPTH - 1)))));
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.write(wrapped))
        .withMessageContaining("depth");
  }

  @Test
  void noNestingIsDeepEnoughToOverflowTheStack() {
    for (String open : List.of("[", "{\"a\":")) {
      byte[] json = bytes(open.repeat(Limits.POST_BYTES / open.length()));
      assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(json));
      assertThatIllegalArgumentException().isThrownBy(() -> PostJson.readFeature(json, ARRIVED));
      assertThatIllegalArgumentException().isThrownBy(() -> FeedEvent.read(json));
    }
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
  void anythingButUtf8IsRefused(String encoding) {
    byte[] json = new String(post("\"text\":\"a\""), StandardCharsets.UTF_8)
        .getBytes(Charset.forName(encoding));
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(json))
        .withMessageStartingWith("not JSON");
    assertThatIllegalArgumentException().isThrownBy(() -> FeedEvent.read(json));
  }

  @Test
  void aByteOrderMarkIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeedEvent.read(bytes("\ufeff{\"retract\":{\"id\":\"x:1\"}}")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PostJson.read(bytes("\ufeff" + new String(post("\"a\":1"), StandardCharsets.UTF_8))));
  }

  @Test
  void malformedUtf8IsRefused() {
    byte[] json = post("\"text\":\"?\"");
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '?') json[i] = (byte) 0xC3;
    }
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(json))
        .withMessageStartingWith("not JSON");
  }

  @Test
  void noMessageBreaksALogLine() {
    String hostile = "\\n\\r\\u0000\\u2028\\u202e\\u001b[31m";
    for (String member : List.of("\"precision\":\"%s\"", "\"rights\":\"%s\"", "\"url\":\"%s\"",
        "\"text\":[\"%s\"]",
        "\"author\":{\"id\":\"%s\"}", "\"created\":\"%s\"", "\"source\":\"%s\"")) {
      String json = "{\"type\":\"Feature\",\"id\":\"x:1\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]},"
          + "\"properties\":{" + member.formatted(hostile)
          + (member.contains("source") ? "" : ",\"source\":\"x\"")
          + (member.contains("created") ? "" : ",\"created\":\"2026-11-21T09:00:00Z\"") + "}}";
      assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(bytes(json)))
          .satisfies(
              e -> assertThat(e.getMessage()).as(member).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Zl}]"));
    }
  }

  @Test
  void theSameBareFeatureGetsTheSameIdInEveryProcess() {
    byte[] json = bytes(
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-87.63,41.88]}}");
    Post one = PostJson.readFeature(json, ARRIVED);
    Post later = PostJson.readFeature(json, ARRIVED.plusSeconds(60));
    assertThat(one.id()).isEqualTo(later.id()).isEqualTo("feature:a8eea4c5d4be7453643fe28f64b7b19d");
    assertThat(later.created()).isEqualTo(ARRIVED.plusSeconds(60));
    assertThat(PostJson.readFeature(bytes(new String(json, StandardCharsets.UTF_8) + " "), ARRIVED).id())
        .isNotEqualTo(one.id());
  }

  @Test
  void anIdThatIsTooLongIsDigestedAtTheOpenDoor() {
    byte[] json = bytes("{\"type\":\"Feature\",\"id\":\"" + "a".repeat(500)
        + "\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-87.63,41.88]}}");
    assertThat(PostJson.readFeature(json, ARRIVED).id()).matches("feature:[0-9a-f]{32}");
  }

  @Test
  void theExtremesOfTimeAreKept() {
    for (String time : List.of("0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z")) {
      Post post = PostJson.read(bytes(new String(post("\"a\":1"), StandardCharsets.UTF_8)
          .replace("2026-11-21T09:00:00Z", time)));
      assertThat(post.created()).isEqualTo(Instant.parse(time));
      assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> PostJson.read(bytes(
        new String(post("\"a\":1"), StandardCharsets.UTF_8).replace("2026-11-21T09:00:00Z",
            "0000-01-01T00:00:00+01:00"))))
        .withMessageContaining("properties.created");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Post("x:1", new Point(0, 0), true, "x", Instant.MAX, null,
            "", null, null, null, List.of(), List.of(), Rights.OPEN, Map.of()))
        .withMessageContaining("created");
  }

  static byte[] post(String properties) {
    return bytes(
        "{\"type\":\"Feature\",\"id\":\"x:1\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]},"
            + "\"properties\":{\"source\":\"x\",\"created\":\"2026-11-21T09:00:00Z\"," + properties + "}}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
