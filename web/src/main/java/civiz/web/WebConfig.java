package civiz.web;

import civiz.contract.Environment;
import civiz.contract.Limits;
import civiz.contract.SharedConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the web process reads from the environment.
 *
 * @param port           PORT: where to listen; 0 takes any free one
 * @param shared         what both processes read
 * @param allowedOrigins ALLOWED_ORIGINS: origins, besides the app's own, whose pages may open the WebSocket
 * @param maxViewers     MAX_VIEWERS: over all areas; more are sent away with 503
 * @param maxViewersPerAddress MAX_VIEWERS_PER_ADDRESS: of one client address, over all areas; more get 429
 * @param trustForwardedFor TRUST_FORWARDED_FOR: whether a client's address is the last of X-Forwarded-For, which a
 *                       router in front appends; else it is the TCP peer
 * @param basemap        BASEMAP_…: the map under the posts
 * @param metrics        METRICS: who may read them; null: nobody, there is no such address
 */
public record WebConfig(int port, SharedConfig shared, Set<String> allowedOrigins, int maxViewers,
    int maxViewersPerAddress, boolean trustForwardedFor, Basemap basemap,
    @Nullable MetricsAccess metrics) {
  /** What a dyno of 512 MB carries, and some. */
  static final int MAX_VIEWERS = 12_000;
  /** A lecture hall behind one address, and a sixtieth of all. */
  static final int MAX_VIEWERS_PER_ADDRESS = 200;

  /**
   * Reads all of it.
   *
   * @throws Environment.BadConfiguration with every mistake
   */
  public static WebConfig read(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    return environment.checked(new WebConfig(
        environment.integer("PORT", 8080, 0, 65_535),
        SharedConfig.read(environment),
        environment.read("ALLOWED_ORIGINS", Set.of(), WebConfig::origins),
        environment.integer("MAX_VIEWERS", MAX_VIEWERS, 1, 1_000_000),
        environment.integer("MAX_VIEWERS_PER_ADDRESS", MAX_VIEWERS_PER_ADDRESS, 1, 1_000_000),
        // every dyno has this variable, and a router before it
        environment.flag("TRUST_FORWARDED_FOR", environment.text("DYNO") != null),
        Basemap.read(environment),
        environment.read("METRICS", Optional.<MetricsAccess>empty(),
            value -> Optional.of(MetricsAccess.read(value))).orElse(null)));
  }

  private static Set<String> origins(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).filter(entry -> !entry.isEmpty())
        .map(WebConfig::origin).collect(Collectors.toUnmodifiableSet());
  }

  /** As a browser writes it in the Origin header: lower case, without a path. */
  private static String origin(String entry) {
    try {
      URI uri = new URI(entry);
      boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getHost() != null && (uri.getScheme() + "://" + uri.getRawAuthority()).equals(entry)
          && uri.getUserInfo() == null) {
        return entry.toLowerCase(Locale.ROOT);
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new IllegalArgumentException(
        Limits.quote(entry) + " is not an origin such as https://example.com");
  }
}
