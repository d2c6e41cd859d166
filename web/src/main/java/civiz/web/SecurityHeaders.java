package civiz.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every answer tells a browser not to do. */
final class SecurityHeaders {
  private static final String FRAMED_BY_ITSELF = "frame-ancestors 'self'";
  private static final String FRAMED_BY_ANY = "frame-ancestors *";

  private final Map<String, String> headers = new TreeMap<>(Map.of(
      "X-Content-Type-Options", "nosniff",
      "Referrer-Policy", "strict-origin-when-cross-origin",
      "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
      "Cross-Origin-Opener-Policy", "same-origin"));

  /**
   * @param scriptHashes of the scripts that stand in the page itself
   * @param basemap      where the map's tiles come from
   */
  SecurityHeaders(List<String> scriptHashes, Basemap basemap) {
    String scripts = scriptHashes.stream().map(hash -> " '" + hash + "'").collect(Collectors.joining());
    headers.put("Content-Security-Policy", String.join("; ",
        "default-src 'none'",
        "script-src 'self'" + scripts,
        "worker-src 'self'",
        "style-src 'self'",
        // tiles and avatars come from anywhere
        "img-src 'self' data: https:" + sources(basemap, TileSource::insecure),
        // 'self' is this host over ws and wss too (CSP 3, 6.7.2.8)
        "connect-src 'self'" + sources(basemap, TileSource::fetched),
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        // the preview of what is embedded
        "frame-src 'self'",
        FRAMED_BY_ITSELF));
  }

  /** The content security policy of a page that any other may have inside. */
  String policyInsideOthers() {
    return String.valueOf(headers.get("Content-Security-Policy")).replace(FRAMED_BY_ITSELF, FRAMED_BY_ANY);
  }

  private static String sources(Basemap basemap, Function<TileSource, Stream<String>> origins) {
    return Stream.of(basemap.light(), basemap.dark()).filter(Objects::nonNull).flatMap(origins).distinct()
        .map(origin -> " " + origin).collect(Collectors.joining());
  }

  /** By name. */
  Map<String, String> all() {
    return headers;
  }
}
