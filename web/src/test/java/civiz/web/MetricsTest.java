package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import civiz.testing.FeedReader;
import civiz.testing.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /metrics} of a web process on a real Redis. */
class MetricsTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static WebApp app(String... variables) {
    Map<String, String> environment = new HashMap<>(
        Map.of("PORT", "0", "REDIS_URL", redis.uri().toString()));
    for (int i = 0; i < variables.length; i += 2)
      environment.put(variables[i], variables[i + 1]);
    return new WebApp(WebConfig.read(environment)).start();
  }

  private static HttpResponse<String> get(WebApp app, String... headers) {
    HttpRequest.Builder request = HttpRequest
        .newBuilder(URI.create("http://localhost:%d/metrics".formatted(app.port())));
    if (headers.length > 0) request.headers(headers);
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static double value(WebApp app, String name) {
    return get(app).body().lines().filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElse(-1);
  }

  @Test
  void whatTravelsIsCounted() throws IOException {
    redis.flush();
    try (TestPublisher publisher = new TestPublisher(redis.uri(), TestLines.AREA);
        WebApp app = app("METRICS", "open")) {
      await().until(() -> app.feed("chicago").isReady());
      publisher.heartbeat("{}");
      await().until(() -> value(app, "civiz_collector_up{area=\"chicago\"}") == 1);
      try (FeedReader reader = new FeedReader(URI.create("http://localhost:" + app.port()), "chicago")) {
        await().until(() -> value(app, "civiz_viewers{area=\"chicago\"}") == 1);
        publisher.post("test:1", "one");
        publisher.post("test:2", "two");
        publisher.raw("{\"type\":\"Feature\",\"geometry\":null}");
        await().until(() -> reader.posts().containsKey("test:2"));
        await().until(() -> value(app, "civiz_viewer_backlog_lines{area=\"chicago\",quantile=\"1\"}") == 0);
        await().until(() -> value(app, "civiz_messages_in_flight{area=\"chicago\"}") == 0);
        assertThat(value(app, "civiz_client_addresses")).isEqualTo(1);
        await().until(() -> value(app, "civiz_malformed_total{area=\"chicago\"}") == 1);
      }
      await().until(() -> value(app, "civiz_viewers{area=\"chicago\"}") == 0);
      assertThat(value(app, "civiz_events_total{area=\"chicago\",kind=\"post\"}")).isEqualTo(2);
      assertThat(value(app, "civiz_fragments_total{area=\"chicago\"}")).isBetween(1.0, 2.0);
      assertThat(value(app, "civiz_fragment_raw_bytes_total{area=\"chicago\"}"))
          .isGreaterThan(value(app, "civiz_fragment_bytes_total{area=\"chicago\"}"));
      assertThat(value(app, "civiz_viewers_opened_total{area=\"chicago\"}")).isEqualTo(1);
      assertThat(value(app, "civiz_sent_messages_total{area=\"chicago\"}")).isGreaterThanOrEqualTo(2);
      assertThat(value(app, "civiz_sent_bytes_total{area=\"chicago\"}")).isGreaterThan(100);
      assertThat(value(app, "civiz_sending_seconds_total{area=\"chicago\"}")).isPositive();
      assertThat(value(app, "civiz_fanout_duration_seconds_count{area=\"chicago\"}")).isPositive();
      assertThat(value(app, "civiz_fanout_delay_seconds_sum{area=\"chicago\"}"))
          .isGreaterThanOrEqualTo(value(app, "civiz_fanout_duration_seconds_sum{area=\"chicago\"}"));
      assertThat(value(app, "civiz_log_events{area=\"chicago\"}")).isEqualTo(2);
      assertThat(value(app, "civiz_last_post_timestamp_seconds{area=\"chicago\"}"))
          .isCloseTo(System.currentTimeMillis() / 1000.0, within(600.0));
      assertThat(value(app, "civiz_redis_up")).isEqualTo(1);
      assertThat(value(app, "civiz_redis_subscriptions_total")).isEqualTo(1);
      assertThat(value(app, "process_resident_memory_bytes")).isPositive();
      assertThat(value(app, "process_cpu_seconds_total")).isPositive();
      assertThat(value(app, "jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
      assertThat(value(app, "jvm_threads_current")).isPositive();
      assertThat(value(app, "civiz_build_info{version=\"%s\"}".formatted(WebApp.version()))).isEqualTo(1);
    }
  }

  @Test
  void whoReadsTheLogIsCounted() throws IOException, InterruptedException {
    redis.flush();
    try (TestPublisher publisher = new TestPublisher(redis.uri(), TestLines.AREA);
        WebApp app = app("METRICS", "open")) {
      publisher.post("test:1", "one");
      await().until(() -> app.feed("chicago").isReady());
      for (String path : List.of("/history", "/export", "/export", "/export?area=atlantis"))
        CLIENT.send(HttpRequest.newBuilder(URI.create("http://localhost:" + app.port() + path)).build(),
            BodyHandlers.discarding());
      assertThat(value(app, "civiz_reads_total{outcome=\"answered\",path=\"/history\"}")).isEqualTo(1);
      assertThat(value(app, "civiz_reads_total{outcome=\"answered\",path=\"/export\"}")).isEqualTo(2);
      assertThat(value(app, "civiz_reads_total{outcome=\"unknown_area\",path=\"/export\"}")).isEqualTo(1);
    }
  }

  @Test
  void theFormatIsPrometheusAndEveryReasonHasASeriesFromTheStart() {
    try (WebApp app = app("METRICS", "open", "AREAS", "chicago=-88,41,-87,42;loop=-87.7,41.8,-87.6,41.9")) {
      HttpResponse<String> response = get(app);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).get().asString()
          .startsWith("text/plain; version=0.0.4");
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
      Pattern sample = Pattern
          .compile("[a-z_][a-z0-9_]*(\\{[a-z]+=\"[^\"\\\\]*\"(,[a-z]+=\"[^\"\\\\]*\")*\\})? \\S+");
      assertThat(response.body().lines().filter(line -> !line.startsWith("#"))).isNotEmpty()
          .allMatch(line -> sample.matcher(line).matches());
      for (Refusal why : Refusal.values())
        assertThat(response.body())
            .contains("civiz_upgrades_refused_total{reason=\"%s\"} 0.0".formatted(why.label()));
      for (String area : List.of("chicago", "loop"))
        for (Cut cut : Cut.values())
          assertThat(response.body()).contains(
              "civiz_viewers_cut_total{area=\"%s\",reason=\"%s\"} 0.0".formatted(area, cut.label()));
    }
  }

  @Test
  void nobodyFindsThemUnlessConfigured() {
    try (WebApp app = app()) {
      assertThat(get(app).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void whoHasThePasswordMayReadThem() {
    try (WebApp app = app("METRICS", "prometheus:correct:horse")) {
      assertThat(get(app, "Authorization", basic("prometheus:correct:horse")).statusCode()).isEqualTo(200);
      for (String wrong : List.of("prometheus:correct:hors", "prometheus:correct:horses", "prometheus",
          "other:correct:horse", "", ":"))
        refused(get(app, "Authorization", basic(wrong)));
      refused(get(app));
      refused(get(app, "Authorization", "Basic"));
      refused(get(app, "Authorization", "Basic !"));
      refused(get(app, "Authorization", "Bearer prometheus:correct:horse"));
    }
  }

  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  private static void refused(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).get().asString()
        .startsWith("Basic realm=");
    assertThat(response.body()).doesNotContain("civiz_", "horse");
  }

  @Test
  void quantilesAreThoseOfTheViewersThereAre() {
    long[] backlogs = {0, 0, 0, 5, 100};
    assertThat(Gauges.quantile(backlogs, 0.5)).isZero();
    assertThat(Gauges.quantile(backlogs, 0.8)).isEqualTo(5);
    assertThat(Gauges.quantile(backlogs, 1)).isEqualTo(100);
    assertThat(Gauges.quantile(new long[0], 1)).isZero();
  }
}
