package civiz.collector.source;

import civiz.collector.source.StreamFailure.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to X's API that have a short answer in JSON. Each blocks its caller's thread for the time-out at most, and
 * an interrupt ends it. The time-out is kept here, because the HTTP client's own ends with the answer's head.
 */
final class XApi {
  /** An answer, in bytes: a thousand rules of a thousand characters, each of up to three bytes. */
  private static final long ANSWER = 4 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final XConfig config;
  private final Duration timeout;
  private final InstantSource clock;

  /** @param timeout of a request, with its whole answer */
  XApi(HttpClient http, XConfig config, Duration timeout, InstantSource clock) {
    this.http = http;
    this.config = config;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** A request for a path with its query, with the token. */
  static HttpRequest.Builder request(XConfig config, String path) {
    return HttpRequest.newBuilder(URI.create(config.apiBaseUrl() + path)).version(HttpClient.Version.HTTP_1_1)
        .header("Authorization", "Bearer " + config.bearerToken().value()).header("User-Agent", "civiz");
  }

  /** A value as a query takes it. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  JsonNode get(String path) throws StreamFailureException, InterruptedException {
    return send(request(config, path).build());
  }

  JsonNode post(String path, JsonNode body) throws StreamFailureException, InterruptedException {
    return send(request(config, path).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))).build());
  }

  private JsonNode send(HttpRequest request) throws StreamFailureException, InterruptedException {
    HttpResponse<byte[]> answer = exchange(request);
    JsonNode json;
    try {
      json = JSON.readTree(answer.body());
    } catch (JacksonException e) {
      json = JSON.missingNode();
    }
    int status = answer.statusCode();
    boolean success = status / 100 == 2;
    // Errors about single rules may come with 400, and read like those that come with 200.
    boolean perRule = status == 400 && json.path("errors").path(0).has("value");
    if (json.isObject() && (success || perRule)) return json;
    throw new StreamFailureException(success
        ? new StreamFailure(Kind.HTTP, "what answers is not X's API, check X_API_BASE_URL")
        : XFailure.ofAnswer(status, answer.headers(), XProblem.nameIn(answer.body()), clock.instant()));
  }

  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws StreamFailureException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request,
        BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StreamFailureException(XFailure.ofNetwork(new HttpTimeoutException("no answer")));
    } catch (ExecutionException e) {
      throw new StreamFailureException(XFailure.ofNetwork(e));
    } finally {
      answer.cancel(true); // ends the request when there is no answer yet
    }
  }
}
