package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RedisClockTest {
  private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

  private final AtomicLong nanoTime = new AtomicLong(-TimeUnit.HOURS.toNanos(1));
  private final RedisClock clock = new RedisClock(nanoTime::get, 0);

  private void pass(long millis) {
    nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void goesOnFromWhatRedisSaidLast() {
    clock.tell(NOON);
    pass(1_500);
    assertThat(clock.millis()).isEqualTo(NOON + 1_500);
    assertThat(clock.instant()).isEqualTo("2026-11-21T12:00:01.500Z");
  }

  @Test
  void isSetBackWithRedis() {
    clock.tell(NOON);
    pass(10_000);
    clock.tell(NOON - 3_600_000);
    pass(1);
    assertThat(clock.millis()).isEqualTo(NOON - 3_600_000 + 1);
  }

  @Test
  void beforeRedisHasSaidAnythingItIsTheMachines() {
    long before = System.currentTimeMillis();
    assertThat(new RedisClock().millis()).isBetween(before - 1_000, before + 60_000);
  }
}
