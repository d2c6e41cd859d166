package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.testing.TestRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** One connection for all who ask, in turn. */
class RedisServersTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @Test
  @Timeout(60)
  void nobodyWaitsForEverForOneThatDoesNotComeBack() {
    try (RedisServers servers = RedisServers.of(Samples.config(redis.uri()))) {
      try (Connection held = servers.connection("a")) {
        assertThatThrownBy(() -> servers.connection("b")).isInstanceOf(JedisException.class);
        assertThat(held.ping()).isTrue();
      }
      try (Connection next = servers.connection("b")) {
        assertThat(next.ping()).isTrue();
      }
    }
  }
}
