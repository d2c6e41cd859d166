package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.PasswordPatience;
import civiz.contract.SharedConfig;
import civiz.testing.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** The password of Redis is changed while the process runs. */
class PasswordTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private final TestPublisher publisher = new TestPublisher(redis.uri(), TestLines.AREA);
  private final Feed feed = TestLines.feed();
  private final CountDownLatch lockedOut = new CountDownLatch(1);

  @BeforeEach
  void allow() {
    redis.flush();
    publisher.heartbeat("{}");
    acl("SETUSER", "civiz", "on", ">first", "~*", "&*", "+@all");
  }

  @AfterEach
  void forbid() {
    acl("DELUSER", "civiz");
    publisher.close();
  }

  private void acl(String... arguments) {
    publisher.redis.executeCommand(new CommandArguments(Protocol.Command.ACL).addObjects(List.of(arguments)));
  }

  private void change() {
    acl("SETUSER", "civiz", "resetpass", ">second");
    publisher.redis.executeCommand(
        new CommandArguments(Protocol.Command.CLIENT).addObjects(List.of("KILL", "USER", "civiz")));
    await().until(() -> !feed.status.redis().up());
  }

  private FeedSubscriber subscribe(Duration patience) {
    URI uri = URI.create(redis.uri().toString().replace("//", "//civiz:first@"));
    SharedConfig config = WebConfig.read(Map.of("REDIS_URL", uri.toString())).shared();
    FeedSubscriber subscriber = new FeedSubscriber(config, List.of(feed), new RedisClock(),
        new PasswordPatience(patience), lockedOut::countDown);
    subscriber.start();
    await().until(() -> feed.status.redis().up());
    return subscriber;
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  @Test
  void theOldOneThatIsValidAgainIsTaken() {
    try (FeedSubscriber subscriber = subscribe(Duration.ofHours(1))) {
      change();
      publisher.post("test:1", "meanwhile");
      acl("SETUSER", "civiz", ">first");
      await().until(() -> feed.log.seq() == 1);
      await().until(() -> subscriber.state().up());
      assertThat(lockedOut.getCount()).isEqualTo(1);
    }
  }

  @Test
  void afterATimeItsOwnerIsToldAndWhatThereIsIsServedOn() {
    publisher.post("test:1", "before");
    try (FeedSubscriber subscriber = subscribe(Duration.ofSeconds(1))) {
      change();
      await().until(() -> lockedOut.getCount() == 0);
      assertThat(subscriber.subscriptions()).isEqualTo(1);
      assertThat(feed.log.window()).extracting(window -> window == null ? 0 : window.events()).isEqualTo(1);
    }
  }
}
