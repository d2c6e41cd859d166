package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.collector.source.PostSource;
import civiz.testing.FreePort;
import civiz.testing.TestRedis;
import civiz.testing.TlsRedis;
import civiz.testing.TwitterStreamServer;
import civiz.testing.XApiServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** {@code java -jar collector.jar check}: each fault in one line of its own, no secret shown. */
class CheckTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final String WELL = "ok    simulated  simulated posts, not real ones";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  private PrintStream print() {
    return new PrintStream(out, true, UTF_8);
  }

  private int check(Map<String, String> environment) {
    return CollectorMain.run(new String[]{"check"}, environment, print(), new PrintStream(err, true, UTF_8));
  }

  private int checkRedis(String url) {
    return check(Map.of("REDIS_URL", url));
  }

  private String at(String user) {
    return "redis://%s@%s:%d".formatted(user, redis.uri().getHost(), redis.uri().getPort());
  }

  private List<String> told() {
    return out.toString(UTF_8).lines().toList();
  }

  private static void command(Protocol.Command command, String... arguments) {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      CommandArguments line = new CommandArguments(command);
      for (String argument : arguments)
        line.add(argument);
      client.executeCommand(line);
    }
  }

  @Test
  void allIsWellAndNothingIsWritten() {
    assertThat(checkRedis(redis.uri().toString())).isZero();
    assertThat(told()).hasSize(2).element(0).asString().startsWith("ok    redis      Redis ");
    assertThat(told()).last().isEqualTo(WELL);
    try (RedisClient client = RedisClient.create(redis.uri())) {
      assertThat(client.keys("*")).isEmpty();
    }
  }

  @Test
  void aRedisThatIsNotThere() {
    assertThat(checkRedis("redis://user:s3cret@127.0.0.1:" + FreePort.next())).isEqualTo(1);
    assertThat(told()).containsExactly(
        "FAIL  redis      Redis can't be reached: nothing answers at the host and port of REDIS_URL", WELL);
    assertThat(err.size()).isZero();
  }

  @Test
  void aHostWithoutAnAddress() {
    assertThat(checkRedis("redis://redis.invalid:6379")).isEqualTo(1);
    assertThat(told()).first().asString().contains("the name of the host in REDIS_URL is unknown");
  }

  @Test
  void aWrongPassword() {
    command(Protocol.Command.ACL, "SETUSER", "ada", "on", ">right", "~*", "&*", "+@all");
    assertThat(checkRedis(at("ada:wr0ng"))).isEqualTo(1);
    assertThat(told()).containsExactly(
        "FAIL  redis      Redis refuses the user or the password in REDIS_URL", WELL);
    out.reset();
    assertThat(checkRedis(at("ada:right"))).isZero();
  }

  @Test
  void aUserThatMayNotPublish() {
    command(Protocol.Command.ACL, "SETUSER", "bob", "on", ">b0b", "~civiz:*", "resetchannels", "+@all");
    assertThat(checkRedis(at("bob:b0b"))).isEqualTo(1);
    assertThat(told()).first().asString().startsWith("FAIL  redis      Redis refuses to publish: \"NOPERM")
        .doesNotContain("b0b");
  }

  @Test
  void aCertificateThatNobodySigned(@TempDir Path folder) {
    try (TlsRedis tls = new TlsRedis(redis.uri(), folder)) {
      assertThat(checkRedis(tls.url("rediss"))).isEqualTo(1);
      assertThat(told()).first().asString().contains("certificate", "REDIS_TLS_VERIFY=false");
      out.reset();
      assertThat(check(Map.of("REDIS_URL", tls.url("rediss"), "REDIS_TLS_VERIFY", "false"))).isZero();
      out.reset();
      assertThat(checkRedis(tls.url("redis"))).isEqualTo(1);
      assertThat(told()).first().asString().contains("REDIS_URL").doesNotContain("REDIS_TLS_VERIFY");
    }
  }

  @Test
  void aServerThatOnlyReads() {
    command(Protocol.Command.REPLICAOF, "127.0.0.1", "1");
    try {
      assertThat(checkRedis(redis.uri().toString())).isEqualTo(1);
      assertThat(told()).first().asString().contains("READONLY");
    } finally {
      command(Protocol.Command.REPLICAOF, "NO", "ONE");
    }
  }

  @Test
  void aMalformedAreaAndWhateverElseIsWrong() {
    assertThat(check(Map.of("AREAS", "nowhere=1,2,3", "RETENTION", "soon"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("2 mistakes", "AREAS: area \"nowhere\"", "RETENTION: \"soon\"")
        .doesNotContain("\tat ");
    assertThat(out.size()).isZero();
  }

  @Test
  void aSourceThatIsRefused() {
    try (TwitterStreamServer server = TwitterStreamServer.start()) {
      Map<String, String> environment = new HashMap<>(Map.of("REDIS_URL", redis.uri().toString(),
          "TWITTER4J_STREAM_BASE_URL", server.baseUrl().toString(), "TWITTER4J_CONSUMER_KEY", "k3y",
          "TWITTER4J_CONSUMER_SECRET", "s3cret", "TWITTER4J_ACCESS_TOKEN", "1-t0ken",
          "TWITTER4J_ACCESS_TOKEN_SECRET", "s3cret2"));
      server.refuseNext(401);
      assertThat(check(environment)).isEqualTo(1);
      assertThat(told()).last().asString()
          .startsWith("FAIL  twitter4j  the server answers 401: check the four");
      assertThat(out.toString(UTF_8) + err).doesNotContain("k3y", "s3cret", "t0ken");
      out.reset();
      assertThat(check(environment)).isZero();
      assertThat(told()).last().isEqualTo("ok    twitter4j  the stream opens");
    }
  }

  @Test
  void aWrongBearerToken() {
    try (XApiServer server = XApiServer.start()) {
      Map<String, String> environment = new HashMap<>(Map.of("REDIS_URL", redis.uri().toString(),
          "X_API_BASE_URL", server.baseUrl().toString(), "X_BEARER_TOKEN", "s3cret"));
      assertThat(check(environment)).isEqualTo(1);
      assertThat(told()).hasSize(2).element(0).asString().startsWith("ok    redis ");
      assertThat(told()).last().asString().startsWith("FAIL  x      ").contains("401",
          "check X_BEARER_TOKEN");
      assertThat(out.toString(UTF_8) + err).doesNotContain("s3cret");
      out.reset();
      environment.put("X_BEARER_TOKEN", XApiServer.TOKEN);
      assertThat(check(environment)).isZero();
      assertThat(told()).last().asString().startsWith("ok    x      X takes the token");
      assertThat(server.rules()).isEmpty();
    }
  }

  @Test
  void oneThatHangsDoesNotHoldTheOthers() {
    CountDownLatch never = new CountDownLatch(1);
    TestSource hangs = new TestSource().checked(() -> {
      never.await();
      return "";
    });
    TestSource refused = new TestSource().checked(() -> {
      throw new PostSource.Unusable("check its token");
    });
    TestSource buggy = new TestSource().checked(() -> {
      throw new IllegalStateException("s3cret");
    });
    boolean well = Check.run(Samples.config(redis.uri(), Samples.CHICAGO), false,
        List.of(hangs, refused, buggy, new TestSource()), print(), Duration.ofSeconds(3));
    assertThat(well).isFalse();
    assertThat(told()).element(0).asString().startsWith("ok    redis ");
    assertThat(told().subList(1, 5)).containsExactly("FAIL  test   no answer within 3 s",
        "FAIL  test   check its token", "FAIL  test   the check has a bug, see the log",
        "ok    test   all is well");
    assertThat(hangs.isClosed()).isTrue();
  }
}
