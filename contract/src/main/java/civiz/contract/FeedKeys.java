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
  /** The keys of one area. */
  public static FeedKeys of(Area area) {
    String channel = "civiz:{" + area.name() + "}";
    return new FeedKeys(channel, channel + ":log", channel + ":head", channel + ":ids");
  }
}
