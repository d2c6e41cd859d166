package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.BoundingBox;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.PostJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XLineTest {
  private static final String ID = "2124065277858545664";

  private final XPlaces places = new XPlaces();

  @Test
  void everyLineOfTheGoldenStreamBecomesItsPost() {
    List<String> lines = golden("stream");
    List<String> posts = golden("posts");

    assertThat(lines).hasSameSizeAs(posts).isNotEmpty();
    for (int i = 0; i < lines.size(); i++) {
      XLine line = read(lines.get(i));
      if (posts.get(i).equals("null")) {
        assertThat(line).isEqualTo(new XLine.Unlocated());
      } else {
        Post expected = PostJson.read(posts.get(i).getBytes(StandardCharsets.UTF_8));
        assertThat(line).isEqualTo(new XLine.Located(expected));
      }
      assertThat(line.isPost()).isTrue();
    }
  }

  @Test
  void anExactPositionGoesOverThePlace() {
    Post post = post(
        "\"geo\":{\"place_id\":\"p\",\"coordinates\":{\"type\":\"Point\",\"coordinates\":[1.5,2]}}",
        place("[0,0,3,3]"));

    assertThat(post.location()).isEqualTo(new Point(1.5, 2));
    assertThat(post.exact()).isTrue();
    assertThat(post.place()).isEqualTo(new Post.Place("Here", "city"));
  }

  @Test
  void aPlaceThatALaterLineOnlyNamesIsKnown() {
    post("\"geo\":{\"place_id\":\"p\"}", place("[0,0,3,3]"));

    assertThat(post("\"geo\":{\"place_id\":\"p\"}", "\"users\":[]").location())
        .isEqualTo(new BoundingBox(0, 0, 3, 3));
  }

  @Test
  void aPlaceThatMovesIsWhereItWasDescribedLast() {
    post("\"geo\":{\"place_id\":\"p\"}", place("[0,0,3,3]"));
    post("\"geo\":{\"place_id\":\"p\"}", place("[0,0,4,4]"));

    assertThat(post("\"geo\":{\"place_id\":\"p\"}", "\"users\":[]").location())
        .isEqualTo(new BoundingBox(0, 0, 4, 4));
  }

  @Test
  void thePlacesNamedLongestAgoMakeRoom() {
    for (int i = 0; i < 20_000; i++) {
      read(line("\"geo\":{\"place_id\":\"a\"}", place("[0,0,3,3]").replace("\"p\"", "\"p" + i + "\"")));
      if (i == 0) read(line("\"geo\":{}", place("[0,0,3,3]").replace("\"p\"", "\"a\"")));
    }

    assertThat(read(line("\"geo\":{\"place_id\":\"a\"}", ""))).isInstanceOf(XLine.Located.class);
    assertThat(read(line("\"geo\":{\"place_id\":\"p19999\"}", ""))).isInstanceOf(XLine.Located.class);
    assertThat(read(line("\"geo\":{\"place_id\":\"p5\"}", ""))).isInstanceOf(XLine.Unlocated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"lang\":\"en\"", "\"geo\":{}", "\"geo\":null",
    "\"geo\":{\"place_id\":\"unknown\"}",
    "\"geo\":{\"place_id\":null,\"coordinates\":null}", "\"geo\":{\"coordinates\":{\"coordinates\":null}}"})
  void whatNamesNoPositionIsUnlocated(String geo) {
    assertThat(read(line(geo, ""))).isEqualTo(new XLine.Unlocated());
  }

  @Test
  void aPlaceWithoutABoxDoesNotLocate() {
    String place = "\"places\":[{\"id\":\"p\",\"full_name\":\"Here\"}]";

    assertThat(read(line("\"geo\":{\"place_id\":\"p\"}", place))).isEqualTo(new XLine.Unlocated());
    assertThat(post("\"geo\":{\"place_id\":\"p\",\"coordinates\":{\"coordinates\":[1,2]}}", place).place())
        .isEqualTo(new Post.Place("Here", null));
  }

  @Test
  void membersThatAreNullAreAsGoodAsMissing() {
    Post post = post("\"geo\":{\"coordinates\":{\"coordinates\":[1,2]}},\"lang\":null,\"author_id\":null,"
        + "\"entities\":null,\"attachments\":{\"media_keys\":null}",
        "\"media\":null,\"users\":null,\"places\":null");

    assertThat(post.author()).isNull();
    assertThat(post.lang()).isNull();
    assertThat(post.media()).isEmpty();
    assertThat(post.url()).isEqualTo("https://x.com/i/web/status/" + ID);
  }

  @Test
  void aTimeWithItsMillisecondsIsTakenAsItIs() {
    String json = at("").replace("09:00:00.000Z", "09:00:00.700Z");

    assertThat(((XLine.Located) read(json)).post().created()).isEqualTo("2026-11-21T09:00:00.700Z");
  }

  @Test
  void anIdThatDoesNotCarryTheTimeLeavesItToCreatedAt() {
    assertThat(((XLine.Located) read(at("").replace(ID, "1234"))).post().created())
        .isEqualTo("2026-11-21T09:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
      plain|plain
      a &amp; b|a & b
      &lt;b&gt;|<b>
      &amp;lt;|&lt;
      &amp;amp;amp;|&amp;amp;
      &quot;&#39;&nbsp;|&quot;&#39;&nbsp;
      &|&
      &am|&am
      end &amp;|end &
      """)
  void undoesXsEscapesOnceAndNoOthers(String sent, String text) {
    assertThat(XPost.unescape(sent)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "http://pbs.example.com/a.png",
    "https://u:p@example.com/a.png"})
  void anAddressThatNoPostMayCarryIsLeftOut(String url) {
    Post post = post("\"geo\":{\"coordinates\":{\"coordinates\":[1,2]}},\"author_id\":\"7\","
        + "\"attachments\":{\"media_keys\":[\"m\"]}",
        "\"users\":[{\"id\":\"7\",\"name\":\"n\",\"profile_image_url\":\"" + url + "\"}],"
            + "\"media\":[{\"media_key\":\"m\",\"type\":\"photo\",\"url\":\"" + url + "\"}]");

    assertThat(post.author()).isEqualTo(new Post.Author("x:7", "n", null, null));
    assertThat(post.media()).containsExactly(new Post.Media("photo", null, null));
  }

  @Test
  void aHandleThatIsNoneNeverReachesTheAddress() {
    Post post = post("\"geo\":{\"coordinates\":{\"coordinates\":[1,2]}},\"author_id\":\"7\"",
        "\"users\":[{\"id\":\"7\",\"username\":\"../evil?x=\"}]");

    assertThat(post.url()).isEqualTo("https://x.com/i/web/status/" + ID);
  }

  @Test
  void mediaOfAKindThatIsNotKnownAreLeftOut() {
    Post post = post(
        "\"geo\":{\"coordinates\":{\"coordinates\":[1,2]}},\"attachments\":{\"media_keys\":[\"m\"]}",
        "\"media\":[{\"media_key\":\"m\",\"type\":\"hologram\",\"url\":\"https://example.com/h\"}]");

    assertThat(post.media()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {"data":{"text":"secret"}}                                              | data.id is missing
      {"data":{"id":"secret","text":"t"}}                                     | data.id is not a string of digits
      {"data":{"id":12,"text":"t"}}                                           | data.id is not a string
      {"data":{"id":"99999999999999999999","text":"t"}}                       | data.id is not a string of digits
      {"data":{"id":"9999999999999999999","text":"t","created_at":"x"}}       | data.id is over 2^63
      {"data":{"id":"1"}}                                                     | data.text is missing
      {"data":{"id":"1","text":["secret"]}}                                   | data.text is not a string
      {"data":{"id":"1","text":"secret"}}                                     | data.created_at is missing
      {"data":{"id":"1","text":"t","created_at":"secret"}}                    | data.created_at is not an RFC 3339 time
      {"data":{"id":"1","author_id":"secret"}}                                | data.author_id is not a string of digits
      {"data":{"id":"1","geo":"secret"}}                                      | data.geo is not an object
      {"data":{"geo":{"coordinates":[1,2]}}}                                  | data.geo.coordinates is not an object
      {"data":{"geo":{"coordinates":{"coordinates":[1]}}}}                    | data.geo.coordinates.coordinates
      {"data":{"geo":{"coordinates":{"coordinates":[1,2,3]}}}}                | coordinates.2 is one too many
      {"data":{"geo":{"coordinates":{"coordinates":["secret",2]}}}}           | coordinates.0 is not a number
      {"data":{"geo":{"coordinates":{"coordinates":[181,2]}}}}                | data.geo.coordinates: longitude 181.0
      {"data":{"geo":{"coordinates":{"coordinates":[1e999,2]}}}}              | data.geo.coordinates: longitude
      {"data":{"entities":{"hashtags":["secret"]}}}                           | data.entities.hashtags.0 is not an object
      {"data":{"attachments":{"media_keys":[1]}}}                             | data.attachments.media_keys.0 is not a string
      {"data":"secret"}                                                       | data is not an object
      {"includes":{"places":[{"id":"p","geo":{"bbox":[1,2,3]}}]}}             | includes.places.0.geo.bbox
      {"includes":{"places":[{"id":"p","geo":{"bbox":[1,5,3,4]}}]}}           | includes.places.geo.bbox: south 5.0
      {"includes":{"places":[{"full_name":"secret"}]}}                        | includes.places.0 has no id
      {"includes":{"users":[{"name":"secret"}]}}                              | includes.users.0 has no id
      {"includes":{"media":[{"type":"photo"}]}}                               | includes.media.0 has no media_key
      {"includes":{"users":{"id":"1"}}}                                       | includes.users is not an array
      {"errors":"secret"}                                                     | errors is not an array
      {"data":{"id":secret                                                    | not JSON
      {"data":{"id":"1                                                        | not JSON
      {"data":{}}{"data":{}}                                                  | not one JSON object
      secret                                                                  | not JSON
      [1]                                                                     | not a JSON object
      "secret"                                                                | not a JSON object
      """)
  void namesWhatCannotBeReadAndQuotesNothing(String json, String why) {
    assertThat(read(json)).isInstanceOfSatisfying(XLine.Malformed.class,
        line -> assertThat(line.why()).contains(why).doesNotContain("secret"));
    assertThat(read(json).isPost()).isTrue();
  }

  @Test
  void whatBreaksALimitIsRefusedByName() {
    assertThat(read(at(",\"lang\":\"" + "e".repeat(40) + "\""))).isInstanceOfSatisfying(XLine.Malformed.class,
        line -> assertThat(line.why()).contains("properties.lang"));
  }

  @Test
  void bytesThatAreNoUtf8AreMalformed() {
    byte[] bytes = at("").replace("\"t\"", "\"t?\"").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '?') bytes[i] = (byte) 0xFF;
    }

    assertThat(XLine.read(bytes, bytes.length, places)).isInstanceOf(XLine.Malformed.class);
  }

  @Test
  void aLineNestedTooDeepIsMalformed() {
    assertThat(read("{\"new\":" + "[".repeat(100_000))).isInstanceOf(XLine.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"data\":null}", "{\"new_kind\":{\"data\":{\"id\":\"1\"}}}",
    "{\"matching_rules\":[]}", "{\"errors\":[]}", "{\"meta\":{\"sent\":\"now\"}}"})
  void otherKindsOfLinesAreUnknownAndCostNothing(String json) {
    assertThat(read(json)).isEqualTo(new XLine.Unknown());
    assertThat(read(json).isPost()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {"errors":[{"title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","detail":"d"}]} | UpstreamOperationalDisconnect
      {"errors":[{"disconnect_type":"a","title":"b"},{"title":"c"}]} | a
      {"title":"ConnectionException","connection_issue":"TooManyConnections","detail":"d"} | TooManyConnections
      {"errors":[{"title":"Internal Error","type":"t","detail":"d"}]} | Internal Error
      """)
  void whatEndsTheStreamIsNoPost(String json, String name) {
    assertThat(read(json)).isEqualTo(new XLine.Problem(name));
    assertThat(read(json).isPost()).isFalse();
    assertThat(XProblem.nameIn(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{\"title\":", "{\"title\":7}", "{\"errors\":7}"})
  void aBodyWithoutAProblemHasNoName(String body) {
    assertThat(XProblem.nameIn(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private Post post(String members, String includes) {
    XLine line = read(line(members, includes));
    assertThat(line).isInstanceOf(XLine.Located.class);
    return ((XLine.Located) line).post();
  }

  private XLine read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return XLine.read(bytes, bytes.length, places);
  }

  private static String at(String members) {
    return line("\"geo\":{\"coordinates\":{\"type\":\"Point\",\"coordinates\":[-87.6,41.8]}}" + members, "");
  }

  private static String line(String members, String includes) {
    return "{\"data\":{\"id\":\"" + ID + "\",\"text\":\"t\",\"created_at\":\"2026-11-21T09:00:00.000Z\","
        + members
        + "},\"includes\":{" + includes + "}}";
  }

  private static String place(String box) {
    return "\"places\":[{\"id\":\"p\",\"full_name\":\"Here\",\"place_type\":\"city\",\"geo\":{\"bbox\":" + box
        + "}}]";
  }

  private static List<String> golden(String name) {
    try (InputStream in = XLineTest.class.getResourceAsStream("x/" + name + ".ndjson")) {
      if (in == null) throw new IllegalArgumentException("no file " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
