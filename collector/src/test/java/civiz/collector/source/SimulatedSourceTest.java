package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Post;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedSourceTest {
  private static final Area CHICAGO = new Area("chicago", new BoundingBox(-87.96, 41.644, -87.40, 42.04));
  private static final Area PARIS = new Area("paris", new BoundingBox(2.2, 48.8, 2.5, 48.95));

  private final HeardIntake heard = new HeardIntake();

  /** Runs from one in the afternoon in Chicago, 20 November 2026, and can be set. */
  private static final class SetClock extends Clock {
    private volatile Duration shift = Duration.between(Instant.now(), Instant.parse("2026-11-20T19:00:00Z"));

    void set(Duration forward) {
      shift = shift.plus(forward);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(shift);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final SetClock clock = new SetClock();

  private SimulatedSource source(double rate, Area... areas) {
    return new SimulatedSource(new SimulatedConfig(rate, 1), List.of(areas), clock);
  }

  @Test
  void theFirstLookIsAlive() {
    try (SimulatedSource source = source(0.5, CHICAGO, PARIS)) {
      source.start(heard);
      await().until(() -> heard.posts.size() > 150);
      assertThat(heard.posts).anyMatch(post -> CHICAGO.box().touches(post.location()))
          .anyMatch(post -> PARIS.box().touches(post.location()));
      assertThat(heard.posts).allMatch(post -> !post.created().isAfter(clock.instant()));
    }
  }

  @Test
  void itKeepsUpAtFiveThousandPostsASecond() {
    try (SimulatedSource source = source(5000, CHICAGO)) {
      source.start(heard);
      await().atMost(Duration.ofSeconds(20)).until(() -> heard.posts.size() > 1000);
      Instant from = clock.instant().plusMillis(100);
      Instant to = from.plusSeconds(2);
      SimulatedCity city = new SimulatedCity(CHICAGO, 5000, 1);
      HeardIntake expected = new HeardIntake();
      for (long second = from.getEpochSecond(); second <= to.getEpochSecond(); second++) {
        city.moments(second).forEach(moment -> city.deliver(moment, expected));
      }
      List<String> due = expected.posts.stream()
          .filter(post -> post.created().isAfter(from) && post.created().isBefore(to)).map(Post::id).toList();
      assertThat(due).hasSizeGreaterThan(2000);
      await().atMost(Duration.ofSeconds(10)).until(() -> !heard.posts.isEmpty() && clock.instant().isAfter(to)
          && new HashSet<>(heard.posts.stream().map(Post::id).toList()).containsAll(due));
    }
  }

  @Test
  void aSecondRunRepeatsThePostsOfTheFirstSoThatTheFeedCanDropThem() {
    try (SimulatedSource source = source(50, CHICAGO)) {
      source.start(heard);
      await().until(() -> heard.posts.size() > 300);
    }
    List<Post> first = new ArrayList<>(heard.posts);
    HeardIntake again = new HeardIntake();
    try (SimulatedSource source = source(50, CHICAGO)) {
      source.start(again);
      await().until(() -> again.posts.size() > 100);
    }
    Set<Post> known = new HashSet<>(first);
    assertThat(again.posts.stream().limit(100).filter(known::contains).count()).isGreaterThan(80);
  }

  @Test
  void aClockThatJumpsStartsTheCityAnew() {
    try (SimulatedSource source = source(20, CHICAGO)) {
      source.start(heard);
      await().until(() -> heard.posts.size() > 200);
      for (Duration jump : List.of(Duration.ofHours(-5), Duration.ofHours(9))) {
        clock.set(jump);
        Instant then = clock.instant();
        await().until(() -> heard.posts.stream().anyMatch(
            post -> post.created().isAfter(then) && post.created().isBefore(then.plusSeconds(60))));
      }
    }
  }

  @Test
  void itSaysThatItIsNotReal() {
    try (SimulatedSource source = source(1, CHICAGO)) {
      source.start(heard);
      assertThat(source.name()).isEqualTo("simulated");
      assertThat(source.status().state()).isEqualTo(SourceStatus.State.LIVE);
      assertThat(source.status().detail()).isEqualTo("simulated posts, not real ones");
    }
  }

  @Test
  void afterItsCloseNothingComesAndNoThreadIsLeft() {
    SimulatedSource source = source(2000, CHICAGO);
    source.start(heard);
    await().until(() -> heard.posts.size() > 500);
    source.close();
    source.close();
    int told = heard.posts.size();
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("simulated"));
    assertThat(heard.posts).hasSize(told);
  }
}
