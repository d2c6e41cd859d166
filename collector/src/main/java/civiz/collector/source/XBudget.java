package civiz.collector.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the posts of X cost, and when to stop. Every post read is counted, by UTC day and month, in numbers that all
 * collectors share, so neither a restart nor another collector begins anew. While they can't be reached the posts
 * are counted here, which limits them too, and added later; where nobody knows whether an addition arrived it is
 * made again, since stopping a little early is cheaper than late.
 *
 * <p>The thread that reads the stream calls it, but for {@link #status}, which any thread may.
 */
final class XBudget {
  /** X's pay-per-use price of a post read, in US dollars, is one over this. */
  private static final double POSTS_PER_DOLLAR = 200;
  /** Between attempts to reach numbers that could not be reached: each one may take seconds, and posts wait. */
  private static final Duration RETRY = Duration.ofSeconds(5);
  /** Longer than what is counted lasts, in any time zone and with a clock that is wrong by hours. */
  private static final Duration KEEP_DAY = Duration.ofDays(3);
  private static final Duration KEEP_MONTH = Duration.ofDays(34);

  private final @Nullable Integer perDay;
  private final @Nullable Integer perMonth;
  private final SourceMemory memory;
  private final InstantSource clock;
  private XCount day;
  private XCount month;
  private Instant retry = Instant.MIN;
  private volatile SourceStatus.Budget status;

  /**
   * @param perDay   X_POSTS_PER_DAY; null means no limit
   * @param perMonth X_POSTS_PER_MONTH; null means no limit
   */
  XBudget(@Nullable Integer perDay, @Nullable Integer perMonth, SourceMemory memory, InstantSource clock) {
    this.perDay = perDay;
    this.perMonth = perMonth;
    this.memory = memory;
    this.clock = clock;
    day = day(LocalDate.EPOCH);
    month = month(LocalDate.EPOCH);
    status = new SourceStatus.Budget(0, perDay, 0, perMonth, 0, null);
  }

  /**
   * Counts a post that was read.
   *
   * @return whether it is within the limits and may be delivered
   */
  boolean count() {
    turn();
    day.add(1);
    month.add(1);
    save();
    return !day.isOver() && !month.isOver();
  }

  /** Looks at the clock, and at the numbers that all collectors share. */
  void refresh() {
    turn();
    save();
  }

  /** Why no posts may be read now, and until when; null when they may. As the last look showed it. */
  @Nullable
  StreamFailure spent() {
    SourceStatus.Budget now = status;
    if (now.resumes() == null) return null;
    String limit = month.isSpent()
        ? "%d posts a month (X_POSTS_PER_MONTH)".formatted(perMonth)
        : "%d posts a day (X_POSTS_PER_DAY)".formatted(perDay);
    return new StreamFailure(StreamFailure.Kind.RATE, String.format(Locale.ROOT,
        "the limit of %s is reached, today's posts cost $%.2f", limit, now.costToday()), now.resumes());
  }

  /**
   * Why no connection may be opened now; null when one may. With a limit, what was read before must be known: one
   * that could never ask would begin anew with every start.
   */
  @Nullable
  StreamFailure closed() {
    refresh();
    boolean known = (perDay == null || day.isKnown()) && (perMonth == null || month.isKnown());
    return known
        ? spent()
        : new StreamFailure(StreamFailure.Kind.NETWORK,
            "Redis, which knows how many posts were read, is away");
  }

  /** What was spent. */
  SourceStatus.Budget status() {
    return status;
  }

  private void turn() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (!day.ends().equals(today.plusDays(1))) day = day(today);
    LocalDate next = today.withDayOfMonth(1).plusMonths(1);
    if (!month.ends().equals(next)) month = month(today);
  }

  private void save() {
    if (!clock.instant().isBefore(retry)) {
      try {
        day.save(memory);
        month.save(memory);
      } catch (SourceMemory.Away e) {
        retry = clock.instant().plus(RETRY);
      }
    }
    status = new SourceStatus.Budget(day.sum(), perDay, month.sum(), perMonth, day.sum() / POSTS_PER_DOLLAR,
        until());
  }

  private @Nullable Instant until() {
    XCount spent = month.isSpent() ? month : day.isSpent() ? day : null;
    return spent == null ? null : spent.ends().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private XCount day(LocalDate today) {
    return new XCount("x:" + today, perDay, today.plusDays(1), KEEP_DAY);
  }

  private XCount month(LocalDate today) {
    LocalDate first = today.withDayOfMonth(1);
    return new XCount("x:" + first.toString().substring(0, 7), perMonth, first.plusMonths(1), KEEP_MONTH);
  }
}
