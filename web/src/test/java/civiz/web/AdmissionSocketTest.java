package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.testing.TestRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in, over real connections, and that every place comes back however a connection ends. */
class AdmissionSocketTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private final List<HttpConnection> connections = new ArrayList<>();
  private WebApp app = app();

  private static WebApp app(String... variables) {
    Map<String, String> environment = new HashMap<>(
        Map.of("PORT", "0", "REDIS_URL", redis.uri().toString(), "METRICS", "open"));
    for (int i = 0; i < variables.length; i += 2)
      environment.put(variables[i], variables[i + 1]);
    WebApp app = new WebApp(WebConfig.read(environment)).start();
    await().atMost(LONG).until(() -> app.feed("chicago").isReady());
    return app;
  }

  private void configure(String... variables) {
    app.close();
    app = app(variables);
  }

  @AfterEach
  void stop() throws IOException {
    for (HttpConnection connection : connections)
      connection.close();
    app.close();
  }

  private HttpConnection.Answer upgrade(String... headers) throws IOException {
    HttpConnection connection = new HttpConnection(app.port());
    connections.add(connection);
    connection.send(HttpConnection.upgrade("/ws?area=chicago", headers));
    return Objects.requireNonNull(connection.read());
  }

  private double metric(String name) throws IOException {
    try (HttpConnection connection = new HttpConnection(app.port())) {
      connection.send("GET /metrics HTTP/1.1\r\nHost: civiz.example\r\n\r\n");
      return Objects.requireNonNull(connection.read()).text().lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElse(-1);
    }
  }

  @Test
  void anAddressWithAllItsViewersIsToldSo() throws IOException {
    configure("MAX_VIEWERS_PER_ADDRESS", "3");
    for (int i = 0; i < 3; i++)
      assertThat(upgrade().status()).isEqualTo(101);
    await().atMost(LONG).until(() -> app.feed("chicago").viewers() == 3);
    HttpConnection.Answer refused = upgrade();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.head()).contains("Retry-After: 5", "text/plain");
    assertThat(refused.text())
        .isEqualTo("there are 3 viewers from your address, which is all that one may have\n");
    assertThat(metric("civiz_upgrades_refused_total{reason=\"address_full\"}")).isEqualTo(1);
    connections.getFirst().close();
    await().atMost(LONG).until(() -> app.feed("chicago").viewers() == 2);
    await().atMost(LONG).until(() -> upgrade().status() == 101);
  }

  @Test
  void whoComesTooOftenIsToldSo() throws IOException {
    configure("MAX_VIEWERS_PER_ADDRESS", "10");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      try (HttpConnection connection = new HttpConnection(app.port())) {
        connection.send(HttpConnection.upgrade("/ws?area=chicago"));
        statuses.add(Objects.requireNonNull(connection.read()).status());
      }
    }
    assertThat(statuses).startsWith(101, 101, 101, 101, 101, 101, 101, 101, 101).containsOnly(101, 429);
    assertThat(metric("civiz_upgrades_refused_total{reason=\"address_too_fast\"}")).isPositive();
  }

  @Test
  void aForwardedAddressCountsOnlyWhereARouterIsTrusted() throws IOException {
    configure("MAX_VIEWERS_PER_ADDRESS", "1");
    assertThat(upgrade("X-Forwarded-For: 192.0.2.1").status()).isEqualTo(101);
    await().atMost(LONG).until(() -> app.feed("chicago").viewers() == 1);
    assertThat(upgrade("X-Forwarded-For: 192.0.2.2").status()).isEqualTo(429);
    configure("MAX_VIEWERS_PER_ADDRESS", "1", "TRUST_FORWARDED_FOR", "true");
    assertThat(upgrade("X-Forwarded-For: 192.0.2.1").status()).isEqualTo(101);
    assertThat(upgrade("X-Forwarded-For: 192.0.2.1, 192.0.2.2").status()).isEqualTo(101);
    assertThat(upgrade("X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.3").status()).isEqualTo(101);
    await().atMost(LONG).until(() -> app.feed("chicago").viewers() == 3);
    assertThat(upgrade("X-Forwarded-For: 192.0.2.9, 192.0.2.2").status()).isEqualTo(429);
    assertThat(upgrade("X-Forwarded-For: 2001:db8::1").status()).isEqualTo(101);
    await().atMost(LONG).until(() -> app.feed("chicago").viewers() == 4);
    assertThat(upgrade("X-Forwarded-For: 2001:db8::2").status()).isEqualTo(429);
  }

  /** An address is forgotten only when its count is back at nought: one place kept, or given back twice, would show. */
  @Test
  void everyPlaceComesBackOnceHoweverItsConnectionEnds() throws Exception {
    configure("MAX_VIEWERS_PER_ADDRESS", "100", "TRUST_FORWARDED_FOR", "true");
    int addresses = 8;
    try (ExecutorService threads = Executors.newFixedThreadPool(addresses)) {
      List<Callable<Void>> clients = IntStream.range(0, addresses).<Callable<Void>>mapToObj(address -> () -> {
        Random random = new Random(address);
        for (int i = 0; i < 60; i++)
          comeAndGo(random, "X-Forwarded-For: 192.0.2." + address);
        return null;
      }).toList();
      for (var client : threads.invokeAll(clients))
        client.get();
    }
    await().atMost(LONG).until(() -> app.feed("chicago").viewers() == 0);
    assertThat(metric("civiz_viewers_opened_total{area=\"chicago\"}")).isGreaterThan(100);
    await().atMost(LONG).until(() -> metric("civiz_client_addresses") == 0);
  }

  private void comeAndGo(Random random, String header) throws IOException {
    try (HttpConnection connection = new HttpConnection(app.port())) {
      String request = HttpConnection.upgrade("/ws?area=chicago", header);
      switch (random.nextInt(7)) {
        case 0 -> {
          connection.send(request.substring(0, random.nextInt(request.length())));
          connection.reset();
        }
        case 1 -> {
          connection.send(request);
          connection.reset();
        }
        case 2 -> {
          connection.send(request);
          connection.halfClose();
        }
        case 3 -> {
          connection.send(request.replace("Version: 13", "Version: 12"));
          connection.read();
        }
        case 4 -> {
          connection.send(request.replace("Key: dGhlIHNhbXBsZSBub25jZQ==", "Key: short"));
          connection.read();
        }
        case 5 -> {
          connection.send(request);
          connection.read();
          // a close frame, masked with noughts
          connection.send("\u0088\u0080\0\0\0\0");
        }
        default -> {
          connection.send(request);
          connection.read();
          if (random.nextBoolean()) connection.reset();
        }
      }
    }
  }
}
