package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

class TestRedisTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @BeforeEach
  void empty() {
    redis.flush();
  }

  @Test
  void comesBackWithItsDataAtTheSameAddressAfterAStop() {
    set("stopped");
    URI before = redis.uri();
    redis.stop();
    redis.start(true);
    assertThat(get()).isEqualTo("stopped");
    assertThat(redis.uri()).isEqualTo(before);
  }

  @Test
  void keepsWhatItAnsweredThroughAKill() {
    set("killed");
    redis.kill();
    redis.start(true);
    assertThat(get()).isEqualTo("killed");
  }

  @Test
  void comesBackEmptyAtTheSameAddressWhenAsked() {
    set("lost");
    URI before = redis.uri();
    redis.kill();
    redis.start(false);
    assertThat(get()).isNull();
    assertThat(redis.uri()).isEqualTo(before);
  }

  @Test
  void answersNothingWhilePaused() {
    set("before");
    redis.pause();
    assertThatThrownBy(TestRedisTest::get).hasMessageContaining("timed out");
    redis.resume();
    assertThat(get()).isEqualTo("before");
  }

  @Test
  void saysWhichRedisItIs() {
    assertThat(redis.kind()).matches("(Redis|Valkey) \\d+\\.\\d+\\.\\d+ (in Docker|embedded|from .+)");
  }

  private static void set(String value) {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      client.set("key", value);
    }
  }

  private static String get() {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      return client.get("key");
    }
  }
}
