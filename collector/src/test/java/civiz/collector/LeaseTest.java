package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.CollectorKeys;
import civiz.testing.TcpProxy;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.params.SetParams;

class LeaseTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String LEASE = CollectorKeys.ALL_AREAS.lease();

  private final FairShare share = new FairShare(1);
  private final CompletableFuture<Void> led = new CompletableFuture<>();
  private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
  private final AtomicBoolean hangs = new AtomicBoolean();

  @BeforeEach
  void beginEmpty() {
    redis.flush();
  }

  private Lease lease(RedisFeed connection) {
    RedisAgreement agreement = new RedisAgreement(connection, CollectorKeys.ALL_AREAS);
    Lease lease = new Lease(agreement, share, () -> led.complete(null), hangs::get, lost::complete);
    lease.start();
    return lease;
  }

  private static Feed feed() {
    return new Feed(redis.uri(), Samples.CHICAGO);
  }

  @Test
  void itIsRenewedAndGivenBack() {
    try (Feed feed = feed(); RedisFeed connection = new RedisFeed(Samples.config(redis.uri()))) {
      try (Lease lease = lease(connection)) {
        led.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(feed.redis.get(LEASE)).isEqualTo(share.holder());
        Awaitility.await().atMost(LONG).until(() -> feed.redis.pttl(LEASE) < 8_000);
        Awaitility.await().atMost(LONG).until(() -> feed.redis.pttl(LEASE) > 9_000);
        assertThat(lease).isNotNull();
      }
      assertThat(feed.redis.exists(LEASE)).isFalse();
      assertThat(lost).isNotDone();
    }
  }

  @Test
  void aDeadHoldersLeaseEndsInTimeWhenTheClockOfRedisWasSetBack() {
    try (Feed feed = feed(); RedisFeed connection = new RedisFeed(Samples.config(redis.uri()))) {
      feed.redis.set(LEASE, "dead", SetParams.setParams().px(3_600_000));
      try (Lease lease = lease(connection)) {
        led.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(feed.redis.get(LEASE)).isEqualTo(share.holder());
        assertThat(lease).isNotNull();
      }
    }
  }

  @Test
  void itIsHeldOnWhenRedisWasAwayAndNobodyElseTookIt() {
    try (TcpProxy proxy = new TcpProxy(redis.uri());
        Feed feed = feed();
        RedisFeed connection = new RedisFeed(Samples.config(proxy.uri("redis")));
        Lease lease = lease(connection)) {
      led.orTimeout(10, TimeUnit.SECONDS).join();
      proxy.refuse();
      Awaitility.await().atMost(LONG).until(() -> !feed.redis.exists(LEASE));
      proxy.carry();
      Awaitility.await().atMost(LONG).until(() -> share.holder().equals(feed.redis.get(LEASE)));
      assertThat(lost).isNotDone();
      assertThat(lease).isNotNull();
    }
  }

  @Test
  void itIsLostWhenAnotherTookItWhileRedisWasAway() {
    try (TcpProxy proxy = new TcpProxy(redis.uri());
        Feed feed = feed();
        RedisFeed connection = new RedisFeed(Samples.config(proxy.uri("redis")));
        Lease lease = lease(connection)) {
      led.orTimeout(10, TimeUnit.SECONDS).join();
      proxy.refuse();
      feed.redis.set(LEASE, "another");
      proxy.carry();
      assertThat(lost.orTimeout(20, TimeUnit.SECONDS).join()).hasMessage("another collector leads");
      assertThat(lease).isNotNull();
    }
  }

  @Test
  void aHungPublisherCostsTheLease() {
    try (Feed feed = feed();
        RedisFeed connection = new RedisFeed(Samples.config(redis.uri()));
        Lease lease = lease(connection)) {
      led.orTimeout(10, TimeUnit.SECONDS).join();
      hangs.set(true);
      assertThat(lost.orTimeout(20, TimeUnit.SECONDS).join()).hasMessage("the publisher hangs");
      Awaitility.await().atMost(LONG).until(() -> !feed.redis.exists(LEASE));
      assertThat(lease).isNotNull();
    }
  }
}
