package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class XBudgetTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
  private static final Instant NEXT_MONTH = Instant.parse("2026-12-01T00:00:00Z");

  private final HeldMemory memory = new HeldMemory();
  private final SetClock clock = new SetClock("2026-11-21T09:00:00Z");

  @Test
  void letsThroughAsManyPostsAsADayMayHave() {
    XBudget budget = budget(3, null);

    assertThat(counted(budget, 5)).containsExactly(true, true, true, false, false);
    assertThat(budget.status().resumes()).isEqualTo(MIDNIGHT);
  }

  @Test
  void isSpentAsSoonAsTheNumberIsReached() {
    XBudget budget = budget(3, null);

    counted(budget, 2);
    assertThat(budget.status().resumes()).isNull();
    counted(budget, 1);
    assertThat(budget.status().resumes()).isEqualTo(MIDNIGHT);
  }

  @Test
  void letsThroughAsManyPostsAsAMonthMayHave() {
    XBudget budget = budget(null, 3);

    assertThat(counted(budget, 4)).containsExactly(true, true, true, false);
    assertThat(budget.status().resumes()).isEqualTo(NEXT_MONTH);
  }

  @Test
  void ofTwoLimitsReachedTheLaterEndCounts() {
    XBudget budget = budget(2, 2);
    counted(budget, 2);

    assertThat(budget.status().resumes()).isEqualTo(NEXT_MONTH);
  }

  @Test
  void theDayLiftsAtMidnightUtcAndTheMonthGoesOn() {
    XBudget budget = budget(2, 5);
    counted(budget, 2);
    clock.set("2026-11-21T23:59:59.999Z");
    budget.refresh();
    assertThat(budget.status().resumes()).isEqualTo(MIDNIGHT);

    clock.set("2026-11-22T00:00:00Z");
    budget.refresh();

    assertThat(budget.status().resumes()).isNull();
    assertThat(counted(budget, 3)).containsExactly(true, true, false);
    assertThat(budget.status()).isEqualTo(new SourceStatus.Budget(3, 2, 5, 5, 0.015, NEXT_MONTH));
  }

  @Test
  void theMonthLiftsOnTheFirst() {
    XBudget budget = budget(null, 2);
    counted(budget, 3);

    clock.set("2026-12-01T00:00:00Z");

    assertThat(counted(budget, 3)).containsExactly(true, true, false);
    assertThat(budget.status().resumes()).isEqualTo("2027-01-01T00:00:00Z");
  }

  @Test
  void aPostAfterMidnightBelongsToTheNewDayWithoutALookInBetween() {
    XBudget budget = budget(2, null);
    counted(budget, 2);

    clock.set("2026-11-22T00:00:01Z");

    assertThat(counted(budget, 3)).containsExactly(true, true, false);
    assertThat(memory.counters).containsEntry("x:2026-11-21", 2L).containsEntry("x:2026-11-22", 3L)
        .containsEntry("x:2026-11", 5L);
  }

  @Test
  void aRestartGoesOnWhereTheLastOneWas() {
    counted(budget(5, null), 3);

    XBudget budget = budget(5, null);
    budget.refresh();

    assertThat(budget.status().today()).isEqualTo(3);
    assertThat(counted(budget, 3)).containsExactly(true, true, false);
  }

  @Test
  void twoCollectorsShareOneBudget() throws Exception {
    List<Callable<Long>> readers = IntStream.range(0, 4).<Callable<Long>>mapToObj(i -> () -> counted(
        budget(100, null), 100).stream().filter(within -> within).count()).toList();
    long delivered = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Long> reader : threads.invokeAll(readers))
        delivered += reader.get();
    }

    assertThat(delivered).isEqualTo(100);
    assertThat(memory.counters).containsEntry("x:2026-11-21", 400L);
  }

  @Test
  void seesWhatAnotherCollectorSpent() {
    XBudget budget = budget(10, null);
    counted(budget, 1);
    counted(budget(10, null), 9);

    budget.refresh();

    assertThat(budget.status().resumes()).isEqualTo(MIDNIGHT);
  }

  @Test
  void countsHereWhileRedisIsAwayAndAddsItLater() {
    XBudget budget = budget(10, null);
    counted(budget, 2);
    memory.away = true;
    assertThat(counted(budget, 3)).containsOnly(true);
    assertThat(budget.status().today()).isEqualTo(5);
    assertThat(memory.counters).containsEntry("x:2026-11-21", 2L);

    memory.away = false;
    clock.pass(Duration.ofMinutes(1));
    budget.refresh();

    assertThat(memory.counters).containsEntry("x:2026-11-21", 5L).containsEntry("x:2026-11", 5L);
    assertThat(budget.status().today()).isEqualTo(5);
  }

  @Test
  void whatIsCountedHereLimitsToo() {
    XBudget budget = budget(4, null);
    counted(budget, 2);
    memory.away = true;

    assertThat(counted(budget, 3)).containsExactly(true, true, false);
    assertThat(budget.status().resumes()).isEqualTo(MIDNIGHT);
  }

  @Test
  void doesNotAskRedisForEveryPostWhileItIsAway() {
    XBudget budget = budget(null, null);
    memory.away = true;
    counted(budget, 1000);

    assertThat(memory.asked).isEqualTo(1);
    clock.pass(Duration.ofMinutes(1));
    counted(budget, 1);
    assertThat(memory.asked).isEqualTo(2);
  }

  @Test
  void withALimitNothingIsReadBeforeItIsKnownWhatWasRead() {
    memory.away = true;
    XBudget limited = budget(10, null);
    assertThat(limited.closed()).extracting(StreamFailure::why).asString().contains("Redis").contains("away");
    assertThat(budget(null, null).closed()).isNull();

    memory.away = false;
    clock.pass(Duration.ofMinutes(1));
    assertThat(limited.closed()).isNull();
  }

  @Test
  void saysWhichLimitIsReachedWhatTheDayCostAndWhenItEnds() {
    XBudget day = budget(2, null);
    counted(day, 2);
    assertThat(day.spent()).isEqualTo(new StreamFailure(StreamFailure.Kind.RATE,
        "the limit of 2 posts a day (X_POSTS_PER_DAY) is reached, today's posts cost $0.01", MIDNIGHT));

    assertThat(budget(null, 2).closed()).isEqualTo(new StreamFailure(StreamFailure.Kind.RATE,
        "the limit of 2 posts a month (X_POSTS_PER_MONTH) is reached, today's posts cost $0.01", NEXT_MONTH));
  }

  @Test
  void withoutLimitsItStillSaysWhatTheDayCost() {
    XBudget budget = budget(null, null);

    assertThat(counted(budget, 250)).containsOnly(true);
    assertThat(budget.status()).isEqualTo(new SourceStatus.Budget(250, null, 250, null, 1.25, null));
  }

  @Test
  void keepsItsNumbersForLongerThanTheyCount() {
    counted(budget(null, null), 1);

    assertThat(memory.kept.get("x:2026-11-21")).isGreaterThan(Duration.ofDays(1));
    assertThat(memory.kept.get("x:2026-11")).isGreaterThan(Duration.ofDays(31));
  }

  private XBudget budget(@Nullable Integer perDay, @Nullable Integer perMonth) {
    return new XBudget(perDay, perMonth, memory, clock);
  }

  private static List<Boolean> counted(XBudget budget, int posts) {
    List<Boolean> within = new ArrayList<>();
    for (int i = 0; i < posts; i++)
      within.add(budget.count());
    return within;
  }
}
