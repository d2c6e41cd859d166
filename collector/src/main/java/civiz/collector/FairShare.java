package civiz.collector;

import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sees to it that collectors which share areas lead about as many each: one that stands by claims an area and says how few it
 * leads, and one that leads two more gives an area away, one at a time. What one process has in common for all its leases;
 * callable from any of their threads.
 */
final class FairShare {
  /** Longer than it takes to claim again. */
  private static final Duration CLAIM = Duration.ofSeconds(3);
  /** Longer than a claim lasts, so that who got an area has told that it leads one more. */
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final String holder = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final int leases;
  private int leads;
  private long given = System.nanoTime() - BETWEEN.toNanos();

  /** @param leases of this process; with one there is nothing to share */
  FairShare(int leases) {
    this.leases = leases;
  }

  /** This process, as leases name it. */
  String holder() {
    return holder;
  }

  int leases() {
    return leases;
  }

  /** One of the leases is this process's now. */
  synchronized void took() {
    leads++;
  }

  /** One of them is not any more. */
  synchronized void lost() {
    leads--;
  }

  private synchronized int leads() {
    return leads;
  }

  /**
   * Another one has this lease, and it would be welcome here.
   *
   * @throws RedisFeed.Away when Redis can't be told
   */
  void claim(RedisAgreement agreement) {
    if (leases > 1) agreement.claim(leads(), CLAIM);
  }

  /** Whether this lease, which this process has, should go to one that claims it. Who is told so gives it away. */
  boolean gives(RedisAgreement agreement) {
    if (leases == 1) return false;
    OptionalInt claimed;
    try {
      claimed = agreement.claimed();
    } catch (RedisFeed.Away e) {
      return false;
    }
    return claimed.isPresent() && gives(claimed.getAsInt());
  }

  private synchronized boolean gives(int to) {
    long now = System.nanoTime();
    if (leads < to + 2 || now - given < BETWEEN.toNanos()) return false;
    given = now;
    return true;
  }
}
