package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.collector.source.StreamFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamBackoffTest {
  private final StreamBackoff backoff = new StreamBackoff(StreamTiming.V1, exactly(0));

  @Test
  void networkErrorsWaitAQuarterOfASecondLongerEachTime() {
    assertThat(seconds(Kind.NETWORK, 4)).containsExactly(0.25, 0.5, 0.75, 1.0);
    assertThat(seconds(Kind.NETWORK, 100)).last().isEqualTo(16.0);
  }

  @Test
  void httpErrorsDoubleFromTenSecondsToFourMinutes() {
    assertThat(seconds(Kind.HTTP, 7)).containsExactly(10.0, 20.0, 40.0, 80.0, 160.0, 240.0, 240.0);
  }

  @Test
  void rateLimitsDoubleFromAMinute() {
    assertThat(seconds(Kind.RATE, 6)).containsExactly(60.0, 120.0, 240.0, 480.0, 960.0, 960.0);
  }

  @Test
  void whatAPersonMustChangeIsTriedEveryFourMinutes() {
    assertThat(seconds(Kind.REFUSED, 3)).containsExactly(240.0, 240.0, 240.0);
  }

  @Test
  void anotherKindOfFailureDoesNotMakeTheFirstOneSmallAgain() {
    assertThat(List.of(seconds(Kind.HTTP, 1), seconds(Kind.NETWORK, 1), seconds(Kind.HTTP, 1)))
        .containsExactly(List.of(10.0), List.of(0.25), List.of(20.0));
  }

  @Test
  void aConnectionThatHeldMakesWaitsSmallAgain() {
    seconds(Kind.HTTP, 5);
    backoff.reset();

    assertThat(seconds(Kind.HTTP, 1)).containsExactly(10.0);
  }

  @Test
  void jitterOnlyLengthensAWait() {
    StreamBackoff longest = new StreamBackoff(StreamTiming.V1, exactly(-1L));

    assertThat(longest.next(Kind.HTTP)).isBetween(Duration.ofMillis(12_499), Duration.ofMillis(12_500));
  }

  @Test
  void neverOverflows() {
    assertThat(seconds(Kind.HTTP, 10_000)).last().isEqualTo(240.0);
  }

  private List<Double> seconds(Kind kind, int times) {
    return Stream.generate(() -> backoff.next(kind).toMillis() / 1000.0).limit(times).toList();
  }

  private static RandomGenerator exactly(long bits) {
    return () -> bits;
  }
}
