package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.FreePort;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * A Redis as Heroku's, with TLS, a certificate that nobody signed and a password, of which each is replaced while both
 * processes run. They come back by themselves. A password that stays refused for a minute ends them, as
 * {@code -Dlockout=true} tries.
 */
class SecuredRedisIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration LOCKOUT = Duration.ofSeconds(75).plus(SOON);

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @TempDir
  Path folder;

  @Test
  void aReplacedCertificateAndAChangedPasswordLoseNothing() {
    try (Tweeter tweeter = new Tweeter();
        SecuredRedis secured = new SecuredRedis(redis.uri(), folder);
        RunningProcess collector = collector(secured, tweeter);
        Stack.Web web = Stack.web(secured.uri(), FreePort.next(), SecuredRedis.ENVIRONMENT).awaitReady();
        FeedReader reader = FaultyPath.reader(web.uri())) {
      tweeter.awaitListener().write(20);
      awaitAll(reader, tweeter);

      secured.tls.replaceCertificate();
      tweeter.write(20);
      awaitAll(reader, tweeter);

      secured.changePassword();
      tweeter.write(20);
      Awaitility.await("both have tried").atMost(SOON).until(() -> refused() >= 6);
      if (Boolean.getBoolean("lockout")) {
        awaitEnd(collector);
        awaitEnd(web.process());
        return;
      }
      secured.takePasswordAgain();
      awaitAll(reader, tweeter);
      assertThat(reader.resets()).isZero();
      assertThat(reader.complaints()).isEmpty();
      for (RunningProcess process : List.of(collector, web.process()))
        assertThat(process.output()).doesNotContain(SecuredRedis.SECRET, "level=ERROR");
    }
  }

  private static void awaitEnd(RunningProcess process) {
    assertThat(process.awaitExit(LOCKOUT)).isEqualTo(1);
    assertThat(process.output()).contains("can't go on", "REDIS_URL").doesNotContain(SecuredRedis.SECRET,
        "\tat ");
  }

  private static RunningProcess collector(SecuredRedis secured, Tweeter tweeter) {
    Map<String, String> environment = new HashMap<>(SecuredRedis.ENVIRONMENT);
    environment.putAll(Stack.reading(tweeter.server));
    return Stack.collector(secured.uri(), environment);
  }

  private static void awaitAll(FeedReader reader, Tweeter tweeter) {
    Awaitility.await("the reader has every post").atMost(SOON)
        .untilAsserted(() -> assertThat(reader.posts()).containsOnlyKeys(tweeter.written));
  }

  private static int refused() {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      Matcher count = Pattern.compile("errorstat_WRONGPASS:count=(\\d+)").matcher(client.info("errorstats"));
      return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }
  }
}
