package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Area;
import civiz.contract.FeedKeys;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One area's feed as this publisher left it: what {@code publish.lua} is told, so that it can see whether another
 * collector, or a loss of data, came between. Used by the publisher's thread.
 */
final class AreaFeed {
  /** Keys and arguments of the script before those of the events. */
  static final int ARGUMENTS = 13;

  final Area area;
  final FeedKeys keys;
  private byte @Nullable [] token;
  private final byte[] retention;
  private int events = LogRoom.MOST_EVENTS;
  private byte[] epoch = {};
  private byte[] seq = {'0'};

  /**
   * @param token     what this collector got when it began to lead
   * @param retention how long an event stays in the log
   */
  AreaFeed(Area area, long token, Duration retention) {
    this(area, retention);
    token(token);
  }

  /** Whose token is still to be got. */
  AreaFeed(Area area, Duration retention) {
    this.area = area;
    keys = FeedKeys.of(area);
    this.retention = bytes(String.valueOf(retention.toMillis()));
  }

  /** For a guest: who publishes a little beside the collector that leads, or while none does. */
  static AreaFeed guest(Area area, Duration retention) {
    AreaFeed feed = new AreaFeed(area, retention);
    feed.token = new byte[0];
    return feed;
  }

  boolean hasToken() {
    return token != null;
  }

  void token(long got) {
    token = bytes(String.valueOf(got));
  }

  /** Writes the first {@link #ARGUMENTS}, in the order of {@code publish.lua}. */
  void write(byte[][] arguments, byte[] batch, byte[] fresh, byte[] runId, byte[] status) {
    if (token == null) throw new IllegalStateException("nobody has got the token of " + area.name());
    byte[][] first = {bytes(keys.head()), bytes(keys.log()), bytes(keys.ids()), bytes(keys.channel()), token,
      batch,
      epoch, seq, fresh, runId, retention, bytes(String.valueOf(events)), status};
    System.arraycopy(first, 0, arguments, 0, ARGUMENTS);
  }

  /** Where the feed is now, as the script says. */
  void moved(byte[] toEpoch, byte[] toSeq) {
    epoch = toEpoch;
    seq = toSeq;
  }

  /** From now on so many events stay in the log. */
  void keep(int most) {
    events = most;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
