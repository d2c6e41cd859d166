package civiz.contract;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a process bears a Redis that refuses its password. REDIS_URL is read once, at the start: so where the
 * password was changed for good, only a restart helps, which a platform does by itself when the process exits. But not
 * at once, because the old password may be valid again, and a platform that changes passwords restarts its processes
 * without being asked. Callable on any thread.
 */
public final class PasswordPatience {
  /** Longer than Heroku takes from a new password to the restart with it; what is shown meanwhile is a minute old. */
  private static final Duration DEFAULT = Duration.ofSeconds(60);
  /** A wrong one, a missing one, and one that is not asked for, in the words of Redis 6 and later and of earlier ones. */
  private static final Pattern REFUSAL = Pattern
      .compile("WRONGPASS .*|NOAUTH .*|ERR invalid password.*|ERR (AUTH|Client sent AUTH).*");

  private final long nanos;
  private boolean refused;
  private long since;

  /** A minute. */
  public PasswordPatience() {
    this(DEFAULT);
  }

  /** @param time from the first refusal on */
  public PasswordPatience(Duration time) {
    nanos = time.toNanos();
  }

  /** Redis took the password. */
  public synchronized void accepted() {
    refused = false;
  }

  /**
   * Redis could not be used.
   *
   * @param why in its own words
   * @return whether it refuses the password, and has done so for too long
   */
  public synchronized boolean isOver(@Nullable String why) {
    if (why == null || !REFUSAL.matcher(why).matches()) return false;
    long now = System.nanoTime();
    if (!refused) since = now;
    refused = true;
    return now - since >= nanos;
  }

  /** For the log, without a secret: what a person needs to know when it is over. */
  public static String lastWords() {
    return "Redis refuses the user or the password in REDIS_URL, which is read at the start: a restart takes a new one";
  }
}
