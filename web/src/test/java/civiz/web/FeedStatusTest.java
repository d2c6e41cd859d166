package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FeedStatusTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final FeedStatus status = new FeedStatus();

  private static ObjectNode told() {
    return (ObjectNode) JsonMapper.shared()
        .readTree(
            "{\"collector\":\"web.1\",\"started\":\"s\",\"perMinute\":42,\"counts\":{},\"sources\":[],\"new\":1}");
  }

  @Test
  void itSaysWhatIsKnown() {
    status.redis(new FeedStatus.Redis(true, NOON));
    status.collector(told(), NOON);
    status.post(NOON.minusSeconds(1));
    assertThat(new String(status.line(NOON.plusSeconds(2), 12, null), UTF_8)).isEqualTo(
        """
            {"status":{"at":"2026-11-21T12:00:02Z","viewers":12,"lastPost":"2026-11-21T11:59:59Z","log":{"since":null},\
            "redis":{"up":true,"since":"2026-11-21T12:00:00Z"},\
            "collector":{"up":true,"heard":"2026-11-21T12:00:00Z","started":"s","perMinute":42,"counts":{},"sources":[],"new":1}}}
            """);
  }

  @Test
  void nothingKnownIsNull() {
    assertThat(status.object(NOON, 0, null).get("collector").isNull()).isTrue();
    assertThat(status.object(NOON, 0, null).get("lastPost").isNull()).isTrue();
    assertThat(status.object(NOON, 0, null).at("/redis/up").asBoolean()).isFalse();
  }

  @Test
  void aCollectorUnheardForFifteenSecondsIsNotUp() {
    status.collector(told(), NOON);
    assertThat(status.object(NOON.plusMillis(14_999), 0, null).at("/collector/up").asBoolean()).isTrue();
    assertThat(status.object(NOON.plusSeconds(15), 0, null).at("/collector/up").asBoolean()).isFalse();
  }

  @Test
  void viewersAreToldAtOnceOfWhatChangesAndNotOfWhatCounts() {
    String before = status.state(NOON);
    status.collector(reading("live", "2026-11-21T11:59:59Z"), NOON);
    String up = status.state(NOON);
    assertThat(up).isNotEqualTo(before);
    status.collector(reading("live", "2026-11-21T12:00:04Z").put("perMinute", 43), NOON.plusSeconds(5));
    assertThat(status.state(NOON.plusSeconds(5))).isEqualTo(up);
    assertThat(status.state(NOON.plusSeconds(60))).isNotEqualTo(up);
    status.collector(reading("waiting", "2026-11-21T12:00:04Z"), NOON);
    assertThat(status.state(NOON)).isNotEqualTo(up);
    status.collector(reading("live", "2026-11-21T12:00:04Z"), NOON);
    status.redis(new FeedStatus.Redis(true, NOON));
    assertThat(status.state(NOON)).isNotEqualTo(up);
  }

  private static ObjectNode reading(String state, String last) {
    ObjectNode told = told();
    told.withArray("sources").addObject().put("name", "x").put("state", state).put("detail", "").put("last",
        last);
    return told;
  }
}
