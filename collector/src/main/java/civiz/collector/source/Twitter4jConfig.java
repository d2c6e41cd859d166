package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Environment;
import civiz.contract.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server that speaks the v1.1 stream, and the four OAuth 1.0a values it wants.
 *
 * @param streamBaseUrl     TWITTER4J_STREAM_BASE_URL: http or https, ends with a slash; null means Twitter4J's own
 * @param consumerKey       TWITTER4J_CONSUMER_KEY
 * @param consumerSecret    TWITTER4J_CONSUMER_SECRET
 * @param accessToken       TWITTER4J_ACCESS_TOKEN
 * @param accessTokenSecret TWITTER4J_ACCESS_TOKEN_SECRET
 */
public record Twitter4jConfig(@Nullable URI streamBaseUrl, Secret consumerKey, Secret consumerSecret,
    Secret accessToken, Secret accessTokenSecret) implements SourceConfig {

  /** The variables that must all be set. */
  public static final List<String> VALUES = List.of("TWITTER4J_CONSUMER_KEY", "TWITTER4J_CONSUMER_SECRET",
      "TWITTER4J_ACCESS_TOKEN", "TWITTER4J_ACCESS_TOKEN_SECRET");

  /** What one v1.1 stream connection takes: boxes, and the least degrees of a side (X's streaming documentation). */
  private static final int BOXES = 25;
  private static final double SIDE = 0.1;
  private static final Secret MISSING = new Secret("");

  /** Reads it; mistakes stay in the environment. */
  public static Twitter4jConfig read(Environment environment, List<Area> areas) {
    List<String> missing = VALUES.stream().filter(name -> environment.text(name) == null).toList();
    if (!missing.isEmpty()) {
      environment.mistake(missing.getFirst(), missing.size() == 1
          ? "the source twitter4j needs it"
          : "the source twitter4j needs it, and " + String.join(", ", missing.subList(1, missing.size())));
    }
    check(environment, areas);
    String value = environment.text("TWITTER4J_STREAM_BASE_URL");
    URI streamBaseUrl = value == null ? null : streamBaseUrl(environment, value);
    List<Secret> values = VALUES.stream().map(name -> secret(environment, name)).toList();
    return new Twitter4jConfig(streamBaseUrl, values.get(0), values.get(1), values.get(2), values.get(3));
  }

  private static Secret secret(Environment environment, String name) {
    Secret secret = environment.secret(name);
    return secret == null ? MISSING : secret;
  }

  private static void check(Environment environment, List<Area> areas) {
    int boxes = 0;
    for (Area area : areas) {
      for (BoundingBox box : area.box().uncrossed()) {
        boxes++;
        if (box.width() < SIDE || box.height() < SIDE) {
          environment.mistake("AREAS",
              "the source twitter4j takes no box with a side under %s degrees, as area %s has: %s"
                  .formatted(SIDE, area.name(), box));
        }
      }
    }
    if (boxes > BOXES) {
      environment.mistake("AREAS",
          "the source twitter4j takes at most %d boxes, and these are %d; an area over the antimeridian is two"
              .formatted(BOXES, boxes));
    }
  }

  /** The address may hold a password or a token, so no message quotes it. Twitter4J wants the slash at its end. */
  private static @Nullable URI streamBaseUrl(Environment environment, String value) {
    try {
      URI uri = new URI(value.endsWith("/") ? value : value + "/");
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (http && plain && uri.getHost() != null) return uri;
    } catch (URISyntaxException e) {
      // told below, without the value
    }
    environment.mistake("TWITTER4J_STREAM_BASE_URL",
        "is not http://host[:port]/path/ or https://…, without user, query or fragment");
    return null;
  }

  /** Without what the address may hold of a user, a password or a query. */
  @Override
  public String toString() {
    return streamBaseUrl == null
        ? "twitter4j"
        : "twitter4j=%s://%s".formatted(streamBaseUrl.getScheme(), streamBaseUrl.getHost());
  }
}
