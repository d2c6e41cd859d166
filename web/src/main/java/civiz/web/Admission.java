package civiz.web;

import civiz.contract.Limits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which upgrades of {@code /ws} become viewers, by the table in contract/README.md. Callable on any thread. */
final class Admission {
  /** Seconds until a viewer that is sent away with 503 may try again. */
  static final int RETRY_AFTER = 5;

  private final Map<String, Feed> feeds;
  private final Set<String> allowedOrigins;
  private final int maxViewers;
  private volatile boolean closed;

  Admission(Map<String, Feed> feeds, WebConfig config) {
    this.feeds = feeds;
    allowedOrigins = config.allowedOrigins();
    maxViewers = config.maxViewers();
  }

  /**
   * What an upgrade that is let in gets.
   *
   * @param feed  of the area
   * @param since where it was; null to begin with everything
   * @param text  whether it wants lines of text
   */
  record Seat(Feed feed, @Nullable Since since, boolean text) {}

  /** Why an upgrade is not let in. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    final int status;

    Refused(int status, String why) {
      super(why);
      this.status = status;
    }
  }

  /** Nobody is let in any more: the process ends. */
  void close() {
    closed = true;
  }

  /**
   * Lets an upgrade in.
   *
   * @param area   null stands for the first one configured: a page that was opened without any asks so
   * @param host   the Host header
   * @param origin the Origin header, which every browser sends and nothing else has to
   */
  Seat admit(@Nullable String area, @Nullable String since, @Nullable String format, @Nullable String host,
      @Nullable String origin) throws Refused {
    if (origin != null && !isSameHost(origin, host)
        && !allowedOrigins.contains(origin.toLowerCase(Locale.ROOT))) {
      throw new Refused(403, "pages of %s may not read this feed".formatted(Limits.quote(origin)));
    }
    Feed feed = area == null ? feeds.values().iterator().next() : feeds.get(area);
    if (feed == null) {
      throw new Refused(404, "there is no area %s, but %s".formatted(Limits.quote(String.valueOf(area)),
          String.join(", ", feeds.keySet())));
    }
    if (format != null && !List.of("text", "binary").contains(format)) {
      throw new Refused(400, "format %s is not text".formatted(Limits.quote(format)));
    }
    Since position = since == null ? null : Since.parse(since);
    if (since != null && position == null) {
      throw new Refused(400, "since %s is not epoch:seq".formatted(Limits.quote(since)));
    }
    if (closed) throw new Refused(503, "the server goes away");
    if (!feed.isReady()) throw new Refused(503, "the feed is not read yet");
    if (feeds.values().stream().mapToInt(Feed::viewers).sum() >= maxViewers) {
      throw new Refused(503, "there are %d viewers, which is all this server takes".formatted(maxViewers));
    }
    return new Seat(feed, position, "text".equals(format));
  }

  /** Origin is scheme://host[:port] and leaves out the scheme's own port, as Host does. */
  private static boolean isSameHost(String origin, @Nullable String host) {
    int scheme = origin.indexOf("://");
    return host != null && scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
  }
}
