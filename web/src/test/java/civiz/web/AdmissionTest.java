package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final ClientAddress ADDRESS = ClientAddress.of("192.0.2.1", null);

  private final Feed feed = TestLines.feed();
  private final Admission admission = new Admission(Map.of("chicago", feed),
      WebConfig.read(
          Map.of("ALLOWED_ORIGINS", "https://City.example, http://localhost:3000", "MAX_VIEWERS", "1")));

  @BeforeEach
  void read() {
    feed.log.begin("e", 0, 0);
    feed.log.end();
  }

  @AfterEach
  void close() {
    feed.close();
  }

  private void refused(int status, String why, @Nullable String area, @Nullable String since,
      @Nullable String format,
      @Nullable String origin) {
    refused(status, why, query("area", area, "since", since, "format", format), origin);
  }

  private void refused(int status, String why, @Nullable String query, @Nullable String origin) {
    assertThatThrownBy(() -> admission.admit(query, "civiz.example:8080", origin, ADDRESS))
        .isInstanceOfSatisfying(Admission.Refused.class, refused -> {
          assertThat(refused.why.status).isEqualTo(status);
          assertThat(refused).hasMessageContaining(why);
        });
  }

  private Admission.Seat admit(@Nullable String since, @Nullable String format, @Nullable String origin)
      throws Admission.Refused {
    return admission.admit(query("area", "chicago", "since", since, "format", format), "civiz.example:8080",
        origin, ADDRESS);
  }

  private static String query(@Nullable String... namesAndValues) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = namesAndValues[i + 1];
      if (value != null) pairs.add(namesAndValues[i] + "=" + URLEncoder.encode(value, UTF_8));
    }
    return String.join("&", pairs);
  }

  @Test
  void pagesOfThisHostAndOfNamedOriginsMayRead() throws Admission.Refused {
    admit(null, null, "http://civiz.example:8080");
    admit(null, null, "https://CIVIZ.example:8080");
    admit(null, null, "https://city.example");
    admit(null, null, "http://localhost:3000");
  }

  @Test
  void pagesOfOtherOriginsMayNot() {
    for (String origin : new String[]{"https://evil.example", "null", "", "http://civiz.example",
      "http://civiz.example:8081", "https://city.example.evil.example", "http://city.example",
      "evil://x@civiz.example:8080", "civiz.example:8080"}) {
      refused(403, "may not read", "chicago", null, null, origin);
    }
  }

  @Test
  void whatIsNoBrowserNeedsNoOrigin() throws Admission.Refused {
    assertThat(admit(null, null, null).feed()).isSameAs(feed);
  }

  @Test
  void anAreaThatIsNotThereIsNamedAndSoAreThoseThatAre() {
    refused(404, "no area \"atlantis\", but chicago", "atlantis", null, null, null);
  }

  @Test
  void whoNamesNoAreaGetsTheFirst() throws Admission.Refused {
    assertThat(admission.admit(null, null, null, ADDRESS).feed()).isSameAs(feed);
  }

  @Test
  void whatCannotBeReadIsRefused() {
    for (String since : new String[]{"", "e", "e:", "e:-1", "e:1x", "e f:1", "e:1:2", "e:9999999999999999999",
      "é:1"}) {
      refused(400, "is not epoch:seq", "chicago", since, null, null);
    }
    refused(400, "format \"xml\"", "chicago", null, "xml", null);
  }

  @Test
  void aQueryThatSaysAnythingElseIsRefused() {
    refused(400, "\"aera\" is not a parameter", "aera=chicago", null);
    refused(400, "\"\" is not a parameter", "=chicago", null);
    refused(400, "area stands there more than once", "area=chicago&area=chicago", null);
    refused(400, "bad percent encoding", "area=chica%go", null);
    refused(400, "bad percent encoding", "area=chicago%", null);
    refused(404, "no area \"chicago?\"", "area=chicago%00", null);
    refused(404, "no area \"\"", "area", null);
  }

  @Test
  void emptyParametersAreNone() throws Admission.Refused {
    assertThat(admission.admit("&area=chicago&&", null, null, ADDRESS).feed()).isSameAs(feed);
  }

  @Test
  void whereAReaderWasIsUnderstood() throws Admission.Refused {
    Admission.Seat seat = admit("9f3a:124", "text", null);
    assertThat(seat.feed()).isSameAs(feed);
    assertThat(seat.since()).isEqualTo(new Since("9f3a", 124));
    assertThat(seat.text()).isTrue();
    assertThat(Objects.requireNonNull(admit(":0", null, null).since())).isEqualTo(new Since("", 0));
  }

  @Test
  void nobodyIsLetInBeforeTheLogWasReadOrAfterTheEnd() {
    try (Feed unread = TestLines.feed()) {
      Admission early = new Admission(Map.of("chicago", unread), WebConfig.read(Map.of()));
      assertThatThrownBy(() -> early.admit("area=chicago", null, null, ADDRESS))
          .hasMessageContaining("not read yet");
    }
    admission.close();
    refused(503, "goes away", "chicago", null, null, null);
  }
}
