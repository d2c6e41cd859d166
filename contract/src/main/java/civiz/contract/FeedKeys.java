package civiz.contract;

/**
 * The names in Redis of one area's feed. The braces put all of them in one hash slot of a cluster.
 *
 * @param channel pub/sub channel of the live events
 * @param log     stream of the same events, entry id {@code seq-0}
 * @param head    hash: epoch, seq, token, trimmed and the latest status
 * @param ids     hash: post id to the seq of the last event about it
 */
public record FeedKeys(String channel, String log, String head, String ids) {
  /** Who collects now. */
  public static final String LEASE = "civiz:lease";

  /** Where a source resumes. */
  public static String cursor(String source) {
    return "civiz:cursor:" + source;
  }

  /** A number that all collectors share. */
  public static String counter(String name) {
    return "civiz:count:" + name;
  }

  /** The keys of one area. */
  public static FeedKeys of(Area area) {
    String channel = "civiz:{" + area.name() + "}";
    return new FeedKeys(channel, channel + ":log", channel + ":head", channel + ":ids");
  }
}
