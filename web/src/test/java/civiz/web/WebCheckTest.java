package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.Area;
import civiz.testing.FreePort;
import civiz.testing.MapTiles;
import civiz.testing.TestRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** {@code java -jar web.jar check}: each fault in one line of its own, no secret shown. */
class WebCheckTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final String TWO_AREAS = "chicago=-87.96,41.644,-87.40,42.04;boston=-71.2,42.2,-70.9,42.4";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  private boolean check(String... variables) {
    out.reset();
    Map<String, String> environment = new HashMap<>(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString()));
    for (int i = 0; i < variables.length; i += 2)
      environment.put(variables[i], variables[i + 1]);
    return WebCheck.run(WebConfig.read(environment), new PrintStream(out, true, UTF_8));
  }

  private List<String> told() {
    return out.toString(UTF_8).lines().toList();
  }

  private Optional<String> told(String name) {
    return told().stream().filter(line -> line.substring(6).startsWith(name + " ")).findFirst();
  }

  private String as(String user) {
    return "redis://%s@%s:%d".formatted(user, redis.uri().getHost(), redis.uri().getPort());
  }

  private static void user(String... rules) {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      CommandArguments line = new CommandArguments(Protocol.Command.ACL).add("SETUSER");
      for (String rule : rules)
        line.add(rule);
      client.executeCommand(line);
    }
  }

  @Test
  void allIsWellBeforeAnyCollectorAndNothingIsWritten() {
    assertThat(check("AREAS", TWO_AREAS)).isTrue();
    assertThat(told()).hasSize(5).allSatisfy(line -> assertThat(line).startsWith("ok    "));
    assertThat(told("configuration")).get().asString().endsWith("areas: chicago, boston");
    assertThat(told("redis")).get().asString().containsPattern("(Redis|Valkey) \\d+\\.")
        .contains(redis.uri().getHost());
    assertThat(told("chicago")).get().asString().endsWith("no collector has published yet");
    try (RedisClient client = RedisClient.create(redis.uri())) {
      assertThat(client.keys("*")).isEmpty();
    }
  }

  @Test
  void whereTheFeedOfEachAreaStands() {
    Area chicago = Area.parseAll(TWO_AREAS).getFirst();
    try (TestPublisher publisher = new TestPublisher(redis.uri(), chicago)) {
      publisher.post("test:1", "one");
      publisher.post("test:2", "two");
      assertThat(check("AREAS", TWO_AREAS)).isTrue();
      assertThat(told("chicago")).get().asString()
          .containsPattern("stands at \\w+:2; no collector was heard");
      publisher.heartbeat("{\"sources\":[]}");
      assertThat(check("AREAS", TWO_AREAS)).isTrue();
      assertThat(told("chicago")).get().asString()
          .containsPattern("stands at \\w+:2; a collector was heard \\d+ s ago");
      assertThat(told("boston")).get().asString().endsWith("no collector has published yet");
    }
  }

  @Test
  void aHeadThatIsDamaged() {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      client.hset("civiz:{chicago}:head", Map.of("epoch", "a", "seq", "many"));
    }
    assertThat(check()).isFalse();
    assertThat(told("redis")).get().asString().startsWith("ok ");
    assertThat(told("chicago")).get().asString().startsWith("FAIL").contains("damaged");
  }

  @Test
  void aRedisThatIsNotThere() {
    assertThat(check("REDIS_URL", "redis://user:s3cret@127.0.0.1:" + FreePort.next())).isFalse();
    assertThat(told("redis")).get().asString().startsWith("FAIL")
        .endsWith("nothing answers at the host and port of REDIS_URL");
    assertThat(told("chicago")).get().asString().startsWith("FAIL").contains("needs Redis");
    assertThat(out.toString(UTF_8)).doesNotContain("s3cret");
  }

  @Test
  void aHostWithoutAnAddress() {
    assertThat(check("REDIS_URL", "redis://redis.invalid:6379")).isFalse();
    assertThat(told("redis")).get().asString().contains("the name of the host in REDIS_URL is unknown");
  }

  @Test
  void aWrongPassword() {
    user("ada", "on", ">right", "~*", "&*", "+@all");
    assertThat(check("REDIS_URL", as("ada:wr0ng"))).isFalse();
    assertThat(told("redis")).get().asString()
        .endsWith("Redis refuses the user or the password in REDIS_URL");
    assertThat(out.toString(UTF_8)).doesNotContain("wr0ng");
    assertThat(check("REDIS_URL", as("ada:right"))).isTrue();
  }

  @Test
  void aUserThatMayNotSubscribeOrNotRead() {
    user("deaf", "on", ">s3cret", "~*", "resetchannels", "+@all");
    assertThat(check("REDIS_URL", as("deaf:s3cret"))).isFalse();
    assertThat(told("redis")).get().asString().startsWith("FAIL").contains("NOPERM").doesNotContain("s3cret");

    user("blind", "on", ">s3cret", "~other:*", "&*", "+@all", "-info");
    assertThat(check("REDIS_URL", as("blind:s3cret"))).isFalse();
    assertThat(told("redis")).get().asString().startsWith("ok ").contains("Redis of unknown version");
    assertThat(told("chicago")).get().asString().startsWith("FAIL").contains("may the user in REDIS_URL read")
        .doesNotContain("s3cret");
  }

  @Test
  void aPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThat(check("PORT", "" + taken.getLocalPort())).isFalse();
      assertThat(told("port")).get().asString().startsWith("FAIL").contains("" + taken.getLocalPort(),
          "change PORT");
      assertThat(told("redis")).get().asString().startsWith("ok ");
    }
  }

  @Test
  void aMapInAFile(@TempDir Path folder) {
    Path file = MapTiles.mbtiles(folder.resolve("city.mbtiles"), Map.of(),
        Map.of(new MapTiles.At(1, 0, 1), MapTiles.png(0x2040a0)));
    assertThat(check("BASEMAP_FILE", file.toString())).isTrue();
    assertThat(told("basemap")).get().asString().startsWith("ok ").contains("city.mbtiles");
  }
}
