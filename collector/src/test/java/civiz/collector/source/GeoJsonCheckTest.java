package civiz.collector.source;

import static civiz.collector.source.GeoJsonFeeds.collection;
import static civiz.collector.source.GeoJsonFeeds.feature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import civiz.testing.GeoJsonReply;
import civiz.testing.GeoJsonServer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GeoJsonCheckTest {
  private final GeoJsonServer server = GeoJsonServer.start(GeoJsonReply.status(404));
  private final String shown = server.url().toString().replace("?token=hush", "");

  @AfterEach
  void stop() {
    server.close();
  }

  private String found() throws PostSource.Unusable {
    return GeoJsonFeeds.source(server.url(), false).check();
  }

  private void assertUnusable(URI url, String why) {
    assertThatExceptionOfType(PostSource.Unusable.class)
        .isThrownBy(() -> GeoJsonFeeds.source(url, false).check()).withMessage(why);
  }

  @Test
  void itCountsWhatItFinds() throws PostSource.Unusable {
    server.reply(GeoJsonReply.document(collection(feature("a", "Alpha"), feature("a", "Alpha"),
        feature("b", "null", "{}"), "1", feature("c", "Gamma"))));
    assertThat(found()).isEqualTo(shown + ": 5 features, 2 read, 1 without a location, "
        + "1 with the id of another one, 1 malformed, the first at feature 4: it is not an object");
    server.reply(GeoJsonReply.document(collection()));
    assertThat(found()).isEqualTo(shown + ": 0 features, 0 read");
  }

  @Test
  void itTellsWhatIsWrongApart() {
    assertUnusable(server.url(),
        shown + ": the server answers 404: there is no feed, check the URL in GEOJSON_FEEDS");
    server.reply(GeoJsonReply.plain("<html>hush</html>"));
    assertUnusable(server.url(), shown + ": the answer is not a GeoJSON FeatureCollection: it is no JSON");
    server.reply(GeoJsonReply.document(collection("1")));
    assertUnusable(server.url(), shown + ": 1 feature, 0 read, 1 malformed, the first at feature 1: "
        + "it is not an object; check its options in GEOJSON_FEEDS");
    server.stop();
    assertUnusable(server.url(), shown + ": no server listens, check the URL in GEOJSON_FEEDS");
    assertUnusable(URI.create("http://nowhere.invalid/feed?token=hush"),
        "http://nowhere.invalid/feed: the server's name is unknown, check the URL in GEOJSON_FEEDS");
    assertUnusable(URI.create(server.url().toString().replace("http:", "https:")),
        shown.replace("http:", "https:") + ": no server listens, check the URL in GEOJSON_FEEDS");
  }

  @Test
  void aServerWithoutTlsIsNamed() {
    assertUnusable(URI.create(server.url().toString().replace("http:", "https:")),
        shown.replace("http:", "https:") + ": no TLS connection, check the URL in GEOJSON_FEEDS");
  }
}
