package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedConfigTest {
  @Test
  void withoutAnyVariableItIsChicagoOnTheLocalRedis() {
    SharedConfig config = read(Map.of());
    assertThat(config.redis()).isEqualTo(URI.create("redis://localhost:6379"));
    assertThat(config.redisTlsVerify()).isTrue();
    assertThat(config.redisCluster()).isFalse();
    assertThat(config.parts()).containsExactly(config);
    assertThat(config.areas())
        .containsExactly(new Area("chicago", new BoundingBox(-87.96, 41.644, -87.40, 42.04)));
    assertThat(config.retention()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void everyVariableIsRead() {
    SharedConfig config = read(
        Map.of("REDIS_URL", "rediss://:p%40ss@redis.example.com:6380/1", "REDIS_TLS_VERIFY",
            "false", "AREAS", "fiji=176.8,-19.2,-178.2,-15.7", "RETENTION", "7d", "LOG_LEVEL", "DEBUG"));
    assertThat(config.redis().getPort()).isEqualTo(6380);
    assertThat(config.redisTlsVerify()).isFalse();
    assertThat(config.areas()).extracting(Area::name).containsExactly("fiji");
    assertThat(config.retention()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void onAClusterEachAreaIsAPartOfItsOwn() {
    SharedConfig config = read(
        Map.of("REDIS_CLUSTER", "true", "REDIS_URL", "redis://redis.example.com/0", "AREAS",
            "fiji=176.8,-19.2,-178.2,-15.7;here=0,0,1,1"));
    assertThat(config.redisCluster()).isTrue();
    assertThat(config.parts()).extracting(part -> part.areas().stream().map(Area::name).toList())
        .containsExactly(List.of("fiji"), List.of("here"));
  }

  @Test
  void aClusterHasNoDatabases() {
    assertThatExceptionOfType(Environment.BadConfiguration.class)
        .isThrownBy(
            () -> read(Map.of("REDIS_CLUSTER", "true", "REDIS_URL", "redis://:hunter2@example.com/10")))
        .withMessageContaining("REDIS_URL: names a database")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
  }

  @Test
  void printingItShowsNoPassword() {
    assertThat(read(Map.of("REDIS_URL", "rediss://someone:hunter2@redis.example.com:6380/1")).toString())
        .contains("rediss://redis.example.com:6380").doesNotContain("hunter2", "someone");
    assertThat(read(Map.of("REDIS_URL", "redis://redis.example.com")).toString())
        .contains("redis://redis.example.com:6379 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://:hunter2@example.com", "redis:hunter2", "redis://", "hunter2",
    "redis://:hunter2@", "redis://:hunter2@example.com:0", "redis://:hunter2@example.com:65536",
    "redis://hunter2@example.com", "redis://:hunter2@example.com/one", "redis://:hunter2@example.com?db=1",
    "redis://:hunter2 @example.com", "redis://:hunter2#@example.com"})
  void aWrongRedisUrlIsToldWithoutItsPassword(String url) {
    assertThatExceptionOfType(Environment.BadConfiguration.class)
        .isThrownBy(() -> read(Map.of("REDIS_URL", url)))
        .withMessageContaining("REDIS_URL: is not redis://").satisfies(
            e -> assertThat(e.toString()).doesNotContain("hunter2"));
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    assertThatExceptionOfType(Environment.BadConfiguration.class)
        .isThrownBy(
            () -> read(Map.of("LOG_LEVEL", "LOUD", "REDIS_URL", "x", "REDIS_TLS_VERIFY", "no", "AREAS", "a=1",
                "RETENTION", "30s")))
        .satisfies(
            e -> assertThat(String.valueOf(e.getMessage()).lines()).containsExactly(
                "the configuration has 5 mistakes:",
                "  LOG_LEVEL: \"LOUD\" is not one of TRACE, DEBUG, INFO, WARN, ERROR",
                "  REDIS_URL: is not redis://[user:password@]host[:port][/db] or rediss://…",
                "  REDIS_TLS_VERIFY: \"no\" is not true or false",
                "  AREAS: area \"a\": \"1\" is not west,south,east,north",
                "  RETENTION: \"30s\" is not from 1m to 7d"));
  }

  private static SharedConfig read(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    return environment.checked(SharedConfig.read(environment));
  }
}
