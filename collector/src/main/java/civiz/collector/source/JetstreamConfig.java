package civiz.collector.source;

import civiz.contract.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which Jetstream servers to listen to.
 *
 * @param urls JETSTREAM_URLS: one at a time, the next when one fails; at least one, ws or wss, without a query
 */
public record JetstreamConfig(List<URI> urls) implements SourceConfig {
  /** More than anyone runs; each costs a failed attempt when the network is away. */
  private static final int MOST_URLS = 16;
  private static final String PATH = "/subscribe";

  /** Those that Bluesky runs for the public (README of bluesky-social/jetstream, "Public Instances"). */
  static final List<URI> PUBLIC = Stream.of("1.us-east", "2.us-east", "1.us-west", "2.us-west")
      .map(host -> URI.create("wss://jetstream" + host + ".bsky.network" + PATH)).toList();

  public JetstreamConfig {
    urls = List.copyOf(urls);
  }

  /** Each area reads the whole network by itself. */
  @Override
  public Optional<SourceConfig> ofOneArea(int areas) {
    return Optional.of(this);
  }

  /** Reads it; mistakes stay in the environment. */
  public static JetstreamConfig read(Environment environment) {
    return new JetstreamConfig(environment.read("JETSTREAM_URLS", PUBLIC, JetstreamConfig::urls));
  }

  private static List<URI> urls(String value) {
    List<URI> urls = new ArrayList<>();
    for (String part : value.split("[,\\s]+", -1))
      if (!part.isEmpty()) urls.add(url(part, urls.size() + 1));
    if (urls.isEmpty() || urls.size() > MOST_URLS) {
      throw new IllegalArgumentException("has %d addresses, not 1 to %d".formatted(urls.size(), MOST_URLS));
    }
    return urls.stream().distinct().toList();
  }

  /** The address may hold a password or a token, so the message names it by its place in the list. */
  private static URI url(String text, int number) {
    try {
      URI uri = new URI(text);
      boolean webSocket = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
      boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (webSocket && plain && uri.getHost() != null) {
        return uri.getPath().length() > 1 ? uri : uri.resolve(PATH);
      }
    } catch (URISyntaxException e) {
      // told below, without the value
    }
    throw new IllegalArgumentException(
        "address %d is not ws://host[:port][/path] or wss://…, without user, query or fragment"
            .formatted(number));
  }
}
