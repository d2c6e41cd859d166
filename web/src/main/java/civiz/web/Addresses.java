package civiz.web;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows how many viewers each client address has, how fast it brings new ones and how much of the past it asks for, so
 * that nobody takes the places of all. An address is forgotten when its viewers have left and it could come as if for the
 * first time; new ones are taken in no faster than {@link #PER_SECOND}, so the table stays small. Callable on any thread; a
 * viewer's beginning and end take its lock for less than a microsecond, nothing else does.
 */
final class Addresses {
  /**
   * Upgrades a second over all addresses: about what one core can answer. More would take it from the viewers that
   * are there already.
   */
  static final int PER_SECOND = 2_000;
  /** Upgrades at once: after a restart the browsers of a full process come back within seconds. */
  static final int BURST = 5_000;
  /**
   * An address may bring all the viewers it may have at once, as an office does after a restart, and then this part
   * of them a second: enough to come back every few seconds for as long as the network trembles.
   */
  static final double SHARE_PER_SECOND = 0.1;
  /**
   * Requests for history from one address at once: an office of 200 browsers loads all that is kept, five requests
   * each; and then so many a second. They don't count against the upgrades, because the present comes first.
   */
  static final int READS = 1_000;
  static final int READS_PER_SECOND = 10;
  /** The same over all addresses: what they are answered with is some 60 MB a second. */
  static final int ALL_READS = 5_000;
  static final int ALL_READS_PER_SECOND = 100;
  /** How often what can be forgotten is looked for. */
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int mostViewers;
  private final LongSupplier clock;
  private final TokenBucket upgrades;
  private final TokenBucket reads;
  private final Map<ClientAddress, Guest> guests = new HashMap<>();
  private long swept;

  private static final class Guest {
    final TokenBucket upgrades;
    final TokenBucket reads;
    int viewers;

    Guest(TokenBucket upgrades, TokenBucket reads) {
      this.upgrades = upgrades;
      this.reads = reads;
    }

    boolean isForgettable(long now) {
      return viewers == 0 && upgrades.isFull(now) && reads.isFull(now);
    }
  }

  /**
   * Nobody is known yet.
   *
   * @param mostViewers of one address
   * @param clock       {@link System#nanoTime()}, or a test's
   */
  Addresses(int mostViewers, LongSupplier clock) {
    this.mostViewers = mostViewers;
    this.clock = clock;
    swept = clock.getAsLong();
    upgrades = new TokenBucket(BURST, PER_SECOND, swept);
    reads = new TokenBucket(ALL_READS, ALL_READS_PER_SECOND, swept);
  }

  /** Whether an upgrade from there may go on; null, or why not. */
  synchronized @Nullable Refusal ask(ClientAddress address) {
    long now = clock.getAsLong();
    sweep(now);
    Guest guest = guests.get(address);
    if (guest != null && guest.viewers >= mostViewers) return Refusal.ADDRESS_FULL;
    if (guest != null && !guest.upgrades.take(now)) return Refusal.ADDRESS_TOO_FAST;
    if (!upgrades.take(now)) return Refusal.TOO_FAST;
    if (guest == null) guest(address, now).upgrades.take(now);
    return null;
  }

  /**
   * Whether a request for what was may be answered; null, or why not.
   *
   * @param cost in requests for history
   */
  synchronized @Nullable Refusal read(ClientAddress address, int cost) {
    long now = clock.getAsLong();
    sweep(now);
    Guest guest = guests.get(address);
    if (guest != null && !guest.reads.take(cost, now)) return Refusal.ADDRESS_TOO_FAST;
    if (!reads.take(cost, now)) return Refusal.TOO_FAST;
    if (guest == null) guest(address, now).reads.take(cost, now);
    return null;
  }

  /** What an upgrade that may go on is given, to be used once its connection is there. */
  Visit visit(ClientAddress address) {
    return new Visit(address);
  }

  /** How many are known. */
  synchronized int size() {
    sweep(clock.getAsLong());
    return guests.size();
  }

  private Guest guest(ClientAddress address, long now) {
    return guests.computeIfAbsent(address,
        any -> new Guest(new TokenBucket(mostViewers, Math.max(1, mostViewers * SHARE_PER_SECOND), now),
            new TokenBucket(READS, READS_PER_SECOND, now)));
  }

  private void sweep(long now) {
    if (now - swept < SWEEP_NANOS) return;
    swept = now;
    guests.values().removeIf(guest -> guest.isForgettable(now));
  }

  /** One viewer's stay. It is counted from {@link #enter} to the first {@link #leave}. */
  final class Visit {
    private final ClientAddress address;
    private boolean inside;

    private Visit(ClientAddress address) {
      this.address = address;
    }

    /** Counts it; false when others from its address were faster and there is no more place. */
    boolean enter() {
      synchronized (Addresses.this) {
        Guest guest = guest(address, clock.getAsLong());
        if (guest.viewers >= mostViewers) return false;
        guest.viewers++;
        inside = true;
        return true;
      }
    }

    /** Gives its place back, once, however often it is called. */
    void leave() {
      synchronized (Addresses.this) {
        if (!inside) return;
        inside = false;
        guest(address, clock.getAsLong()).viewers--;
      }
    }
  }
}
