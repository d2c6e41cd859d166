package civiz.testing;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A real Redis for the tests of one class, that can be stopped, killed and started again at the same address:
 * {@code @RegisterExtension static final TestRedis redis = new TestRedis();}
 *
 * <p>It runs in Docker when Docker answers, else embedded. {@code CIVIZ_TEST_REDIS}, as a system property or an
 * environment variable, decides otherwise: {@code docker}, {@code embedded}, or the path of a redis-server or a
 * compatible program. Used by one thread.
 */
public final class TestRedis implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final String CHOICE = "CIVIZ_TEST_REDIS";
  /** A start takes some 50 ms; a container on a busy machine a few seconds. */
  private static final Duration START = Duration.ofSeconds(30);
  /** Enough for a first pull of the images; a developer who did not ask for Docker should not wait as long. */
  private static final int DOCKER_SECONDS = 120;
  private static final int MAYBE_DOCKER_SECONDS = 20;
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  /** Once Docker has failed, the other classes of the run don't wait for it again. */
  private static volatile boolean dockerFailed;

  private @Nullable RedisServer server;
  private String kind = "";

  @Override
  public void beforeAll(ExtensionContext context) {
    open();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Starts it, empty; JUnit calls this where it is registered as an extension. */
  public TestRedis open() {
    server = choose();
    awaitAnswer();
    kind = "%s %s".formatted(version(), server.where());
    if (TOLD.compareAndSet(false, true)) System.out.println("Tests run against " + kind);
    return this;
  }

  private static RedisServer choose() {
    String choice = System.getProperty(CHOICE, System.getenv(CHOICE));
    return switch (choice) {
      case "docker" -> RedisInDocker.launch(DOCKER_SECONDS);
      case "embedded" -> new RedisProcess(null);
      case null -> dockerOrEmbedded();
      case "" -> dockerOrEmbedded();
      default -> new RedisProcess(Path.of(choice));
    };
  }

  private static RedisServer dockerOrEmbedded() {
    if (!dockerFailed) {
      try {
        return RedisInDocker.launch(MAYBE_DOCKER_SECONDS);
      } catch (IllegalStateException e) {
        dockerFailed = true;
        System.out.println(e.getMessage() + "; " + CHOICE + "=embedded does not ask it");
      }
    }
    return new RedisProcess(null);
  }

  /** {@code redis://host:port}; the same for as long as it is open. */
  public URI uri() {
    return server().uri();
  }

  /** Version and place, for example "Redis 7.0.15 in Docker". */
  public String kind() {
    return kind;
  }

  /** Removes all data. */
  public void flush() {
    try (RedisClient client = RedisClient.create(uri())) {
      client.flushAll();
    }
  }

  /** Ends it as a planned restart does, by SIGTERM. */
  public void stop() {
    server().stop();
  }

  /** Ends it by SIGKILL; what was answered is still kept for {@link #start}. */
  public void kill() {
    server().kill();
  }

  /** Stops it where it is, as SIGSTOP does, until {@link #resume}: connections stand, and nothing is answered. */
  public void pause() {
    server().pause();
  }

  /** Lets it go on. */
  public void resume() {
    server().resume();
  }

  /**
   * Starts it again and waits until it answers.
   *
   * @param keepData false when it comes back empty
   */
  public void start(boolean keepData) {
    server().start(keepData);
    awaitAnswer();
  }

  /** Ends it and leaves nothing behind; JUnit calls this where it is registered as an extension. */
  @Override
  public void close() {
    if (server != null) server.close();
    server = null;
  }

  private RedisServer server() {
    if (server == null) throw new IllegalStateException("Redis is not open");
    return server;
  }

  private void awaitAnswer() {
    Awaitility.await("Redis answers").atMost(START).pollInterval(Duration.ofMillis(20)).until(this::answers);
  }

  private boolean answers() {
    try (RedisClient client = RedisClient.create(uri())) {
      return "PONG".equals(client.ping());
    } catch (JedisException e) {
      return false;
    }
  }

  private String version() {
    try (RedisClient client = RedisClient.create(uri())) {
      String info = client.info("server");
      Matcher valkey = Pattern.compile("valkey_version:(\\S+)").matcher(info);
      if (valkey.find()) return "Valkey " + valkey.group(1);
      Matcher redis = Pattern.compile("redis_version:(\\S+)").matcher(info);
      return redis.find() ? "Redis " + redis.group(1) : "Redis";
    }
  }
}
