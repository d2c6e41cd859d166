package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long MILLISECOND = 1_000_000;

  private final Pacer pacer = new Pacer((nanos, now) -> 0.2);

  @Test
  void theFirstStartsAtOnce() {
    assertThat(pacer.waitNanos(Long.MIN_VALUE)).isZero();
    assertThat(pacer.waitNanos(Long.MAX_VALUE)).isZero();
  }

  @Test
  void theNextRestsSoLongThatTheLastOneTookItsShareOfTheTime() {
    pacer.ran(7 * MILLISECOND, 7 * MILLISECOND);
    assertThat(pacer.waitNanos(7 * MILLISECOND)).isEqualTo(4 * 7 * MILLISECOND);
  }

  @Test
  void underConstantLoadItTakesItsShareOfTheTime() {
    long now = 0;
    long busy = 0;
    for (int i = 0; i < 1000; i++) {
      now += pacer.waitNanos(now);
      long cost = 3 * MILLISECOND + i * 1000L;
      now += cost;
      pacer.ran(now, cost);
      busy += cost;
    }
    assertThat((double) busy / now).isBetween(0.199, 0.201);
  }

  @Test
  void afterAQuietTimeItStartsAtOnce() {
    pacer.ran(50 * MILLISECOND, 50 * MILLISECOND);
    assertThat(pacer.waitNanos(250 * MILLISECOND)).isZero();
  }

  @Test
  void nobodyWaitsLongerThanTheCapHoweverLongAFanOutTook() {
    pacer.ran(60_000 * MILLISECOND, 60_000 * MILLISECOND);
    assertThat(pacer.waitNanos(60_000 * MILLISECOND)).isEqualTo(Pacer.MOST_REST_NANOS);
  }

  @Test
  void aHiccupDoesNotMakeEveryoneWaitAsLongAsItTook() {
    long now = 0;
    for (int i = 0; i < 10; i++)
      pacer.ran(now += 50 * MILLISECOND, 10 * MILLISECOND);
    pacer.ran(now += 50 * MILLISECOND, 50 * MILLISECOND);
    assertThat(pacer.waitNanos(now)).isEqualTo(4 * 15 * MILLISECOND);
  }

  @Test
  void aClockThatOverflowsDoesNotMatter() {
    pacer.ran(Long.MAX_VALUE - 10, 21);
    assertThat(pacer.waitNanos(Long.MIN_VALUE + 10)).isEqualTo(4 * 21 - 21);
  }
}
