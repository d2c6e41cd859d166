package civiz.web;

import civiz.contract.Limits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which upgrades of {@code /ws} become viewers, and which requests for what was are answered, by the tables in
 * contract/README.md. Callable on any thread.
 */
final class Admission {
  /** Seconds until a viewer that is sent away for now may try again. */
  static final int RETRY_AFTER = 5;

  private static final List<String> PARAMETERS = List.of("area", "since", "format");

  private final Map<String, Feed> feeds;
  private final WebConfig config;
  private final Addresses addresses;
  private volatile boolean closed;

  Admission(Map<String, Feed> feeds, WebConfig config) {
    this.feeds = feeds;
    this.config = config;
    addresses = new Addresses(config.maxViewersPerAddress(), System::nanoTime);
  }

  /**
   * What an upgrade that is let in gets.
   *
   * @param feed  of the area
   * @param since where it was; null to begin with everything
   * @param text  whether it wants lines of text
   * @param visit counts it among those of its address
   */
  record Seat(Feed feed, @Nullable Since since, boolean text, Addresses.Visit visit) {}

  /** Why an upgrade is not let in. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    final Refusal why;

    Refused(Refusal why, String message) {
      super(message);
      this.why = why;
    }
  }

  /** Nobody is let in any more: the process ends. */
  void close() {
    closed = true;
  }

  /** How many addresses are remembered. */
  int addresses() {
    return addresses.size();
  }

  /**
   * Lets an upgrade in.
   *
   * @param query  as it came; without an area it is the first one configured: a page that was opened without any
   *               asks so
   * @param host   the Host header
   * @param origin the Origin header, which every browser sends and nothing else has to
   */
  Seat admit(@Nullable String query, @Nullable String host, @Nullable String origin,
      ClientAddress address) throws Refused {
    requireOrigin(origin, host);
    Parameters parameters = Parameters.read(query, PARAMETERS);
    Feed feed = feed(parameters.get("area"));
    Since since = parameters.place("since");
    String format = parameters.get("format");
    if (format != null && !List.of("text", "binary").contains(format)) {
      throw Parameters.bad("format %s is not text".formatted(Limits.quote(format)));
    }
    requirePlace(feed, address);
    return new Seat(feed, since, "text".equals(format), addresses.visit(address));
  }

  /**
   * Lets a request for what was be answered, from the area's log.
   *
   * @param area null for the first one configured
   * @param cost what it costs the server, in requests for history
   */
  Feed read(@Nullable String area, @Nullable String host, @Nullable String origin, ClientAddress address,
      int cost)
      throws Refused {
    requireOrigin(origin, host);
    Feed feed = feed(area);
    requireReady(feed);
    Refusal why = addresses.read(address, cost);
    if (why == null) return feed;
    throw new Refused(why, why == Refusal.TOO_FAST
        ? "more is asked for than this server answers at once"
        : "from your address more is asked for than one may have at once");
  }

  private void requireOrigin(@Nullable String origin, @Nullable String host) throws Refused {
    if (origin != null && !isSameHost(origin, host)
        && !config.allowedOrigins().contains(origin.toLowerCase(Locale.ROOT))) {
      throw new Refused(Refusal.FOREIGN,
          "pages of %s may not read this feed".formatted(Limits.quote(origin)));
    }
  }

  private Feed feed(@Nullable String area) throws Refused {
    Feed feed = area == null ? feeds.values().iterator().next() : feeds.get(area);
    if (feed != null) return feed;
    throw new Refused(Refusal.UNKNOWN_AREA, "there is no area %s, but %s"
        .formatted(Limits.quote(String.valueOf(area)), String.join(", ", feeds.keySet())));
  }

  private void requireReady(Feed feed) throws Refused {
    if (closed) throw new Refused(Refusal.GOING_AWAY, "the server goes away");
    if (!feed.isReady()) throw new Refused(Refusal.NOT_READY, "the feed is not read yet");
  }

  private void requirePlace(Feed feed, ClientAddress address) throws Refused {
    requireReady(feed);
    if (feeds.values().stream().mapToInt(Feed::viewers).sum() >= config.maxViewers()) {
      throw new Refused(Refusal.FULL,
          "there are %d viewers, which is all this server takes".formatted(config.maxViewers()));
    }
    Refusal why = addresses.ask(address);
    if (why == null) return;
    throw new Refused(why, switch (why) {
      case ADDRESS_FULL -> "there are %d viewers from your address, which is all that one may have"
          .formatted(config.maxViewersPerAddress());
      case ADDRESS_TOO_FAST ->
        "from your address come more viewers at once than %d".formatted(config.maxViewersPerAddress());
      default -> "there come more than %d viewers a second, which is all this server takes"
          .formatted(Addresses.PER_SECOND);
    });
  }

  /** Origin is scheme://host[:port] and leaves out the scheme's own port, as Host does. */
  private static boolean isSameHost(String origin, @Nullable String host) {
    int scheme = origin.indexOf("://");
    return host != null && scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
  }
}
