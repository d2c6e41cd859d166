package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class GoldenTest {
  private static final Instant ARRIVED = Instant.parse("2026-11-21T09:30:00.5Z");

  static Stream<Arguments> posts() {
    return Golden.cases("posts.json");
  }

  static Stream<Arguments> features() {
    return Golden.cases("features.json");
  }

  static Stream<Arguments> events() {
    return Golden.cases("events.json");
  }

  static Stream<Arguments> lines() {
    return Golden.cases("lines.json");
  }

  static Stream<Arguments> invalid() {
    return Golden.cases("invalid.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("posts")
  void aPostIsReadAndSurvivesWritingAndReading(String name, JsonNode one) {
    Post post = PostJson.read(Golden.message(one));
    expect(post, one.get("expect"));
    assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("posts")
  void aCompletePostIsTheSamePostAtTheOpenDoor(String name, JsonNode one) {
    byte[] message = Golden.message(one);
    assertThat(PostJson.readFeature(message, ARRIVED)).isEqualTo(PostJson.read(message));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("features")
  void aBareFeatureBecomesAPost(String name, JsonNode one) {
    Post post = PostJson.readFeature(Golden.message(one), ARRIVED);
    expect(post, one.get("expect"));
    assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void aRelayLearnsWhatItNeedsOfAMessage(String name, JsonNode one) {
    FeedEvent event = FeedEvent.read(Golden.message(one));
    JsonNode expected = one.get("expect");
    assertThat(event.kind().name().toLowerCase(Locale.ROOT)).isEqualTo(text(expected.get("kind")));
    assertThat(event.epoch()).isEqualTo(text(expected.get("epoch")));
    assertThat(event.seq()).isEqualTo(expected.get("seq").longValue());
    assertThat(event.id()).isEqualTo(text(expected.get("id")));
    assertThat(event.author()).isEqualTo(text(expected.get("author")));
    Retraction retraction = event.retraction();
    if (retraction == null) {
      assertThat(expected.get("retract").isNull()).isTrue();
    } else {
      assertThat(Json.parse(FeedEvent.write(retraction))).isEqualTo(expected.get("retract"));
      covers(retraction, expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void aNumberedLineIsAnEventOfTheChannel(String name, JsonNode one) {
    if (!one.get("message").has("epoch")) return;
    FeedEvent event = FeedEvent.read(Golden.message(one));
    JsonNode expected = one.get("expect");
    assertThat(event.kind().name().toLowerCase(Locale.ROOT)).isEqualTo(text(expected.get("kind")));
    assertThat(event.epoch()).isEqualTo(text(expected.get("epoch")));
    assertThat(event.seq()).isEqualTo(expected.get("seq").longValue());
    assertThat(event.id()).isEqualTo(text(expected.get("id")));
    assertThat(event.author()).isEqualTo(text(expected.get("author")));
    Retraction retraction = event.retraction();
    if (retraction != null) covers(retraction, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void whatIsWrongIsNamed(String name, JsonNode one) {
    byte[] message = Golden.message(one);
    assertThatIllegalArgumentException().isThrownBy(() -> {
      switch (one.get("as").stringValue()) {
        case "post" -> PostJson.read(message);
        case "feature" -> PostJson.readFeature(message, ARRIVED);
        case "event" -> FeedEvent.read(message);
        default -> throw new AssertionError("no such reader: " + one.get("as"));
      }
    }).withMessageMatching("(?s)(.*[ .\\[])?\\Q" + one.get("error").stringValue() + "\\E([ :.\\[].*)?");
  }

  private static void expect(Post post, JsonNode expected) {
    String id = expected.get("id").stringValue();
    if (id.endsWith("*")) {
      assertThat(post.id()).matches("\\Q" + id.substring(0, id.length() - 1) + "\\E[0-9a-f]{32}");
    } else {
      assertThat(post.id()).isEqualTo(id);
    }
    assertThat(post.source()).isEqualTo(text(expected.get("source")));
    assertThat(post.exact()).isEqualTo(expected.get("exact").booleanValue());
    assertThat(bounds(post.location())).containsExactly(
        expected.get("bounds").valueStream().mapToDouble(JsonNode::doubleValue).toArray());
    assertThat(post.created().toEpochMilli()).isEqualTo(
        "arrival".equals(expected.get("created").asString())
            ? ARRIVED.toEpochMilli()
            : expected.get("created").longValue());
    assertThat(post.author() == null ? null : post.author().id()).isEqualTo(text(expected.get("author")));
    assertThat(post.text()).isEqualTo(text(expected.get("text")));
    assertThat(post.rights().word()).isEqualTo(text(expected.get("rights")));
  }

  private static double[] bounds(Location location) {
    return switch (location) {
      case Point p -> new double[]{p.lon(), p.lat(), p.lon(), p.lat()};
      case BoundingBox b -> new double[]{b.west(), b.south(), b.east(), b.north()};
    };
  }

  private static void covers(Retraction retraction, JsonNode expected) {
    expected.get("covers").forEach(post -> assertThat(
        retraction.covers(post.get(0).stringValue(), text(post.get(1)))).as("covers " + post).isTrue());
    expected.get("spares").forEach(post -> assertThat(
        retraction.covers(post.get(0).stringValue(), text(post.get(1)))).as("spares " + post).isFalse());
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.stringValue();
  }
}
