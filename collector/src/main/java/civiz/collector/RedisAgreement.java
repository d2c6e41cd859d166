package civiz.collector;

import static civiz.collector.RedisFeed.COMMANDS;

import civiz.contract.CollectorKeys;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What collectors agree on through Redis: who leads, where its sources resume, and what they count together. It asks over the
 * connection of a {@link RedisFeed}, whose owner closes that; callable on any thread, and each method throws
 * {@link RedisFeed.Away} when Redis can't be asked.
 */
final class RedisAgreement {
  /**
   * Takes the lease or renews it. Memory may be short: a deletion is never refused, nor is what follows it. Redis's clock
   * may be set back, which would make a dead collector's lease last longer by as much.
   */
  private static final String HOLD = """
      local holder = redis.call('GET', KEYS[1])
      if holder and holder ~= ARGV[1] then
        if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        return 0
      end
      redis.call('DEL', KEYS[1])
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return 1""";
  private static final String RELEASE = """
      if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end""";
  /** The least of those who claim it counts; a claim of a collector that is gone is forgotten. */
  private static final String CLAIM = """
      local claim = redis.call('GET', KEYS[1])
      if claim and (tonumber(claim) or 1e9) < tonumber(ARGV[1]) then return end
      redis.call('DEL', KEYS[1])
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])""";

  /** What was spent must be counted even when memory is short, so a deletion comes first here as well. */
  private static final String COUNT = """
      local sum = tonumber(redis.call('GET', KEYS[1]) or '0') + tonumber(ARGV[1])
      if ARGV[1] ~= '0' then
        redis.call('DEL', KEYS[1])
        redis.call('SET', KEYS[1], string.format('%.0f', sum), 'PX', ARGV[2])
      end
      return sum""";

  private final RedisFeed redis;
  private final CollectorKeys keys;

  RedisAgreement(RedisFeed redis, CollectorKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /** What the lease is called. */
  String lease() {
    return keys.lease();
  }

  /** Takes the lease or renews it. Returns false when another holds it. */
  boolean hold(String holder, Duration time) {
    return redis.on(keys.lease(), COMMANDS.eval(HOLD, List.of(keys.lease()), List.of(holder, millis(time))))
        .equals(1L);
  }

  /** Gives the lease back, if this holder has it. */
  void release(String holder) {
    redis.on(keys.lease(), COMMANDS.eval(RELEASE, List.of(keys.lease()), List.of(holder)));
  }

  /** Who holds the lease is asked for it, by a collector that leads so few areas. */
  void claim(int leads, Duration time) {
    redis.on(keys.claim(),
        COMMANDS.eval(CLAIM, List.of(keys.claim()), List.of(String.valueOf(leads), millis(time))));
  }

  /** How few areas one of those leads who claim the lease; empty when nobody does. */
  OptionalInt claimed() {
    String claim = redis.on(keys.claim(), COMMANDS.get(keys.claim()));
    return claim != null && claim.matches("[0-9]{1,6}")
        ? OptionalInt.of(Integer.parseInt(claim))
        : OptionalInt.empty();
  }

  /** Where a source resumes; null when nobody has told. */
  @Nullable
  String cursor(String source) {
    String key = keys.cursor(source);
    return redis.on(key, COMMANDS.get(key));
  }

  /**
   * Keeps where a source resumes.
   *
   * @throws RedisFeed.Refused when there is no memory for it
   */
  void remember(PendingEvent.Checkpoint checkpoint) {
    String key = keys.cursor(checkpoint.source());
    redis.onOrRefused(key, COMMANDS.set(key, checkpoint.cursor()));
  }

  /** Adds to a counter, which is forgotten so long after; returns the sum. */
  long count(String counter, long more, Duration keep) {
    String key = keys.counter(counter);
    return (Long) redis.on(key,
        COMMANDS.eval(COUNT, List.of(key), List.of(String.valueOf(more), millis(keep))));
  }

  private static String millis(Duration time) {
    return String.valueOf(time.toMillis());
  }
}
