package civiz.collector;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the posts that a source delivered since the start. At every moment each post received has one fate:
 * {@code received = published + outside + blocked + duplicate + unlocated + malformed + dropped + waiting}. Called from any
 * thread; one lock keeps the relation true in every {@link #snapshot}.
 */
final class Counts {
  /** What became of a post. */
  enum Fate {
    /** It is in the log of at least one area. */
    PUBLISHED,
    /** It touches no area. */
    OUTSIDE,
    /** BLOCK_WORDS or BLOCK_AUTHORS keep it out. */
    BLOCKED,
    /** It was in the log already, unchanged, or was taken back before. */
    DUPLICATE,
    /** It has no location. */
    UNLOCATED,
    /** It can't be read, or is over a limit. */
    MALFORMED,
    /** It waited for Redis and had to make room, or the collector stopped. */
    DROPPED,
    /** It is on its way to Redis. */
    WAITING
  }

  /**
   * The counts of one moment.
   *
   * @param received  posts
   * @param fates     how many of them met each fate; none is missing or 0
   * @param retracted retractions published; they are no posts
   */
  record Snapshot(long received, Map<Fate, Long> fates, long retracted) {
    private static final Snapshot NONE = new Snapshot(0, Map.of(), 0);

    /** Of several sources together. */
    static Snapshot sum(Collection<Snapshot> all) {
      return all.stream().reduce(NONE, Snapshot::plus);
    }

    private Snapshot plus(Snapshot other) {
      Map<Fate, Long> sums = new EnumMap<>(Fate.class);
      for (Fate fate : Fate.values()) {
        if (of(fate) + other.of(fate) > 0) sums.put(fate, of(fate) + other.of(fate));
      }
      return new Snapshot(received + other.received, sums, retracted + other.retracted);
    }

    long of(Fate fate) {
      return fates.getOrDefault(fate, 0L);
    }

    /** For the log: {@code received 5 = 4 published + 1 outside}. */
    @Override
    public String toString() {
      if (received == 0) return "received 0";
      return "received %d = %s".formatted(received, Stream.of(Fate.values()).filter(fate -> of(fate) > 0)
          .map(fate -> of(fate) + " " + fate.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" + ")));
    }
  }

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
  private long received;
  private long retracted;
  /** Unix milliseconds; 0 before the first. */
  private long last;
  /** How many were published, by the times {@link #perMinute} asked; the first is from the start of the minute. */
  private final Deque<long[]> minute = new ArrayDeque<>();

  /** A post came in. */
  synchronized void receive(Fate fate) {
    received++;
    last = System.currentTimeMillis();
    fates.merge(fate, 1L, Long::sum);
  }

  /** A post that waited met its fate. */
  synchronized void settle(Fate fate) {
    fates.merge(Fate.WAITING, -1L, Long::sum);
    fates.merge(fate, 1L, Long::sum);
  }

  /** What still waits never goes out. Returns how many. */
  synchronized long dropWaiting() {
    long waiting = fates.getOrDefault(Fate.WAITING, 0L);
    fates.merge(Fate.WAITING, -waiting, Long::sum);
    fates.merge(Fate.DROPPED, waiting, Long::sum);
    return waiting;
  }

  synchronized void retract() {
    retracted++;
  }

  /** When a post last came in, UTC; null when none did. */
  synchronized @Nullable Instant last() {
    return last == 0 ? null : Instant.ofEpochMilli(last);
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(received, new EnumMap<>(fates), retracted);
  }

  /**
   * Posts published in the last minute, or since it was first asked.
   *
   * @param nanos now, by {@link System#nanoTime}; asked every few seconds, it is that exact
   */
  synchronized long perMinute(long nanos) {
    long published = fates.getOrDefault(Fate.PUBLISHED, 0L);
    minute.addLast(new long[]{nanos, published});
    while (nanos - minute.getFirst()[0] > MINUTE_NANOS)
      minute.removeFirst();
    return published - minute.getFirst()[1];
  }
}
