package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.Environment;
import civiz.contract.Limits;
import civiz.contract.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to read X's filtered stream (API v2), and how much of it may be paid for.
 *
 * @param apiBaseUrl    X_API_BASE_URL: http or https, without a slash at its end
 * @param bearerToken   X_BEARER_TOKEN
 * @param rule          X_RULE: what a post must match besides its location, in X's operators; null for nothing
 * @param postsPerDay   X_POSTS_PER_DAY: posts of a UTC day after which the stream rests; null for no limit
 * @param postsPerMonth X_POSTS_PER_MONTH: the same for a calendar month in UTC
 */
public record XConfig(URI apiBaseUrl, Secret bearerToken, @Nullable String rule,
    @Nullable Integer postsPerDay,
    @Nullable Integer postsPerMonth) implements SourceConfig {

  /** The variables that must all be set. */
  public static final List<String> VALUES = List.of("X_BEARER_TOKEN");

  private static final URI API = URI.create("https://api.x.com");
  private static final Secret MISSING = new Secret("");
  /** What a header takes, and X's tokens are made of; they have some 110 characters. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,1000}");
  /** X_RULE, in characters: leaves room for a box in the longest spelling, of which a rule holds at least one. */
  private static final int RULE = XRules.LENGTH - 100;

  /** Reads it; mistakes stay in the environment. */
  public static XConfig read(Environment environment, List<Area> areas) {
    String rule = environment.text("X_RULE") == null ? null : environment.read("X_RULE", "", XConfig::rule);
    try {
      XRules.of(areas, rule);
    } catch (IllegalArgumentException e) {
      environment.mistake("AREAS", "the source x can't have them: " + e.getMessage());
    }
    return new XConfig(environment.read("X_API_BASE_URL", API, XConfig::apiBaseUrl), bearerToken(environment),
        rule,
        posts(environment, "X_POSTS_PER_DAY"), posts(environment, "X_POSTS_PER_MONTH"));
  }

  private static Secret bearerToken(Environment environment) {
    Secret token = environment.secret("X_BEARER_TOKEN");
    if (token == null) {
      environment.mistake("X_BEARER_TOKEN", "the source x needs it");
      return MISSING;
    }
    if (!TOKEN.matcher(token.value()).matches()) {
      environment.mistake("X_BEARER_TOKEN",
          "is not an app's bearer token: those have no blank in them, and no \"Bearer\" before them");
      return MISSING;
    }
    return token;
  }

  /** The address may hold a password or a token, so no message quotes it. */
  private static URI apiBaseUrl(String value) {
    try {
      URI uri = new URI(value.replaceFirst("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (http && plain && uri.getHost() != null) return uri;
    } catch (URISyntaxException e) {
      // told below, without the value
    }
    throw new IllegalArgumentException(
        "is not http://host[:port] or https://…, without user, query or fragment");
  }

  private static @Nullable Integer posts(Environment environment, String name) {
    int posts = environment.integer(name, 0, 1, Integer.MAX_VALUE);
    return posts == 0 ? null : posts;
  }

  /** Finds what would change the meaning of the whole rule; the operators themselves X checks. */
  private static String rule(String value) {
    String wrong = null;
    if (value.length() > RULE) wrong = "has %d characters, more than %d".formatted(value.length(), RULE);
    else
      if (value.chars().anyMatch(Character::isISOControl))
        wrong = "has a line break or another control character";
      else
        wrong = unbalanced(value);
    if (wrong != null) throw new IllegalArgumentException(Limits.quote(value) + " " + wrong);
    return value;
  }

  private static @Nullable String unbalanced(String value) {
    boolean quoted = false;
    int open = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') quoted = !quoted;
      else if (c == '(' && !quoted) open++;
      else if (c == ')' && !quoted && --open < 0) return "closes a parenthesis that is not open";
    }
    if (quoted) return "has a quotation mark that is not closed";
    return open == 0 ? null : "has a parenthesis that is not closed";
  }

  /** The server alone: the token is a secret, and of an address the path is nobody's business. */
  @Override
  public String toString() {
    return "x=%s://%s".formatted(apiBaseUrl.getScheme(), apiBaseUrl.getHost());
  }
}
