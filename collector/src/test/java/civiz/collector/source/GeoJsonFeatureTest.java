package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import civiz.contract.BoundingBox;
import civiz.contract.Location;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Rights;
import civiz.testing.UsgsDay;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class GeoJsonFeatureTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant SINCE = Instant.parse("2026-11-21T09:00:00Z");
  private static final URI URL = URI.create("http://example.com/feed");
  private static final GeoJsonFeed OBVIOUS = new GeoJsonFeed("city", URL, null, null, null, null, null,
      ZoneOffset.UTC, Duration.ofMinutes(1), false, Rights.OPEN);
  private static final GeoJsonFeed NAMED = new GeoJsonFeed("city", URL, "sr_type", "created_date", "page",
      "sr_number", "owner", ZoneId.of("America/Chicago"), Duration.ofMinutes(1), false, Rights.DISPLAY);

  private static ObjectNode feature(String geometry, String properties) {
    return (ObjectNode) JSON.readTree(
        "{'type':'Feature','geometry':%s,'properties':%s}".formatted(geometry, properties).replace('\'',
            '"'));
  }

  private static ObjectNode feature(String properties) {
    return feature("{'type':'Point','coordinates':[-87.63,41.88]}", properties);
  }

  private static Optional<Post> map(GeoJsonFeed feed, ObjectNode feature) {
    GeoJsonFeature mapper = new GeoJsonFeature(feed);
    return mapper.post(mapper.id(feature), feature, SINCE);
  }

  private static Post post(GeoJsonFeed feed, String properties) {
    return map(feed, feature(properties)).orElseThrow();
  }

  private static Location location(String geometry) {
    return map(OBVIOUS, feature(geometry, "{}")).orElseThrow().location();
  }

  @Test
  void everyEarthquakeOfTheRealDayIsRead() {
    List<Post> posts = new ArrayList<>();
    for (JsonNode feature : JSON.readTree(UsgsDay.json()).path("features"))
      posts.add(map(OBVIOUS, (ObjectNode) feature).orElseThrow());
    assertThat(posts).hasSize(UsgsDay.QUAKES).allMatch(Post::exact).doesNotHaveDuplicates();
    Post first = posts.getFirst();
    assertThat(first.id()).isEqualTo("city:hv70312366");
    assertThat(first.text()).isEqualTo("M 1.8 - 4km SW of Volcano, Hawaii");
    assertThat(first.created()).isEqualTo("2018-06-24T05:59:50.090Z");
    assertThat(first.url()).isEqualTo("https://earthquake.usgs.gov/earthquakes/eventpage/hv70312366");
    assertThat(first.location()).isEqualTo(new Point(-155.2633362, 19.4028339));
    assertThat(first.author()).isNull();
    assertThat(first.rights()).isEqualTo(Rights.OPEN);
    assertThat(posts).extracting(Post::location).contains(new Point(-179.9276, -24.1622));
  }

  @Test
  void optionsNameTheProperties() {
    Post post = post(NAMED,
        """
            {'sr_type':'Pothole in Street','created_date':'2026-11-20T14:05:12.000','page':'https://example.com/1',
            'sr_number':'SR26-1','owner':'Streets','title':'not me','id':'nor me','time':0,'url':'http://nor.me'}""");
    assertThat(post.text()).isEqualTo("Pothole in Street");
    assertThat(post.created()).as("in Chicago").isEqualTo("2026-11-20T20:05:12Z");
    assertThat(post.url()).isEqualTo("https://example.com/1");
    assertThat(post.id()).isEqualTo("city:SR26-1");
    assertThat(post.author()).isEqualTo(new Post.Author(null, "Streets", null, null));
    assertThat(post.rights()).isEqualTo(Rights.DISPLAY);
  }

  @Test
  void obviousPropertiesAreFoundInTheirOrderWhateverTheirCase() {
    Post post = post(OBVIOUS, """
        {'DESCRIPTION':'long','Name':'Fire hydrant','UPDATED':'2026-01-01','Date':'2026-02-02T10:00Z',
        'link':'https://example.com/x','URL':'javascript:alert(1)','OBJECTID':17,'mag':1}""");
    assertThat(post.text()).isEqualTo("Fire hydrant");
    assertThat(post.created()).isEqualTo("2026-02-02T10:00:00Z");
    assertThat(post.url()).isEqualTo("https://example.com/x");
    assertThat(post.id()).isEqualTo("city:17");
  }

  @Test
  void whatIsMissingIsLeftOut() {
    for (String properties : List.of("null", "{}",
        "{'title':null,'time':'','url':7,'id':' ','name':{'x':1},'date':'soon'}")) {
      Post post = post(OBVIOUS, properties);
      assertThat(post.text()).isEmpty();
      assertThat(post.created()).isEqualTo(SINCE);
      assertThat(post.url()).isNull();
      assertThat(post.id()).matches("city:[0-9a-f]{32}");
    }
    assertThat(post(NAMED, "{}").created()).isEqualTo(SINCE);
  }

  @Test
  void withoutAnIdItIsMadeOfWhatTheFeatureSaysWhereAndWhen() {
    GeoJsonFeature mapper = new GeoJsonFeature(OBVIOUS);
    String id = mapper.id(feature("{'title':'a','time':1529819990090,'felt':1}"));
    assertThat(mapper.id(feature("{'title':'a','time':1529819990090,'felt':2}"))).isEqualTo(id);
    assertThat(mapper.id(feature("{'title':'b','time':1529819990090}"))).isNotEqualTo(id);
    assertThat(mapper.id(feature("{'title':'a','time':1529819990091}"))).isNotEqualTo(id);
    assertThat(
        mapper.id(feature("{'type':'Point','coordinates':[0,0]}", "{'title':'a','time':1529819990090}")))
        .isNotEqualTo(id);
  }

  @Test
  void anIdThatMayNotStandInAPostsIsDigested() {
    GeoJsonFeature mapper = new GeoJsonFeature(OBVIOUS);
    ObjectNode feature = feature("{}");
    assertThat(mapper.id(feature.put("id", "urn:oid:2.49.0.1"))).isEqualTo("city:urn:oid:2.49.0.1");
    assertThat(mapper.id(feature.put("id", 12345678901234567L))).isEqualTo("city:12345678901234567");
    for (String strange : List.of("two words", "żółw", "x".repeat(201), "line\nbreak"))
      assertThat(mapper.id(feature.put("id", strange))).matches("city:[0-9a-f]{32}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      1529819990090                   | 2018-06-24T05:59:50.090Z
      1529819990                      | 2018-06-24T05:59:50Z
      1529819990.5                    | 2018-06-24T05:59:50.500Z
      "1529819990090"                 | 2018-06-24T05:59:50.090Z
      "2018-06-24T05:59:50.09Z"       | 2018-06-24T05:59:50.090Z
      "2018-06-24t05:59:50z"          | 2018-06-24T05:59:50Z
      "2018-06-24T07:59:50+02:00"     | 2018-06-24T05:59:50Z
      "2018-06-24 07:59:50 +0200"     | 2018-06-24T05:59:50Z
      "2018-06-24T05:59:50.000"       | 2018-06-24T05:59:50Z
      "2018-06-24 05:59"              | 2018-06-24T05:59:00Z
      "2018-06-24"                    | 2018-06-24T00:00:00Z
      -1000000000000                  | 1938-04-24T22:13:20Z
      """)
  void timesAreReadAsTheWorldWritesThem(String json, Instant time) {
    assertThat(GeoJsonTime.read(JSON.readTree(json), ZoneOffset.UTC)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026", "0", "\"2026\"", "\"noon\"", "\"2026-13-01\"", "\"2026-11-21T25:00\"",
    "true",
    "[]", "{}", "\"\"", "1e400", "\"24/06/2018\"", "\"2018-06-24 \\n05:59\""})
  void otherThingsAreNoTimes(String json) {
    assertThat(GeoJsonTime.read(JSON.readTree(json), ZoneOffset.UTC)).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {'type':'Point','coordinates':[1,2,3]}                                            | 1,2,1,2
      {'type':'MultiPoint','coordinates':[[1,2],[3,4,9]]}                               | 1,2,3,4
      {'type':'LineString','coordinates':[[1,2],[3,0]]}                                 | 1,0,3,2
      {'type':'MultiLineString','coordinates':[[[1,2],[3,0]],[[5,5],[6,6]]]}            | 1,0,6,6
      {'type':'Polygon','coordinates':[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]} | 0,0,4,4
      {'type':'MultiPolygon','coordinates':[[[[170,-20],[180,-20],[180,-15],[170,-20]]],[[[-180,-18],[-175,-10],[-180,-10],[-180,-18]]]]} | 170,-20,-175,-10
      {'type':'MultiLineString','coordinates':[[[-180,1],[-179,2]],[[178,0],[180,1]]]}  | 178,0,-179,2
      {'type':'Polygon','coordinates':[[[-180,-90],[180,-90],[180,90],[-180,-90]]]}     | -180,-90,180,90
      {'type':'GeometryCollection','geometries':[{'type':'Point','coordinates':[1,2]},{'type':'LineString','coordinates':[[3,4],[5,6]]}]} | 1,2,5,6
      {'type':'Polygon','coordinates':[[[1,2],[1,2],[1,2],[1,2]]]}                      | 1,2,1,2
      """)
  void anyGeometryIsALocation(String geometry, String box) {
    BoundingBox expected = BoundingBox.parse(box);
    assertThat(location(geometry))
        .isEqualTo(expected.isPoint() ? new Point(expected.west(), expected.south()) : expected);
    assertThat(map(OBVIOUS, feature(geometry, "{}")).orElseThrow().exact())
        .isEqualTo(geometry.contains("'Point','coordinates':[1,2,3]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{'type':'Point','coordinates':[]}",
    "{'type':'Polygon','coordinates':[[]]}",
    "{'type':'GeometryCollection','geometries':[]}"})
  void withoutAGeometryItIsNowhere(String geometry) {
    assertThat(map(OBVIOUS, feature(geometry, "{'title':'a'}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {'type':'Point','coordinates':[-87,141]}           | geometry.coordinates: latitude 141.0 is not within ±90 degrees
      {'type':'Point','coordinates':[1e400,1]}           | geometry.coordinates: longitude Infinity is not within ±180 degrees
      {'type':'Point','coordinates':[1]}                 | geometry.coordinates has a position without latitude
      {'type':'Point','coordinates':['1','2']}           | geometry.coordinates is not an array
      {'type':'Point','coordinates':{'x':1}}             | geometry.coordinates is not an array
      {'type':'Point'}                                   | geometry.coordinates is missing
      {'type':'Circle','coordinates':[1,2]}              | geometry.type "Circle" is not a type of geometry
      {'coordinates':[1,2]}                              | geometry.type "" is not a type of geometry
      [1,2]                                              | geometry.type "" is not a type of geometry
      {'type':'GeometryCollection','geometries':1}       | geometry.geometries is not an array
      """)
  void aGeometryThatIsNoneIsRefusedByName(String geometry, String why) {
    assertThatIllegalArgumentException().isThrownBy(() -> map(OBVIOUS, feature(geometry, "{}")))
        .withMessage(why);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {'sr_type':['secret text']}        | properties.sr_type, the title, is neither text nor a number
      {'created_date':'secret text'}     | properties.created_date, the time, is no time
      {'sr_number':{'secret':'text'}}    | properties.sr_number, the id, is neither text nor a number
      [1]                                | properties is not an object
      """)
  void whatAnOptionNamesMustBeOfItsForm(String properties, String why) {
    assertThatIllegalArgumentException().isThrownBy(() -> post(NAMED, properties)).withMessage(why);
  }

  @Test
  void onlyFeaturesAreRead() {
    assertThatIllegalArgumentException().isThrownBy(() -> map(OBVIOUS, feature("{}").put("type", "Point")))
        .withMessage("type is not \"Feature\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> post(OBVIOUS, "{'title':'%s'}".formatted("x".repeat(10_001))))
        .withMessage("properties.text has 10001 characters, more than 10000");
    assertThatIllegalArgumentException().isThrownBy(() -> post(OBVIOUS, "{'time':99999999999999999}"))
        .withMessageContaining("created");
  }

  @Test
  void aBadLinkCostsOnlyTheLink() {
    assertThat(post(NAMED, "{'page':'javascript:alert(1)'}").url()).isNull();
    assertThat(post(NAMED, "{'page':{'url':'https://example.com'}}").url()).isNull();
  }

  @Test
  void textIsDataAndStaysAsItIs() {
    assertThat(post(OBVIOUS, "{'title':'<b>&amp; <script>alert(1)</script>'}").text())
        .isEqualTo("<b>&amp; <script>alert(1)</script>");
  }
}
