package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.PasswordPatience;
import civiz.contract.SharedConfig;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This machine's clock is wrong by hours, and what is held by ages is right all the same. */
class ClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private final Feed feed = TestLines.feed();
  private final SharedConfig config = WebConfig
      .read(Map.of("REDIS_URL", redis.uri().toString(), "RETENTION", "1h")).shared();
  /** Nanoseconds that have passed besides the real ones. */
  private final AtomicLong skipped = new AtomicLong();
  private final RedisClock clock = new RedisClock(() -> System.nanoTime() + skipped.get(), 0);
  private final FeedSubscriber subscriber = new FeedSubscriber(config, List.of(feed), clock,
      new PasswordPatience(), () -> {});
  private final Pulse pulse = new Pulse(List.of(feed), new Subscribers(List.of(subscriber), clock),
      config.retention());
  private final TestPublisher publisher = new TestPublisher(redis.uri(), TestLines.AREA);

  @BeforeEach
  void beginEmpty() {
    redis.flush();
    publisher.heartbeat("{}");
  }

  @AfterEach
  void stop() {
    pulse.close();
    subscriber.close();
    publisher.close();
  }

  private void start(Duration off) {
    clock.tell(System.currentTimeMillis() + off.toMillis());
    subscriber.start();
    pulse.start();
    await().until(feed::isReady);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  private int events() {
    feed.log.seal();
    return Objects.requireNonNull(feed.log.window()).events();
  }

  private boolean collectorIsUp() {
    return feed.status.object(clock.instant(), 0, null).at("/collector/up").asBoolean();
  }

  @ParameterizedTest
  @ValueSource(longs = {-25, -1, 1, 25})
  void nothingIsForgottenTooEarlyOrKeptTooLong(long hours) {
    long now = Instant.now().toEpochMilli();
    publisher.lose(1, now - HOUR.toMillis() - 60_000);
    publisher.lose(2, now - HOUR.toMillis() + 60_000);
    publisher.post("test:3", "before");
    start(Duration.ofHours(hours));
    assertThat(events()).isEqualTo(2);
    publisher.post("test:4", "live");
    await().until(() -> events() == 3);
    assertThat(collectorIsUp()).isTrue();

    skipped.addAndGet(Duration.ofMinutes(5).toNanos());
    await().until(() -> events() == 2);
    skipped.addAndGet(HOUR.toNanos());
    await().until(() -> events() == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {-25, 25})
  void aDeadCollectorIsNotTakenForALivingOne(long hours) {
    start(Duration.ofHours(hours));
    assertThat(collectorIsUp()).isTrue();
    skipped.addAndGet(FeedStatus.UNHEARD.toNanos());
    assertThat(collectorIsUp()).isFalse();
    publisher.heartbeat("{}");
    await().until(this::collectorIsUp);
  }

  @Test
  void whatTheCollectorsDeathLeftBehindIsOldByTheClockOfRedis() {
    publisher.redis.hset(publisher.keys.head(), "heard",
        String.valueOf(Instant.now().toEpochMilli() - 60_000));
    start(Duration.ofHours(-1));
    assertThat(collectorIsUp()).isFalse();
  }
}
