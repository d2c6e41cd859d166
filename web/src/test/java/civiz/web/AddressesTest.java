package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int MOST = 20;
  private static final ClientAddress HERE = address(1);
  private static final ClientAddress THERE = address(2);

  private long now = Long.MAX_VALUE - 5 * SECOND;
  private final Addresses addresses = new Addresses(MOST, () -> now);

  private static ClientAddress address(long bits) {
    return new ClientAddress(bits, false);
  }

  private List<Addresses.Visit> enter(ClientAddress address, int count) {
    List<Addresses.Visit> visits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Addresses.Visit visit = addresses.visit(address);
      assertThat(visit.enter()).isTrue();
      visits.add(visit);
    }
    return visits;
  }

  @Test
  void anAddressHasSoManyViewersAndNoMoreWhateverOthersHave() {
    List<Addresses.Visit> visits = enter(HERE, MOST);
    assertThat(addresses.ask(HERE)).isEqualTo(Refusal.ADDRESS_FULL);
    assertThat(addresses.visit(HERE).enter()).isFalse();
    assertThat(addresses.ask(THERE)).isNull();
    visits.getFirst().leave();
    assertThat(addresses.ask(HERE)).isNull();
    assertThat(addresses.visit(HERE).enter()).isTrue();
    assertThat(addresses.visit(HERE).enter()).isFalse();
  }

  @Test
  void aPlaceIsGivenBackOnceAndOnlyByWhoHadIt() {
    List<Addresses.Visit> visits = enter(HERE, MOST);
    Addresses.Visit late = addresses.visit(HERE);
    assertThat(late.enter()).isFalse();
    late.leave();
    assertThat(addresses.visit(HERE).enter()).isFalse();
    for (int i = 0; i < 5; i++)
      visits.getFirst().leave();
    enter(HERE, 1);
    assertThat(addresses.visit(HERE).enter()).isFalse();
  }

  @Test
  void anAddressBringsAllItMayHaveAtOnceAndThenATenthOfThemASecond() {
    for (int i = 0; i < MOST; i++)
      assertThat(addresses.ask(HERE)).isNull();
    assertThat(addresses.ask(HERE)).isEqualTo(Refusal.ADDRESS_TOO_FAST);
    assertThat(addresses.ask(THERE)).isNull();
    now += SECOND;
    assertThat(IntStream.range(0, MOST).filter(i -> addresses.ask(HERE) == null).count()).isEqualTo(2);
    now += 3600 * SECOND;
    assertThat(IntStream.range(0, 3 * MOST).filter(i -> addresses.ask(HERE) == null).count()).isEqualTo(MOST);
  }

  @Test
  void whatAnAddressAsksOfThePastIsCountedApart() {
    for (int i = 0; i < Addresses.READS; i++)
      assertThat(addresses.read(HERE, 1)).isNull();
    assertThat(addresses.read(HERE, 1)).isEqualTo(Refusal.ADDRESS_TOO_FAST);
    assertThat(addresses.ask(HERE)).isNull();
    assertThat(addresses.read(THERE, 1)).isNull();
    now += SECOND;
    assertThat(addresses.read(HERE, Addresses.READS_PER_SECOND)).isNull();
    assertThat(addresses.read(HERE, 1)).isEqualTo(Refusal.ADDRESS_TOO_FAST);
  }

  @Test
  void allTogetherAskNoMoreOfThePastThanAProcessCanAnswer() {
    for (int i = 0; i < Addresses.ALL_READS; i++)
      assertThat(addresses.read(address(i), 1)).isNull();
    assertThat(addresses.read(address(-1), 1)).isEqualTo(Refusal.TOO_FAST);
    now += 200 * SECOND;
    addresses.ask(HERE);
    assertThat(addresses.size()).isEqualTo(1);
  }

  @Test
  void allTogetherBringNoMoreThanAProcessCanAnswer() {
    for (int i = 0; i < Addresses.BURST; i++)
      assertThat(addresses.ask(address(i))).isNull();
    assertThat(addresses.ask(address(-1))).isEqualTo(Refusal.TOO_FAST);
    now += SECOND;
    assertThat(
        IntStream.range(0, Addresses.BURST).filter(i -> addresses.ask(address(-i - 1)) == null).count())
        .isEqualTo(Addresses.PER_SECOND);
  }

  @Test
  void aFloodOfAddressesIsForgottenAndWhoIsRefusedIsNotRemembered() {
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 3 * Addresses.BURST; i++)
        addresses.ask(address(round * 1_000_000L + i));
      assertThat(addresses.size()).isLessThanOrEqualTo(Addresses.BURST + Addresses.PER_SECOND);
      now += SECOND;
    }
    now += 10 * SECOND;
    addresses.ask(HERE);
    assertThat(addresses.size()).isEqualTo(1);
  }

  @Test
  void whoHasViewersIsNotForgotten() {
    List<Addresses.Visit> visits = enter(HERE, MOST);
    now += 3600 * SECOND;
    assertThat(addresses.ask(THERE)).isNull();
    assertThat(addresses.ask(HERE)).isEqualTo(Refusal.ADDRESS_FULL);
    visits.forEach(Addresses.Visit::leave);
    now += 3600 * SECOND;
    assertThat(addresses.ask(THERE)).isNull();
    assertThat(addresses.size()).isEqualTo(1);
  }

  @Test
  void aViewerWhoseConnectionTookLongIsCountedThoughItsAddressWasForgotten() {
    assertThat(addresses.ask(HERE)).isNull();
    Addresses.Visit visit = addresses.visit(HERE);
    now += 60 * SECOND;
    assertThat(addresses.ask(THERE)).isNull();
    assertThat(addresses.size()).isEqualTo(1);
    assertThat(visit.enter()).isTrue();
    enter(HERE, MOST - 1);
    assertThat(addresses.visit(HERE).enter()).isFalse();
    visit.leave();
    enter(HERE, 1);
  }

  @Test
  void manyThreadsNeverExceedTheLimitAndLeaveNothingBehind() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      var done = IntStream.range(0, 8).mapToObj(thread -> threads.submit(() -> {
        for (int i = 0; i < 20_000; i++) {
          Addresses.Visit visit = addresses.visit(HERE);
          if (visit.enter()) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            if (i % 3 == 0) Thread.onSpinWait();
            inside.decrementAndGet();
          }
          visit.leave();
          visit.leave();
        }
      })).toList();
      for (var each : done)
        each.get();
    }
    assertThat(most.get()).isBetween(1, MOST);
    enter(HERE, MOST);
    assertThat(addresses.visit(HERE).enter()).isFalse();
  }
}
