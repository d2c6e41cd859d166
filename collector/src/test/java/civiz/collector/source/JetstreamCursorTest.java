package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JetstreamCursorTest {
  private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
  private static final long NOW = START.toEpochMilli() * 1_000;
  private static final long SECOND = 1_000_000;

  private final MapMemory memory = new MapMemory();
  private final HeardIntake intake = new HeardIntake();
  private Instant time = START;
  private final JetstreamCursor cursor = new JetstreamCursor(() -> time);

  @Test
  void theFirstTimeEverItBeginsNowAndStaysThere() {
    cursor.recall(memory);
    assertThat(cursor.from()).isEmpty();

    cursor.opened();
    assertThat(cursor.from()).hasValue(NOW - 5 * SECOND);
  }

  @Test
  void itGoesOnAFewSecondsBeforeWhereTheLastOneWas() {
    memory.cursors.put("jetstream", String.valueOf(NOW - 7_200 * SECOND));
    cursor.recall(memory);
    cursor.opened();

    assertThat(cursor.from()).hasValue(NOW - 7_205 * SECOND);
    memory.away = true;
    cursor.recall(memory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-5", "0", "1e9", "99999999999999999999", "1795381200000001", "12:34"})
  void aCursorThatCanNotBeIsIgnored(String kept) {
    memory.cursors.put("jetstream", kept);
    cursor.recall(memory);

    assertThat(cursor.from()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {62 * SECOND, 3_600 * SECOND, 36 * 3_600 * SECOND})
  void aCursorAheadOfAClockThatMayBeWrongIsFollowedFromTheClocksTimeOn(long ahead) {
    memory.cursors.put("jetstream", String.valueOf(NOW + ahead));
    cursor.recall(memory);

    assertThat(cursor.from()).hasValue(NOW - 5 * SECOND);
  }

  @Test
  void theFirstEventSetsRightWhatAClockThatIsAheadBeganWith() {
    cursor.opened();
    cursor.passed(NOW - 3_600 * SECOND);
    assertThat(cursor.from()).hasValue(NOW - 3_605 * SECOND);
    cursor.passed(NOW - 3_601 * SECOND);
    assertThat(cursor.from()).hasValue(NOW - 3_605 * SECOND);
  }

  @Test
  void itChecksInWhenTheClockWasSetBack() {
    cursor.passed(NOW - 2 * SECOND);
    cursor.tell(intake);
    time = time.minusSeconds(3_600);
    cursor.passed(NOW - 3_600 * SECOND);
    cursor.tell(intake);
    assertThat(intake.checkpoints).hasSize(1);

    time = time.plusSeconds(3_599);
    cursor.passed(NOW - 1 * SECOND);
    cursor.tell(intake);
    assertThat(intake.checkpoints).hasSize(2);
  }

  @Test
  void whenRedisIsAwayNobodyKnows() {
    memory.away = true;
    assertThatExceptionOfType(SourceMemory.Away.class).isThrownBy(() -> cursor.recall(memory));

    memory.away = false;
    memory.cursors.put("jetstream", String.valueOf(NOW));
    cursor.recall(memory);
    assertThat(cursor.from()).hasValue(NOW - 5 * SECOND);
  }

  @Test
  void itNeverGoesBackNorIntoTheFuture() {
    cursor.passed(NOW - 9 * SECOND);
    cursor.passed(NOW - 20 * SECOND);
    cursor.passed(0);
    cursor.passed(-1);
    cursor.passed(Long.MAX_VALUE);
    cursor.passed(NOW + 61 * SECOND);

    assertThat(cursor.from()).hasValue(NOW - 14 * SECOND);
  }

  @Test
  void itChecksInOnceASecondAndOnlyWhenItHasMoved() {
    cursor.tell(intake);
    cursor.passed(NOW - 3);
    cursor.tell(intake);
    cursor.passed(NOW - 2);
    cursor.tell(intake);
    assertThat(intake.checkpoints).containsExactly(String.valueOf(NOW - 3));

    time = time.plusSeconds(1);
    cursor.tell(intake);
    cursor.tell(intake);
    cursor.passed(NOW - 1);
    cursor.tellNow(intake);
    cursor.tellNow(intake);
    assertThat(intake.checkpoints).containsExactly(String.valueOf(NOW - 3), String.valueOf(NOW - 2),
        String.valueOf(NOW - 1));
  }

  @Test
  void whatWasRecalledIsNoNews() {
    memory.cursors.put("jetstream", String.valueOf(NOW));
    cursor.recall(memory);
    cursor.tellNow(intake);

    assertThat(intake.checkpoints).isEmpty();
  }
}
