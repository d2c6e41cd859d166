package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayPaceTest {
  private static final Instant RECORDED = Instant.parse("2013-05-01T12:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  private final ReplayPace pace = new ReplayPace(10);

  private Instant due(long recordedMillis, long nowMillis) {
    return pace.due(RECORDED.plusMillis(recordedMillis), NOW.plusMillis(nowMillis));
  }

  @Test
  void theFirstPostIsDueAtOnceAndTheOthersAsLongAfterItAsRecordedDividedByTheSpeed() {
    assertThat(due(0, 0)).isEqualTo(NOW);
    assertThat(due(5_000, 1)).isEqualTo(NOW.plusMillis(500));
    assertThat(due(5_010, 500)).isEqualTo(NOW.plusMillis(501));
  }

  @Test
  void delaysDoNotAddUp() {
    Instant due = due(0, 0);
    for (int i = 1; i <= 1000; i++)
      due = due(i * 1000L, i * 100L + 40);
    assertThat(due).isEqualTo(NOW.plusSeconds(100));
  }

  @Test
  void aLineThatStandsTooLateIsNotWaitedForAndChangesNothing() {
    due(0, 0);
    due(60_000, 0);
    assertThat(due(20_000, 6_000)).isEqualTo(NOW.plusMillis(2_000));
    assertThat(due(70_000, 6_000)).isEqualTo(NOW.plusMillis(7_000));
  }

  @Test
  void aSilenceOfMoreThanADayIsNotWaitedForAndNeitherIsAWrongYear() {
    due(0, 0);
    long days = Duration.ofDays(30).toMillis();
    assertThat(due(days, 10)).isEqualTo(NOW.plusMillis(10));
    assertThat(due(days + 1000, 10)).isEqualTo(NOW.plusMillis(110));
    long years = Duration.ofDays(30_000).toMillis();
    assertThat(due(years, 200)).isEqualTo(NOW.plusMillis(200));
    assertThat(due(days + 2000, 210)).isEqualTo(NOW.plusMillis(210));
    assertThat(due(days + 3000, 210)).isEqualTo(NOW.plusMillis(310));
  }

  @Test
  void afterTheMachineHasSleptItGoesOnFromThere() {
    due(0, 0);
    due(10_000, 1_000);
    long slept = Duration.ofHours(5).toMillis();
    assertThat(due(20_000, slept)).isEqualTo(NOW.plusMillis(slept + 1_000));
    assertThat(due(30_000, slept + 1_000)).isEqualTo(NOW.plusMillis(slept + 2_000));
  }

  @Test
  void aClockThatWasSetBackDoesNotStopIt() {
    due(0, 0);
    due(10_000, 1_000);
    long back = -Duration.ofHours(5).toMillis();
    assertThat(due(20_000, back)).isEqualTo(NOW.plusMillis(back + 1_000));
  }
}
