package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRoomTest {
  private static final long MB = 1 << 20;

  /** Logs of posts of 1 KB. */
  private static LogRoom room(long most, long used, long buffers, long... megabytes) {
    return new LogRoom(most * MB, used * MB, buffers * MB,
        Arrays.stream(megabytes).mapToObj(mb -> new LogRoom.Log(mb * 1024, mb * MB)).toList());
  }

  @Test
  void withoutALimitOnlyTheirCountBoundsTheLogs() {
    assertThat(room(0, 5000, 0, 4000).limits(false)).containsExactly(LogRoom.MOST_EVENTS);
  }

  @Test
  void whileThereIsRoomOnlyTheirCountBoundsTheLogs() {
    assertThat(room(25, 20, 0, 9, 9).limits(false)).containsOnly(LogRoom.MOST_EVENTS);
  }

  @Test
  void aLogThatIsTooLargeKeepsWhatFitsInFourFifthsOfTheMemory() {
    assertThat(room(25, 22, 0, 20).limits(false)).containsExactly(18 * 1024);
  }

  @Test
  void whoNeedsLittleKeepsEverythingAndTheOthersShareTheRest() {
    assertThat(room(25, 25, 0, 1, 8, 15).limits(false)).containsExactly(LogRoom.MOST_EVENTS,
        LogRoom.MOST_EVENTS, 10 * 1024);
    assertThat(room(25, 25, 0, 1, 11, 12).limits(false)).containsExactly(LogRoom.MOST_EVENTS, 9 * 1024,
        9 * 1024);
  }

  @Test
  void whatIsOnItsWayToClientsCostsNoPastUntilRedisRefusesPosts() {
    assertThat(room(25, 24, 5, 18).limits(false)).containsExactly(LogRoom.MOST_EVENTS);
    assertThat(room(25, 24, 5, 18).limits(true)).containsExactly(14 * 1024);
  }

  @Test
  void whereOthersHaveTakenMostOfItTheLogsHaveHalfOfTheRest() {
    assertThat(room(25, 24, 0, 3).limits(false)).containsExactly(2 * 1024);
  }

  @Test
  void thePastIsNotForgottenInVain() {
    assertThat(room(25, 30, 0, 3).limits(true)).containsExactly(LogRoom.MOST_EVENTS);
    assertThat(new LogRoom(1, MB, 0, List.of(new LogRoom.Log(50, 40_000))).limits(true))
        .containsExactly(LogRoom.MOST_EVENTS);
  }

  @Test
  void somethingAlwaysStays() {
    assertThat(new LogRoom(25 * MB, 25 * MB, 0, List.of(new LogRoom.Log(2, MB))).limits(false)[0])
        .isPositive();
  }
}
