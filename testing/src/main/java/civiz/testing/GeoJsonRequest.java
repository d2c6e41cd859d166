package civiz.testing;

import java.util.Map;

/**
 * What a client of {@link GeoJsonServer} asked for.
 *
 * @param target  of the request line: path and query
 * @param headers by lower-case name
 * @param nanos   when, by {@link System#nanoTime}
 */
public record GeoJsonRequest(String target, Map<String, String> headers, long nanos) {
  /** Whether it may be answered with {@code Content-Encoding: gzip}. */
  public boolean acceptsGzip() {
    return headers.getOrDefault("accept-encoding", "").contains("gzip");
  }

  /** A header, or nothing. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
