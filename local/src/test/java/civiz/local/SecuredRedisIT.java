package civiz.local;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FeedReader;
import civiz.testing.FreePort;
import civiz.testing.RunningProcess;
import civiz.testing.TestRedis;
import civiz.testing.TlsRedis;
import java.net.URI;
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
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * A Redis as Heroku's, with TLS, a certificate that nobody signed and a password, of which each is replaced while both
 * processes run. They come back by themselves. A password that stays refused for a minute ends them, as
 * {@code -Dlockout=true} tries.
 */
class SecuredRedisIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration LOCKOUT = Duration.ofSeconds(75).plus(SOON);
  private static final Map<String, String> ENVIRONMENT = Map.of("REDIS_TLS_VERIFY", "false");
  private static final String SECRET = "s3cret";

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  @TempDir
  Path folder;

  @Test
  void aReplacedCertificateAndAChangedPasswordLoseNothing() {
    acl("SETUSER", "civiz", "on", ">" + SECRET, "~*", "&*", "+@all");
    try (Tweeter tweeter = new Tweeter();
        TlsRedis tls = new TlsRedis(redis.uri(), folder);
        RunningProcess collector = collector(uri(tls), tweeter);
        Stack.Web web = Stack.web(uri(tls), FreePort.next(), ENVIRONMENT).awaitReady();
        FeedReader reader = FaultyPath.reader(web.uri())) {
      tweeter.awaitListener().write(20);
      awaitAll(reader, tweeter);

      tls.replaceCertificate();
      tweeter.write(20);
      awaitAll(reader, tweeter);

      acl("SETUSER", "civiz", "resetpass", ">another");
      tls.cut();
      tweeter.write(20);
      Awaitility.await("both have tried").atMost(SOON).until(() -> refused() >= 6);
      if (Boolean.getBoolean("lockout")) {
        awaitEnd(collector);
        awaitEnd(web.process());
        return;
      }
      acl("SETUSER", "civiz", ">" + SECRET);
      awaitAll(reader, tweeter);
      assertThat(reader.resets()).isZero();
      assertThat(reader.complaints()).isEmpty();
      for (RunningProcess process : List.of(collector, web.process()))
        assertThat(process.output()).doesNotContain(SECRET, "level=ERROR");
    }
  }

  private static void awaitEnd(RunningProcess process) {
    assertThat(process.awaitExit(LOCKOUT)).isEqualTo(1);
    assertThat(process.output()).contains("can't go on", "REDIS_URL").doesNotContain(SECRET, "\tat ");
  }

  private static URI uri(TlsRedis tls) {
    return URI.create(tls.url("rediss").replace("//", "//civiz:" + SECRET + "@"));
  }

  private static RunningProcess collector(URI uri, Tweeter tweeter) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.putAll(Stack.reading(tweeter.server));
    return Stack.collector(uri, environment);
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

  private static void acl(String... arguments) {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      client.executeCommand(new CommandArguments(Protocol.Command.ACL).addObjects(List.of(arguments)));
    }
  }
}
