package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import civiz.contract.BoundingBox;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Rights;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusMapperTest {
  private static final BoundingBox CHICAGO = new BoundingBox(-87.940033, 41.644102, -87.523993, 42.0230669);

  @Test
  void mapsEveryMemberOfATweetWithAPoint() {
    Post post = located("point");

    assertThat(post.id()).isEqualTo("x:2124065277858545664");
    assertThat(post.location()).isEqualTo(new Point(-87.6298, 41.8781));
    assertThat(post.exact()).isTrue();
    assertThat(post.source()).isEqualTo("x");
    assertThat(post.created()).isEqualTo(Instant.parse("2026-11-21T09:00:00.123Z"));
    assertThat(post.author()).isEqualTo(new Post.Author("x:42", "Ada \"the first\" <b>", "ada_example",
        "https://pbs.example.com/ada_normal.png"));
    assertThat(post.text()).isEqualTo("Q & A at the library: is 2 < 3 > 1? &amp; café 🎉 "
        + "#Chicago #civictech https://t.co/aaaaaaaaaa");
    assertThat(post.lang()).isEqualTo("en");
    assertThat(post.url()).isEqualTo("https://x.com/ada_example/status/2124065277858545664");
    assertThat(post.place()).isEqualTo(new Post.Place("Chicago, IL", "city"));
    assertThat(post.hashtags()).containsExactly("Chicago", "civictech");
    assertThat(post.media()).isEmpty();
    assertThat(post.rights()).isEqualTo(Rights.DISPLAY);
  }

  @Test
  void takesTheWholeTextAndEveryPictureOfAnExtendedTweet() {
    Post post = located("extended");

    assertThat(post.text()).startsWith("@bo_example A long walk").contains("rain & sun, gulls & geese")
        .endsWith("the water taxis. https://t.co/cccccccccc").hasSizeGreaterThan(140);
    assertThat(post.hashtags()).containsExactly("Riverwalk");
    assertThat(post.media()).containsExactly(
        new Post.Media("photo", "https://pbs.example.com/media/one.jpg", "The river under a drawbridge"),
        new Post.Media("photo", "https://pbs.example.com/media/two.jpg", null));
  }

  @Test
  void mapsACityToItsBoxWithoutAPoint() {
    Post post = located("extended");

    assertThat(post.location()).isEqualTo(CHICAGO);
    assertThat(post.exact()).isFalse();
    assertThat(post.place()).isEqualTo(new Post.Place("Chicago, IL", "city"));
  }

  @Test
  void tellsVideosAndGifsFromPhotos() {
    Post post = located("video");

    assertThat(post.media()).containsExactly(
        new Post.Media("video", "https://pbs.example.com/thumb/v.jpg", null),
        new Post.Media("gif", "https://pbs.example.com/thumb/g.jpg", "A dog & a <snowball>"));
    assertThat(post.text()).isEqualTo("Śnieg na Jackowie https://t.co/dddddddddd");
    assertThat(post.place()).isNull();
  }

  @Test
  void aRetweetHasNoLocationOfItsOwn() {
    assertThat(StatusMapper.read(TweetFile.read("retweet"))).isEmpty();
  }

  @Test
  void aRetweetWithItsOwnPlaceIsThere() {
    String place = "\"place\":{\"place_type\":\"poi\",\"full_name\":\"Pier\",\"bounding_box\":"
        + "{\"type\":\"Polygon\",\"coordinates\":[[[-87.6,41.89],[-87.6,41.89]]]}},\"retweeted_status\"";
    String json = TweetFile.read("retweet").replace("\"place\":null,\n \"retweeted_status\"", place);

    Post post = StatusMapper.read(json).orElseThrow();

    assertThat(post.location()).isEqualTo(new Point(-87.6, 41.89));
    assertThat(post.author()).extracting(Post.Author::handle).isEqualTo("cy_example");
  }

  @Test
  void aQuoteIsAPostWithItsOwnPlaceTextAndHashtags() {
    Post post = located("quote");

    assertThat(post.location()).isEqualTo(new BoundingBox(-87.61, 41.78, -87.58, 41.81));
    assertThat(post.place()).isEqualTo(new Post.Place("Hyde Park, Chicago", "neighborhood"));
    assertThat(post.text()).isEqualTo("So it is 🥶 https://t.co/eeeeeeeeee");
    assertThat(post.hashtags()).isEmpty();
    assertThat(post.author()).extracting(Post.Author::id).isEqualTo("x:45");
  }

  @Test
  void aPointOfInterestIsAPointThatTheAuthorDidNotGive() {
    Post post = located("poi");

    assertThat(post.location()).isEqualTo(new Point(-87.6237, 41.8796));
    assertThat(post.exact()).isFalse();
    assertThat(post.place()).isEqualTo(new Post.Place("Art Institute", "poi"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      [[1,2],[1,4],[3,4],[3,2]]             | 1,2,3,4
      [[1,2],[3,2],[3,4],[1,4],[1,2]]       | 1,2,3,4
      [[3,4],[1,4],[1,2],[3,2]]             | 1,2,3,4
      [[3,2],[3,4],[1,4],[1,2]]             | 1,2,3,4
      [[177,-20],[177,-12],[-178,-12],[-178,-20]]           | 177,-20,-178,-12
      [[177,-20],[-178,-20],[-178,-12],[177,-12],[177,-20]] | 177,-20,-178,-12
      [[-179.2,13.2],[179.9,13.2],[179.9,71.4],[-179.2,71.4]] | -179.2,13.2,179.9,71.4
      [[5,1],[5,1],[5,2],[5,2]]             | 5,1,5,2
      """)
  void readsThePlacesRingWhateverItsOrder(String ring, String box) {
    String json = tweet(
        "\"place\":{\"full_name\":\"p\",\"bounding_box\":{\"type\":\"Polygon\",\"coordinates\":["
            + ring + "]}}");

    assertThat(StatusMapper.read(json).orElseThrow().location()).isEqualTo(BoundingBox.parse(box));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"place\":null", "\"place\":{\"full_name\":\"Chicago\",\"bounding_box\":null}",
    "\"place\":{\"full_name\":\"Chicago\",\"bounding_box\":{\"type\":\"Polygon\",\"coordinates\":[]}}",
    "\"place\":{\"full_name\":\"Chicago\",\"bounding_box\":{\"type\":\"Polygon\",\"coordinates\":[[]]}}"})
  void whatNamesNoPositionIsUnlocated(String place) {
    assertThat(StatusMapper.read(tweet(place))).isEmpty();
  }

  @Test
  void aPlaceWithoutANameStillLocates() {
    Post post = StatusMapper.read(
        tweet("\"place\":{\"bounding_box\":{\"coordinates\":[[[1,2],[3,4]]]}}")).orElseThrow();

    assertThat(post.location()).isEqualTo(new BoundingBox(1, 2, 3, 4));
    assertThat(post.place()).isNull();
  }

  @Test
  void aUserMayLackAlmostEverything() {
    Post post = StatusMapper.read(at("\"user\":{\"id\":7}")).orElseThrow();

    assertThat(post.author()).isEqualTo(new Post.Author("x:7", "", null, null));
    assertThat(post.url()).isEqualTo("https://x.com/i/web/status/2124065277858545664");
  }

  @Test
  void aTweetWithoutAUserHasNoAuthor() {
    assertThat(StatusMapper.read(at("\"lang\":null")).orElseThrow().author()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "http://pbs.example.com/a.png",
    "https://u:p@example.com/a.png",
    "https:", "//pbs.example.com/a.png", "https://exa mple.com/"})
  void anAddressThatNoPostMayCarryIsLeftOut(String url) {
    Post post = StatusMapper.read(
        at("\"user\":{\"id\":7,\"profile_image_url_https\":\"" + url + "\"}")).orElseThrow();

    assertThat(post.author()).extracting(Post.Author::avatar).isNull();
  }

  @Test
  void aHandleThatIsNoneNeverReachesTheAddress() {
    Post post = StatusMapper.read(at("\"user\":{\"id\":7,\"screen_name\":\"../evil?x=\"}")).orElseThrow();

    assertThat(post.url()).isEqualTo("https://x.com/i/web/status/2124065277858545664");
  }

  @Test
  void anIdThatDoesNotCarryTheTimeLeavesItToCreatedAt() {
    String json = at("\"lang\":\"en\"").replace("2124065277858545664", "1234");

    assertThat(StatusMapper.read(json).orElseThrow().created()).isEqualTo("2026-11-21T09:00:00Z");
  }

  @Test
  void readsTheExtendedFormThatHasNoShortText() {
    String json = at("\"lang\":\"en\"").replace("\"text\":", "\"full_text\":");

    assertThat(StatusMapper.read(json).orElseThrow().text()).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"text":"secret"}                                                       | id is missing
      {"id":-5,"text":"secret"}                                               | id is missing or not above zero
      {"id":"secret","text":"t"}                                              | a member is not a number
      {"id":1}                                                                | text is missing
      {"id":1,"text":"secret","coordinates":{"coordinates":[1,2]}}            | created_at is missing
      {"id":1,"text":"t","created_at":"secret"}                               | a date is not of its form
      {"id":1,"text":"t","user":"secret"}                                     | user is not of type Object
      {"id":1,"text":"t","place":{"bounding_box":{"type":"secret"}}}          | coordinates is missing
      {"id":1,"text":"t","coordinates":{"coordinates":[181,2]}}               | longitude 181.0
      {"id":1,"text":"t","coordinates":{"coordinates":[2,91]}}                | latitude 91.0
      {"id":1,"text":"t","coordinates":{"coordinates":[2]}}                   | not a v1.1 message
      {"id":1,"text":"t","entities":{"media":[{"indices":[0,1]}]}}            | url is missing
      {"extended_tweet":secret                                                | not a v1.1 message
      secret                                                                  | not a v1.1 message
      []                                                                      | not a v1.1 message
      """)
  void namesWhatCannotBeReadAndQuotesNothing(String json, String why) {
    assertThatIllegalArgumentException().isThrownBy(() -> StatusMapper.read(json)).withMessageContaining(why)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void whatBreaksALimitIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusMapper.read(at("\"user\":{\"id\":1,\"name\":\"" + "n".repeat(1001) + "\"}")))
        .withMessageContaining("properties.author.name");
  }

  @Test
  void aDocumentNestedTooDeepIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusMapper.read("{\"text\":" + "[".repeat(200_000)))
        .withMessageContaining("nested too deep");
  }

  @Test
  void whatItMapsIsAPostOnTheWire() {
    for (String name : new String[]{"point", "extended", "video", "quote", "poi"}) {
      Post post = located(name);
      assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
    }
  }

  private static Post located(String name) {
    return StatusMapper.read(TweetFile.read(name)).orElseThrow();
  }

  private static String at(String members) {
    return tweet("\"coordinates\":{\"type\":\"Point\",\"coordinates\":[-87.6,41.8]}," + members);
  }

  private static String tweet(String members) {
    return "{\"id\":2124065277858545664,\"text\":\"t\",\"created_at\":\"Sat Nov 21 09:00:00 +0000 2026\","
        + members
        + "}";
  }
}
