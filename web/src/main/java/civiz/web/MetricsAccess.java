package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Secret;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who may read {@code /metrics}, as METRICS says.
 *
 * @param credentials {@code user:password} of HTTP Basic (RFC 7617), which Prometheus speaks; null: anyone may
 */
public record MetricsAccess(@Nullable Secret credentials) {
  /** Fewer characters can be tried out. */
  static final int LEAST_PASSWORD = 8;
  private static final String BASIC = "Basic ";

  /**
   * Reads {@code open} or {@code user:password}.
   *
   * @throws IllegalArgumentException when it is neither; the message does not quote it
   */
  static MetricsAccess read(String value) {
    if (value.equals("open")) return new MetricsAccess(null);
    int colon = value.indexOf(':');
    if (colon < 1 || value.length() - colon - 1 < LEAST_PASSWORD
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "it is neither open nor user:password with a password of at least %d characters"
              .formatted(LEAST_PASSWORD));
    }
    return new MetricsAccess(new Secret(value));
  }

  /** Whether a request with this Authorization header may; how long that takes tells nothing of the password. */
  boolean admits(@Nullable String authorization) {
    if (credentials == null) return true;
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length()))
      return false;
    try {
      byte[] given = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      return MessageDigest.isEqual(credentials.value().getBytes(UTF_8), given);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
