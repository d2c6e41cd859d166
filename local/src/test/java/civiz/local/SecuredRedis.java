package civiz.local;

import civiz.testing.TlsRedis;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * A Redis as Heroku's: TLS with a certificate that nobody signed, and a user, {@code civiz}, with a password. Used by one
 * thread; what goes wrong fails the test.
 */
final class SecuredRedis implements AutoCloseable {
  /** What nothing may print. */
  static final String SECRET = "s3cret";
  /** What a process needs besides the address. */
  static final Map<String, String> ENVIRONMENT = Map.of("REDIS_TLS_VERIFY", "false");

  final TlsRedis tls;
  private final URI redis;

  /**
   * Lets the user in.
   *
   * @param redis  what is behind it
   * @param folder for the certificate
   */
  SecuredRedis(URI redis, Path folder) {
    this.redis = redis;
    tls = new TlsRedis(redis, folder);
    user("on", ">" + SECRET, "~*", "&*", "+@all");
  }

  /** With user and password. */
  URI uri() {
    return URI.create(tls.url("rediss").replace("//", "//civiz:" + SECRET + "@"));
  }

  /** Replaces the password by another one, and ends the connections there are. */
  void changePassword() {
    user("resetpass", ">another");
    tls.cut();
  }

  /** Takes the first password, too. */
  void takePasswordAgain() {
    user(">" + SECRET);
  }

  private void user(String... rules) {
    try (RedisClient client = RedisClient.create(redis)) {
      client.executeCommand(
          new CommandArguments(Protocol.Command.ACL).add("SETUSER").add("civiz").addObjects(List.of(rules)));
    }
  }

  @Override
  public void close() {
    tls.close();
  }
}
