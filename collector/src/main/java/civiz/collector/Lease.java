package civiz.collector;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who collects: one at a time. Its thread, which has the lease's name, stands by until nobody else leads, then leads until it is
 * closed or another one has the lease. It leads once: who loses the lease ends, and a fresh process stands by.
 *
 * <p>The lease keeps two from collecting at once; that only one can publish is the fencing token's doing, which also
 * refuses a collector that slept through the end of its lease. When Redis is away nobody can lead or take over; the
 * lease is held again afterwards, unless another one was faster.
 */
final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /** A dead collector's lease ends after this long, and a standby sees it within {@link #STANDBY}: under 15 s. */
  private static final Duration TIME = Duration.ofSeconds(10);
  /** Three tries before it ends, and time for the slowest answer. */
  private static final Duration RENEWAL = Duration.ofSeconds(3);
  private static final Duration STANDBY = Duration.ofSeconds(1);

  private final RedisAgreement redis;
  private final String holder;
  private final Runnable lead;
  private final BooleanSupplier hangs;
  private final Consumer<Throwable> lost;
  private final FairShare share;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private boolean held;
  private boolean leads;

  /**
   * @param redis  shared with others who ask little; its owner closes it afterwards
   * @param share  of this process, which holds it
   * @param lead   begins to collect, on this thread; tried again when Redis is away meanwhile
   * @param hangs  whether what {@code lead} began is stuck, so that another one should lead
   * @param lost   told, on this thread, when it can't lead any more: {@link Lost}, {@link RedisFeed.LockedOut}, or a
   *               bug; or when it should not, {@link Claimed}, and then it has the lease until it is closed
   */
  Lease(RedisAgreement redis, FairShare share, Runnable lead, BooleanSupplier hangs,
      Consumer<Throwable> lost) {
    thread = new Thread(this::run, redis.lease());
    this.redis = redis;
    this.share = share;
    holder = share.holder();
    this.lead = lead;
    this.hangs = hangs;
    this.lost = lost;
  }

  /** It must not lead any more. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost(String why) {
      super(why);
    }
  }

  /** Another collector that leads fewer areas would like to lead this one. */
  static final class Claimed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Claimed() {
      super("another collector leads fewer");
    }
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      if (!standBy()) return;
      leads = true;
      share.took();
      boolean hung = false;
      while (!closes(RENEWAL)) {
        if (!renew()) throw new Lost("another collector leads");
        // twice, for when the whole process slept and this thread woke up first
        if (hung && hangs.getAsBoolean()) throw new Lost("the publisher hangs");
        hung = hangs.getAsBoolean();
        if (share.gives(redis)) lost.accept(new Claimed());
      }
    } catch (Throwable e) {
      lost.accept(e);
    } finally {
      if (leads) share.lost();
      if (held) release();
    }
  }

  /** Returns true as soon as it leads, false when it closes before. */
  private boolean standBy() {
    String told = "";
    do {
      try {
        held = redis.hold(holder, TIME);
        if (held) {
          lead.run();
          return true;
        }
        share.claim(redis);
        told = tell(told, "stands by", "another collector leads");
      } catch (RedisFeed.Away e) {
        told = tell(told, "stands by: Redis is away", String.valueOf(e.getMessage()));
      }
    } while (!closes(STANDBY));
    return false;
  }

  private String tell(String told, String event, String why) {
    if (!told.equals(event)) LOG.atInfo().addKeyValue("why", why).log(event);
    return event;
  }

  /** False when another one has it. The publisher tells when Redis is away. */
  private boolean renew() {
    try {
      return redis.hold(holder, TIME);
    } catch (RedisFeed.Away e) {
      return true;
    }
  }

  private void release() {
    try {
      redis.release(holder);
    } catch (RedisFeed.Away | RedisFeed.LockedOut e) {
      LOG.atInfo().addKeyValue("seconds", TIME.toSeconds()).log("Redis is away: the lease ends by itself");
    }
  }

  private boolean closes(Duration time) {
    try {
      return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the lease", e);
    }
  }

  /** Gives the lease back, if it still has it. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
