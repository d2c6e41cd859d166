package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoreShareTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1000 * MILLISECOND;

  @Test
  void oneAreaAloneHasAllOfIt() {
    assertThat(parts(8 * MILLISECOND)).containsExactly(new double[]{CoreShare.ALL}, within(0.002));
  }

  @Test
  void busyAreasTakeTogetherWhatOneWould() {
    double[] parts = parts(MILLISECOND, 3 * MILLISECOND, 3 * MILLISECOND, 10 * MILLISECOND);
    assertThat(Arrays.stream(parts).sum()).isCloseTo(CoreShare.ALL, within(0.01));
  }

  @Test
  void noneIsStarvedByABusierOne() {
    for (double part : parts(100 * 1000, 3 * MILLISECOND, 20 * MILLISECOND))
      assertThat(part).isGreaterThan(CoreShare.ALL / 3 * 0.9);
  }

  @Test
  void manyQuietAreasLeaveABusyOneNearlyAll() {
    CoreShare share = new CoreShare();
    Pacer busy = share.pacer();
    Pacer[] quiet = IntStream.range(0, 50).mapToObj(i -> share.pacer()).toArray(Pacer[]::new);
    long now = 0;
    for (int i = 0; i < 20; i++) {
      for (Pacer one : quiet)
        one.ran(now, MILLISECOND / 100);
      now += SECOND;
    }
    busy.ran(now, 100 * MILLISECOND);
    assertThat(busy.waitNanos(now)).isBetween(149 * MILLISECOND, 152 * MILLISECOND);
  }

  @Test
  void whatWasTakenIsForgottenInAFewSeconds() {
    CoreShare share = new CoreShare();
    Pacer before = share.pacer();
    Pacer now = share.pacer();
    before.ran(0, 300 * MILLISECOND);
    now.ran(10 * SECOND, 100 * MILLISECOND);
    assertThat(now.waitNanos(10 * SECOND)).isCloseTo(150 * MILLISECOND, within(MILLISECOND));
  }

  /** The part of the time that each of some areas takes which always have news, by what a fan-out costs each. */
  private static double[] parts(long... costs) {
    CoreShare share = new CoreShare();
    Pacer[] pacers = Arrays.stream(costs).mapToObj(cost -> share.pacer()).toArray(Pacer[]::new);
    long[] due = new long[costs.length];
    long[] busy = new long[costs.length];
    long until = 60 * SECOND;
    while (true) {
      int next = IntStream.range(0, due.length).boxed().min((a, b) -> Long.compare(due[a], due[b]))
          .orElseThrow();
      long start = due[next];
      if (start > until) break;
      long end = start + costs[next];
      pacers[next].ran(end, costs[next]);
      if (start > until / 2) busy[next] += costs[next];
      due[next] = end + pacers[next].waitNanos(end);
    }
    return Arrays.stream(busy).mapToDouble(nanos -> nanos / (until / 2.0)).toArray();
  }
}
