package civiz.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One answer of X's API that is no stream. The factories make those that X documents or is known to give, with its
 * words; {@link #garbage} makes any other, and {@link #never} none at all.
 *
 * @param status  of HTTP; 0 for no answer
 * @param headers besides the usual ones
 * @param schema  what the body is, in X's schema; null for what X would not send
 * @param body    JSON
 */
public record XApiAnswer(int status, Map<String, String> headers, @Nullable String schema, String body) {
  private static final String PROBLEMS = "https://api.twitter.com/2/problems/";

  /** The token is wrong or missing. */
  public static XApiAnswer unauthorized() {
    return plain(401, "Unauthorized");
  }

  /** The token is good, and the app is in no project that may use this. */
  public static XApiAnswer forbidden() {
    ObjectNode problem = problem("client-forbidden", "Client Forbidden",
        "When authenticating requests to the X API v2 endpoints, you must use keys and tokens from a developer App "
            + "that is attached to a Project.");
    problem.put("reason", "client-not-enrolled");
    return problem(403, problem);
  }

  /** X has a problem. */
  public static XApiAnswer unavailable() {
    return plain(503, "Service Unavailable");
  }

  /** Too many requests. X takes no more until the time, of which it tells whole seconds. */
  public static XApiAnswer rateLimited(Instant reset) {
    Map<String, String> headers = new TreeMap<>(
        Map.of("x-rate-limit-limit", "50", "x-rate-limit-remaining", "0",
            "x-rate-limit-reset", Long.toString(reset.getEpochSecond())));
    XApiAnswer answer = plain(429, "Too Many Requests");
    return new XApiAnswer(answer.status(), headers, answer.schema(), answer.body());
  }

  /** Another connection has the stream. */
  public static XApiAnswer tooManyConnections() {
    ObjectNode problem = problem("streaming-connection", "ConnectionException",
        "This stream is currently at the maximum allowed connection limit.");
    problem.put("connection_issue", "TooManyConnections");
    return problem(429, problem);
  }

  /** The stream would be empty for ever. */
  public static XApiAnswer noRules() {
    ObjectNode problem = problem("streaming-connection", "ConnectionException",
        "You must define rules before you connect to this stream.");
    problem.put("connection_issue", "RuleConfigurationIssue");
    return problem(409, problem);
  }

  /** The month's posts are used up. */
  public static XApiAnswer usageCapped() {
    ObjectNode problem = problem("usage-capped", "UsageCapExceeded",
        "Usage cap exceeded: Monthly product cap");
    problem.put("period", "Monthly").put("scope", "Product");
    return problem(429, problem);
  }

  /** Nothing is at this address. */
  static XApiAnswer notFound() {
    return plain(404, "Not Found");
  }

  static XApiAnswer invalidRequest(String detail) {
    ObjectNode problem = XApiSchema.JSON.createObjectNode();
    problem.put("title", "Invalid Request").put("detail", detail).put("status", 400);
    problem.put("type", "https://api.x.com/2/problems/invalid-request");
    return problem(400, problem);
  }

  /** Anything X would not send. */
  public static XApiAnswer garbage(int status, String body) {
    return new XApiAnswer(status, Map.of(), null, body);
  }

  /** Announces more bytes than it has, and keeps the connection. */
  public static XApiAnswer unfinished(int status, String body) {
    return new XApiAnswer(status, Map.of("Content-Length", "1000000"), null, body);
  }

  /** Takes the request, keeps the connection and says nothing. */
  public static XApiAnswer never() {
    return garbage(0, "");
  }

  static XApiAnswer json(int status, String schema, ObjectNode body) {
    return new XApiAnswer(status, Map.of(), schema, body.toString());
  }

  /** A problem that is one of this stream's kinds. */
  static ObjectNode problem(String kind, String title, String detail) {
    return XApiSchema.JSON.createObjectNode().put("title", title).put("detail", detail)
        .put("type", PROBLEMS + kind);
  }

  static XApiAnswer problem(int status, ObjectNode problem) {
    return json(status, "Problem", problem);
  }

  private static XApiAnswer plain(int status, String words) {
    return problem(status, XApiSchema.JSON.createObjectNode().put("title", words).put("type", "about:blank")
        .put("status", status).put("detail", words));
  }

  /** @throws IllegalArgumentException when X would not send it, and it is not said to be garbage */
  XApiAnswer checked() {
    if (schema != null) XApiSchema.require(schema, body);
    return this;
  }

  /** Whether the connection has nothing more to bring. */
  boolean isComplete() {
    return status != 0 && !headers.containsKey("Content-Length");
  }

  byte[] http() {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> all = new TreeMap<>(headers);
    all.putIfAbsent("Content-Length", Integer.toString(bytes.length));
    all.put("Content-Type",
        (status < 300 ? "application/json" : "application/problem+json") + "; charset=utf-8");
    all.put("Connection", "close");
    StringBuilder http = new StringBuilder(
        "HTTP/1.1 %d %s\r\n".formatted(status, status < 300 ? "Success" : "Refused"));
    all.forEach((name, value) -> http.append(name).append(": ").append(value).append("\r\n"));
    return http.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
  }
}
