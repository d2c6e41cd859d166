package civiz.collector.source;

import static civiz.collector.source.GeoJsonFeeds.collection;
import static civiz.collector.source.GeoJsonFeeds.feature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import civiz.collector.source.SourceStatus.State;
import civiz.testing.GeoJsonReply;
import civiz.testing.GeoJsonServer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What broken and hostile servers do to a feed that takes back what has vanished: nothing but say what is wrong. */
@Timeout(120)
class GeoJsonFaultsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String GOOD = collection(feature("a", "Alpha"), feature("b", "Beta"));
  private static final String OTHER = collection(feature("c", "Gamma"), feature("d", "Delta"));
  private static final int AFTER_GAMMA = OTHER.indexOf(feature("d", "Delta"));

  private final GeoJsonServer server = GeoJsonServer.start(GeoJsonReply.document(GOOD));
  private final HeardIntake heard = new HeardIntake();
  private final GeoJsonSource source = new GeoJsonSource(GeoJsonFeeds.feed(server.url(), true),
      new GeoJsonTiming(Duration.ofSeconds(2), Duration.ofMillis(40)));

  @AfterEach
  void stop() {
    source.close();
    server.close();
  }

  static Stream<Arguments> faults() {
    byte[] packed = GeoJsonReply.gzip(GOOD.getBytes(UTF_8));
    String gzip = "Content-Encoding: gzip";
    String none = "the answer is not a GeoJSON FeatureCollection: ";
    return Stream.of(
        arguments("breaks off", GeoJsonReply.cut(OTHER, AFTER_GAMMA), "the answer ends too soon"),
        arguments("is shorter than announced", GeoJsonReply.lying(GOOD, 1_000_000),
            "the answer ends too soon"),
        arguments("is longer than announced", GeoJsonReply.lying(GOOD, 100), "the answer ends too soon"),
        arguments("ends too soon", GeoJsonReply.plain(OTHER.substring(0, AFTER_GAMMA)),
            "the answer ends too soon"),
        arguments("is broken", GeoJsonReply.plain(OTHER.replace("1529819990090", "15x")),
            "the answer ends too soon, or is broken"),
        arguments("trickles", GeoJsonReply.trickled(GOOD, 1, Duration.ofMillis(100)),
            "the answer takes longer than 2 s"),
        arguments("never comes", GeoJsonReply.silence(), "the server was silent for too long"),
        arguments("never ends", GeoJsonReply.endless(GOOD, 17), "the answer is longer than 16 MB"),
        arguments("is a gzip bomb", GeoJsonReply.body(bomb(), gzip), "the answer is longer than 16 MB"),
        arguments("is endless empty gzips", GeoJsonReply.body(manyEmptyGzips(), gzip),
            "the answer is a malicious gzip"),
        arguments("is half a gzip", GeoJsonReply.body(Arrays.copyOf(packed, packed.length - 20), gzip),
            "the answer ends too soon"),
        arguments("is no gzip", GeoJsonReply.body(GOOD.getBytes(UTF_8), gzip),
            "the answer is not the gzip that it says it is"),
        arguments("is encoded otherwise", GeoJsonReply.plain(GOOD, "Content-Encoding: br"),
            "the answer is in an encoding that was not asked for"),
        arguments("is a web page", GeoJsonReply.plain("<html>"), none + "it is no JSON"),
        arguments("is an array", GeoJsonReply.plain("[]"), none + "it is no object"),
        arguments("is empty", GeoJsonReply.plain(""), none + "it is no object"),
        arguments("is an error with 200", GeoJsonReply.plain("{\"error\":{\"code\":499}}"),
            none + "it has no features"),
        arguments("is one feature", GeoJsonReply.plain(feature("a", "Alpha")),
            none + "its type is not FeatureCollection"),
        arguments("has no list", GeoJsonReply.plain("{\"type\":\"FeatureCollection\",\"features\":{}}"),
            none + "its features are no array"),
        arguments("has a tail", GeoJsonReply.plain(GOOD + "{}"), none + "something follows it"),
        arguments("is nested deeply", GeoJsonReply.plain(collection("[".repeat(100_000))),
            "the answer is nested too deeply"),
        arguments("has endless digits", GeoJsonReply.plain(collection("1".repeat(100_000))),
            "the answer is nested too deeply, or has a number or text without end"),
        arguments("has too many features", GeoJsonReply.plain(collection(IntStream.rangeClosed(0, 20_000)
            .mapToObj(i -> "0").collect(Collectors.joining(",")))),
            "the answer has more than 20000 features"),
        arguments("is elsewhere, in circles", GeoJsonReply.status(302, "Location: /feed.geojson"),
            "the server answers 302: it redirects"),
        arguments("is not there", GeoJsonReply.status(404), "the server answers 404: there is no feed"),
        arguments("is forbidden", GeoJsonReply.status(403), "the server answers 403: check"),
        arguments("is nothing", GeoJsonReply.status(204), "the server answers 204"),
        arguments("is an error", GeoJsonReply.status(500), "the server answers 500"));
  }

  private static byte[] bomb() {
    return GeoJsonReply.gzip((GOOD + " ".repeat(64 << 20)).getBytes(UTF_8));
  }

  private static byte[] manyEmptyGzips() {
    byte[] empty = GeoJsonReply.gzip(new byte[0]);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 200_000; i++)
      many.writeBytes(empty);
    return many.toByteArray();
  }

  @ParameterizedTest(name = "an answer that {0}")
  @MethodSource("faults")
  void isToldAndTakesNothingBack(String what, GeoJsonReply fault, String why) {
    source.start(heard);
    await().atMost(LONG).until(() -> heard.posts.size() == 2);
    server.reply(fault);
    await().atMost(LONG).untilAsserted(() -> assertThat(source.status().detail()).as(what).startsWith(why));
    assertThat(source.status().state()).isIn(State.WAITING, State.FAILED);
    assertThat(source.status().detail()).contains("; next attempt at ").doesNotContain("hush");
    server.reply(GeoJsonReply.document(collection(feature("a", "Alpha"), feature("b", "Beta, revised"))));
    await().atMost(LONG).until(() -> source.status().state() == State.LIVE);
    assertThat(heard.texts()).endsWith("Beta, revised");
    assertThat(heard.retractions).extracting(Object::toString).noneMatch(gone -> gone.contains("city:a"))
        .noneMatch(gone -> gone.contains("city:b"));
    assertThat(source.status().detail()).isEmpty();
  }

  @Test
  void whatComesBeforeABreakIsDeliveredAndOnce() {
    server.reply(GeoJsonReply.cut(OTHER, AFTER_GAMMA));
    source.start(heard);
    await().atMost(LONG).until(() -> server.requests().size() >= 3);
    assertThat(heard.texts()).containsExactly("Gamma");
    server.reply(GeoJsonReply.document(OTHER));
    await().atMost(LONG).untilAsserted(() -> assertThat(heard.texts()).containsExactly("Gamma", "Delta"));
  }

  @Test
  void afterABreakTheWholeFeedIsAskedFor() {
    source.start(heard);
    await().atMost(LONG).until(() -> heard.posts.size() == 2);
    server.reply(GeoJsonReply.cut(OTHER, AFTER_GAMMA));
    await().atMost(LONG).until(() -> heard.posts.size() == 3);
    int broken = server.requests().size();
    await().atMost(LONG).until(() -> server.requests().size() > broken + 1);
    assertThat(server.requests().getLast().header("if-none-match")).isEmpty();
  }
}
