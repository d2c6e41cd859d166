package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import civiz.contract.Environment;
import civiz.contract.Rights;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoJsonConfigTest {
  private static final String USGS = "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/all_hour.geojson";

  private static List<GeoJsonFeed> read(String feeds) {
    Environment environment = new Environment(Map.of("GEOJSON_FEEDS", feeds));
    return environment.checked(GeoJsonConfig.read(environment)).feeds();
  }

  private static List<String> mistakes(String feeds) {
    Environment.BadConfiguration bad = catchThrowableOfType(Environment.BadConfiguration.class,
        () -> read(feeds));
    return String.valueOf(bad.getMessage()).lines().skip(1).map(String::strip)
        .map(line -> line.replaceFirst("^GEOJSON_FEEDS: ", "")).toList();
  }

  @Test
  void aNameAndAUrlAreEnough() {
    assertThat(read("usgs=" + USGS))
        .containsExactly(new GeoJsonFeed("usgs", URI.create(USGS), null, null, null,
            null, null, ZoneOffset.UTC, Duration.ofMinutes(1), false, Rights.OPEN));
  }

  @Test
  void severalFeedsHaveTheirOptionsInAnyOrder() {
    String url = "https://data.cityofchicago.org/resource/v6vf-nfxy.geojson?$order=created_date%20DESC&$limit=500";
    assertThat(read(" usgs=" + USGS + " ;\n chicago-311=" + url
        + "  retract=vanished every=5m title=sr_type\ttime=created_date id=sr_number author=owner_department"
        + " link=page zone=America/Chicago rights=display ; ")).hasSize(2).last()
        .isEqualTo(new GeoJsonFeed("chicago-311", URI.create(url), "sr_type", "created_date", "page",
            "sr_number", "owner_department", ZoneId.of("America/Chicago"), Duration.ofMinutes(5), true,
            Rights.DISPLAY));
  }

  @Test
  void namesOfPropertiesMayHaveBlanksAndSemicolonsAsUrlsHaveThem() {
    assertThat(read("a=http://example.com/f title=Incident%20Type%3B+x").getFirst().title())
        .isEqualTo("Incident Type;+x");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      usgs                                      | feed 1: is not name=URL
      https://example.com/f?token=hush          | feed 1: is not name=URL
      USGS Quakes=http://example.com            | feed 1: is not name=URL
      Usgs=http://example.com                   | feed 1: its name "Usgs" is not 1 to 30 of a-z, 0-9 and -
      twitter4j=http://example.com              | feed twitter4j: another source has this name
      geojson=http://example.com                | feed geojson: another source has this name
      a=                                        | feed a: its URL is not http://host/… or https://host/…
      a=ftp://example.com/hush                  | feed a: its URL is not http://host/… or https://host/…
      a=http:///hush                            | feed a: its URL is not http://host/… or https://host/…
      a=http://example.com/f?t=hush&q=<5        | feed a: its URL can't be read at its character 31, "<"; what is not allowed in a URL is written %XX
      a=http://me:hush@example.com/f            | feed a: its URL "http://example.com/f" has a user or password, which is not sent
      a=http://example.com/f hush               | feed a: its option 1 is not one of title, time, link, id, author, zone, every, retract, rights, each with = and a value; a blank in a URL is %20
      a=http://example.com/f title=t hush=x     | feed a: its option 2 is not one of title, time, link, id, author, zone, every, retract, rights, each with = and a value; a blank in a URL is %20
      a=http://example.com/f title=             | feed a: option title has no value
      a=http://example.com/f title=%zz          | feed a: option title has a % that is not %XX
      a=http://example.com/f id=a id=b          | feed a: option id is there twice
      a=http://example.com/f every=9s           | feed a: option every "9s" is not from 10s to 1d
      a=http://example.com/f every=2d           | feed a: option every "2d" is not from 10s to 1d
      a=http://example.com/f every=often        | feed a: option every "often" is not a duration such as 30s, 10m or 24h
      a=http://example.com/f retract=always     | feed a: option retract "always" is not vanished
      a=http://example.com/f rights=none        | feed a: option rights "none" is not open or display
      a=http://example.com/f zone=Chicago       | feed a: option zone "Chicago" is not a time zone such as America/Chicago
      a=http://example.com/f;a=http://b.example | feed "a" is there twice
      """)
  void eachMistakeNamesTheFeedAndTheOptionAndNoSecret(String feeds, String mistake) {
    assertThat(mistakes(feeds)).containsExactly(mistake);
  }

  @Test
  void allMistakesOfAllFeedsAreToldAtOnce() {
    assertThat(mistakes("a=http://example.com every=1s rights=x; b; c=http://example.com/c")).hasSize(3);
    assertThat(mistakes(";")).containsExactly("the source geojson needs it: name=URL;…");
    assertThat(mistakes(IntStream.range(0, 51).mapToObj(i -> "f" + i + "=http://example.com")
        .collect(Collectors.joining(";")))).containsExactly("has 51 feeds, more than 50");
  }

  @Test
  void theQueryIsNeverShown() {
    GeoJsonFeed feed = read("a=https://example.com:8443/path?$$app_token=hush").getFirst();
    assertThat(feed).hasToString("a=https://example.com:8443/path");
    assertThat(new GeoJsonConfig(List.of(feed)).toString()).doesNotContain("hush");
  }
}
