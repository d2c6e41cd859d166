package civiz.collector.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server that speaks the v1.1 stream, and the four OAuth 1.0a values it wants.
 *
 * @param streamBaseUrl     TWITTER4J_STREAM_BASE_URL: http or https, ends with a slash; null means Twitter4J's own
 * @param consumerKey       TWITTER4J_CONSUMER_KEY, a secret
 * @param consumerSecret    TWITTER4J_CONSUMER_SECRET, a secret
 * @param accessToken       TWITTER4J_ACCESS_TOKEN, a secret
 * @param accessTokenSecret TWITTER4J_ACCESS_TOKEN_SECRET, a secret
 */
public record Twitter4jConfig(@Nullable URI streamBaseUrl, String consumerKey, String consumerSecret,
    String accessToken, String accessTokenSecret) implements SourceConfig {

  /** Without the secrets, and without what the address may hold of a user, a password or a query. */
  @Override
  public String toString() {
    return streamBaseUrl == null
        ? "twitter4j"
        : "twitter4j=%s://%s".formatted(streamBaseUrl.getScheme(), streamBaseUrl.getHost());
  }
}
