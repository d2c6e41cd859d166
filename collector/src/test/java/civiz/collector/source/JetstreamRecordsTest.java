package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import civiz.contract.Limits;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Rights;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JetstreamRecordsTest {
  private static final String DID = "did:plc:aaaabbbbccccddddeeeeffff";
  private static final String EVENT = "community.lexicon.calendar.event";
  private static final String BEACON = "app.beaconbits.beacon";
  private static final String CHECKIN = "app.dropanchor.checkin";
  private static final Instant SEEN = Instant.parse("2026-11-21T09:00:00.5Z");

  private static Optional<Post> map(String collection, String json) {
    return JetstreamRecords
        .map(new JetstreamRecord(DID, collection, "3k2abc", new JsonMapper().readTree(json), SEEN));
  }

  private static Post post(String collection, String json) {
    return map(collection, json).orElseThrow();
  }

  private static Post event(String locations) {
    return post(EVENT, "{\"name\":\"Street fair\",\"locations\":[" + locations + "]}");
  }

  @Test
  void aCalendarEventIsAPost() {
    Post post = post(EVENT,
        """
            {"$type":"community.lexicon.calendar.event","name":"Homebrew Club","description":"Bring <b>friends</b>.",
             "createdAt":"2026-11-20T10:00:00.000-06:00","startsAt":"2026-12-18T19:30:00.000-06:00","endsAt":null,
             "mode":"community.lexicon.calendar.event#inperson","status":"community.lexicon.calendar.event#scheduled",
             "locations":[
              {"$type":"community.lexicon.calendar.event#uri","uri":"https://example.com/","name":"Its page"},
              {"$type":"community.lexicon.location.address","name":"The Library","locality":"Chicago","country":"US"},
              {"$type":"community.lexicon.location.fsq","fsq_place_id":"4b0","latitude":"41.0","longitude":"-87.0"},
              {"$type":"community.lexicon.location.geo","latitude":"41.8781","longitude":"-87.6298"}]}""");

    assertThat(post.id()).isEqualTo("jetstream:" + DID + "/community.lexicon.calendar.event/3k2abc");
    assertThat(post.source()).isEqualTo("jetstream");
    assertThat(post.location()).isEqualTo(new Point(-87.6298, 41.8781));
    assertThat(post.exact()).isTrue();
    assertThat(post.created()).isEqualTo("2026-11-20T16:00:00Z");
    assertThat(post.author()).isEqualTo(new Post.Author("jetstream:" + DID, DID, null, null));
    assertThat(post.text()).isEqualTo("Homebrew Club\nBring <b>friends</b>.");
    assertThat(post.url()).isEqualTo("https://smokesignal.events/" + DID + "/3k2abc");
    assertThat(post.rights()).isEqualTo(Rights.OPEN);
    assertThat(post.more()).containsOnlyKeys("startsAt", "status");
    assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
  }

  @Test
  void thePositionOfAFoursquarePlaceIsAPlaces() {
    Post post = event("""
        {"$type":"community.lexicon.location.fsq","fsq_place_id":"4b0","name":"Heinz, Wigan",
         "latitude":"53.551667","longitude":"-2.683056"}""");

    assertThat(post.location()).isEqualTo(new Point(-2.683056, 53.551667));
    assertThat(post.exact()).isFalse();
    assertThat(post.place()).isEqualTo(new Post.Place("Heinz, Wigan", "poi"));
  }

  @Test
  void aPlaceWithoutANameIsItsTown() {
    Post post = event("""
        {"$type":"community.lexicon.location.geo","latitude":"41.8","longitude":"-87.6"},
        {"$type":"community.lexicon.location.address","locality":"Boulder","region":"CO","country":"US"}""");

    assertThat(post.place()).isEqualTo(new Post.Place("Boulder, CO", "city"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"name\":\"x\"}", "{\"name\":\"x\",\"locations\":[]}", "{\"name\":\"x\",\"locations\":null}",
    "{\"name\":\"x\",\"locations\":[{\"$type\":\"community.lexicon.location.address\",\"locality\":\"Boulder\"}]}",
    "{\"locations\":[{\"$type\":\"community.lexicon.location.hthree\",\"value\":\"872681a33ffffff\"}]}",
    "{\"locations\":[{\"$type\":\"community.lexicon.location.fsq\",\"fsq_place_id\":\"4b0\",\"name\":\"Bar\"}]}",
    "{\"locations\":[{\"$type\":\"community.lexicon.location.geo\",\"latitude\":\"\",\"longitude\":\" \"}]}",
    "{\"locations\":[7,\"here\",[],{\"latitude\":true,\"longitude\":{}}]}"})
  void whatHasNoCoordinatesIsNowhere(String json) {
    assertThat(map(EVENT, json)).isEmpty();
  }

  @Test
  void aBeaconIsAPost() {
    Post post = post(BEACON,
        """
            {"$type":"app.beaconbits.beacon","createdAt":"2026-11-21T08:59:59Z","shout":"Best coffee","visibility":"public",
             "location":{"latitude":"41.9","longitude":"-87.7"},"venueName":"Corner Café","venueCategory":"cafe",
             "addressDetails":{"name":"Other","locality":"Chicago"}}""");

    assertThat(post.location()).isEqualTo(new Point(-87.7, 41.9));
    assertThat(post.exact()).isTrue();
    assertThat(post.text()).isEqualTo("Best coffee");
    assertThat(post.place()).isEqualTo(new Post.Place("Corner Café", "poi"));
    assertThat(post.url()).isEqualTo("https://www.beaconbits.app/beacons/3k2abc?did=" + DID);
  }

  @Test
  void aBeaconNeedSayNothing() {
    Post post = post(BEACON, "{\"location\":{\"latitude\":\"1\",\"longitude\":\"2\"},\"addressDetails\":"
        + "{\"locality\":\"Chicago\"}}");

    assertThat(post.text()).isEmpty();
    assertThat(post.place()).isEqualTo(new Post.Place("Chicago", "city"));
    assertThat(post.created()).isEqualTo(SEEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"geo\":{\"latitude\":\"40.7\",\"longitude\":\"-74\"}",
    "\"coordinates\":{\"latitude\":40.7,\"longitude\":-74}",
    "\"locations\":[{\"$type\":\"community.lexicon.location.geo\",\"latitude\":\"40.7\",\"longitude\":\"-74.0\"}]"})
  void aCheckInOfAnyVersionIsAPost(String where) {
    Post post = post(CHECKIN, "{\"text\":\"Hi\",\"address\":{\"name\":\"Central Perk\"}," + where + "}");

    assertThat(post.location()).isEqualTo(new Point(-74, 40.7));
    assertThat(post.text()).isEqualTo("Hi");
    assertThat(post.place()).isEqualTo(new Post.Place("Central Perk", "poi"));
    assertThat(post.url()).isEqualTo("https://dropanchor.app/checkin/3k2abc");
  }

  @ParameterizedTest
  @CsvSource({"41.8781, 41.8781", "+41.5, 41.5", "-0, 0", ".5, 0.5", "1e-05, 0.00001", " 7. , 7"})
  void coordinatesAreReadAsProgramsWriteThem(String text, double degrees) {
    Post post = event("{\"latitude\":\"%s\",\"longitude\":\"0\"}".formatted(text));

    assertThat(post.location()).isEqualTo(new Point(0, degrees));
  }

  @ParameterizedTest
  @ValueSource(strings = {"north", "NaN", "Infinity", "0x1p3", "5d", "41,8", "91", "-90.001", "1e99", "1234",
    "41.8 N"})
  void aCoordinateThatIsNoneIsAnErrorThatNamesIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> event("{\"latitude\":\"%s\",\"longitude\":\"0\"}".formatted(text)))
        .withMessageContaining("latitude");
  }

  @Test
  void nothingIsWrittenLaterThanItWasSeen() {
    String where = ",\"location\":{\"latitude\":\"1\",\"longitude\":\"2\"}}";

    assertThat(post(BEACON, "{\"createdAt\":\"2031-01-01T00:00:00Z\"" + where).created()).isEqualTo(SEEN);
    assertThatIllegalArgumentException().isThrownBy(() -> map(BEACON, "{\"createdAt\":\"yesterday\"" + where))
        .withMessageContaining("createdAt");
  }

  @Test
  void aLongTextLosesItsEndAndNoHalfOfACharacter() {
    String where = ",\"locations\":[{\"latitude\":\"1\",\"longitude\":\"2\"}]}";
    Post post = post(EVENT, "{\"name\":\"x\",\"description\":\"" + "🎉".repeat(8_000) + "\"" + where);

    assertThat(post.text()).hasSizeBetween(Limits.TEXT - 1, Limits.TEXT).endsWith("🎉…").startsWith("x\n🎉");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\":7,", "{\"description\":{},", "{\"createdAt\":1,"})
  void aMemberOfTheWrongKindIsNamed(String start) {
    String member = start.substring(2, start.indexOf('"', 2));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> map(EVENT, start + "\"locations\":[{\"latitude\":\"1\",\"longitude\":\"2\"}]}"))
        .withMessageContaining(member);
  }
}
