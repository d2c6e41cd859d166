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
  void aFewMayFollowEachOtherAfterAQuietTime() {
    long now = 0;
    for (int i = 0; i < 3; i++) {
      now += 10 * MILLISECOND;
      pacer.ran(now, 10 * MILLISECOND);
      assertThat(pacer.waitNanos(now)).isZero();
    }
    assertThat(afterItsCredit()).isPositive();
  }

  /** What it must wait at 0 after fan-outs of 10 ms without a rest. */
  private long afterItsCredit() {
    long credit = Pacer.CREDIT_NANOS / (50 * MILLISECOND);
    for (long i = -credit - 1; i <= 0; i++)
      pacer.ran(i * 10 * MILLISECOND, 10 * MILLISECOND);
    return pacer.waitNanos(0);
  }

  @Test
  void thenEachRestsSoLongThatItTakesItsShareOfTheTime() {
    long wait = afterItsCredit();
    pacer.ran(wait + 10 * MILLISECOND, 10 * MILLISECOND);
    assertThat(pacer.waitNanos(wait + 10 * MILLISECOND)).isEqualTo(4 * 10 * MILLISECOND);
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
    assertThat((double) busy / now).isBetween(0.199, 0.206);
  }

  @Test
  void afterAQuietTimeItStartsAtOnce() {
    long wait = afterItsCredit();
    assertThat(pacer.waitNanos(wait)).isZero();
  }

  @Test
  void nobodyWaitsLongerThanTheCapHoweverLongAFanOutTook() {
    pacer.ran(60_000 * MILLISECOND, 60_000 * MILLISECOND);
    assertThat(pacer.waitNanos(60_000 * MILLISECOND)).isEqualTo(Pacer.MOST_REST_NANOS);
    pacer.ran(120_000 * MILLISECOND, 60_000 * MILLISECOND);
    assertThat(pacer.waitNanos(120_000 * MILLISECOND)).isEqualTo(Pacer.MOST_REST_NANOS);
  }

  @Test
  void aHiccupDoesNotMakeEveryoneWaitAsLongAsItTook() {
    long wait = afterItsCredit();
    pacer.ran(wait + 50 * MILLISECOND, 50 * MILLISECOND);
    assertThat(pacer.waitNanos(wait + 50 * MILLISECOND)).isEqualTo(5 * 15 * MILLISECOND - 50 * MILLISECOND);
  }

  @Test
  void aClockThatOverflowsDoesNotMatter() {
    long now = Long.MAX_VALUE - 20 * MILLISECOND;
    for (int i = 0; i < 9; i++) {
      now += 10 * MILLISECOND;
      pacer.ran(now, 10 * MILLISECOND);
    }
    assertThat(now).isNegative();
    assertThat(pacer.waitNanos(now)).isEqualTo(9 * 50 * MILLISECOND - 90 * MILLISECOND - Pacer.CREDIT_NANOS);
  }
}
