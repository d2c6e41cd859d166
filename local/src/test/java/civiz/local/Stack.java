package civiz.local;

import civiz.testing.FreePort;
import civiz.testing.RunningProcess;
import civiz.testing.TwitterStreamServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** collector.jar and web.jar as the platform runs them: processes that know nothing but their environment. */
final class Stack {
  static final String AREA = "chicago";
  /** A JVM on a busy machine with two cores. */
  static final Duration START = Duration.ofSeconds(40);

  /**
   * What Heroku gives a JVM on a dyno of 512 MB, because here the Procfile's share would be one of the whole machine; and one
   * compiler only: a process of a test lives for seconds, and the other compiler would take as long as all else it does.
   */
  static final String FLAGS = "-Xmx300m -XX:TieredStopAtLevel=1";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Stack() {}

  /**
   * Starts a jar that the modules before this one have built, as the Procfile does.
   *
   * @param type the Procfile's word: web or collector
   */
  static RunningProcess run(String type, Map<String, String> environment, String... arguments) {
    Path root = Path.of("..");
    try (Stream<String> lines = Files.lines(root.resolve("Procfile"))) {
      String line = lines.filter(one -> one.startsWith(type + ": java ")).findFirst().orElseThrow();
      Stream<String> command = Stream
          .of(line.substring(line.indexOf("java ")).replace("$JVM_FLAGS", FLAGS).split(" "));
      command = Stream.concat(Stream.of(RunningProcess.java()), command.skip(1));
      return RunningProcess.command(root, environment,
          Stream.concat(command, Stream.of(arguments)).toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts collector.jar; it reads what the environment says. */
  static RunningProcess collector(URI redis, Map<String, String> environment) {
    return run("collector", with(environment, "REDIS_URL", redis.toString()));
  }

  /** What makes collector.jar read a server of v1.1 streams. */
  static Map<String, String> reading(TwitterStreamServer server) {
    return Map.of("TWITTER4J_STREAM_BASE_URL", server.baseUrl().toString(), "TWITTER4J_CONSUMER_KEY", "a",
        "TWITTER4J_CONSUMER_SECRET", "b", "TWITTER4J_ACCESS_TOKEN", "1-c", "TWITTER4J_ACCESS_TOKEN_SECRET",
        "d");
  }

  /** What makes collector.jar read a server of v1.1 streams and a Jetstream server. */
  static Map<String, String> reading(TwitterStreamServer server, URI jetstream) {
    return with(reading(server), "JETSTREAM_URLS", jetstream.toString());
  }

  /**
   * A web process and where it listens.
   *
   * @param uri {@code http://127.0.0.1:port}
   */
  record Web(RunningProcess process, URI uri) implements AutoCloseable {
    /** Whether it has read the feed and takes viewers. */
    boolean ready() {
      try {
        return get(uri.resolve("/health/ready")).equals("ready");
      } catch (UncheckedIOException e) {
        return false;
      }
    }

    /** Waits until it takes viewers. */
    Web awaitReady() {
      process.await("become ready", START, this::ready);
      return this;
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /** Starts web.jar on a free port and waits until it takes viewers. */
  static Web web(URI redis) {
    return web(redis, FreePort.next()).awaitReady();
  }

  /** Starts web.jar on a port. */
  static Web web(URI redis, int port) {
    return web(redis, port, Map.of());
  }

  /**
   * Starts web.jar on a port; it reads what the environment says. Where that names no basemap its pages ask for no street
   * tiles: dozens of requests a page, which all fail here, are most of what a small machine does.
   */
  static Web web(URI redis, int port, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(Map.of("REDIS_URL", redis.toString(), "PORT", "" + port));
    if (!environment.containsKey("BASEMAP_FILE")) all.put("BASEMAP_URL", "none");
    all.putAll(environment);
    return new Web(run("web", all), URI.create("http://127.0.0.1:" + port));
  }

  /** Reads a web process's {@code /health}. */
  static JsonNode health(URI web) {
    return new JsonMapper().readTree(get(web.resolve("/health")));
  }

  private static String get(URI uri) {
    try {
      return HTTP
          .send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString())
          .body().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + uri, e);
    }
  }

  private static Map<String, String> with(Map<String, String> environment, String name, String value) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(name, value);
    return all;
  }
}
