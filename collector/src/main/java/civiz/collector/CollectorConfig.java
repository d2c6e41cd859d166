package civiz.collector;

import civiz.collector.source.ReplayConfig;
import civiz.collector.source.SimulatedConfig;
import civiz.collector.source.SourceConfig;
import civiz.collector.source.Twitter4jConfig;
import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Environment;
import civiz.contract.Limits;
import civiz.contract.SharedConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the collector is told by its environment. No secret is in its {@code toString}.
 *
 * @param shared  what web reads too
 * @param sources at least one, at most one of a kind
 */
public record CollectorConfig(SharedConfig shared, List<SourceConfig> sources) {
  /** What one v1.1 stream connection takes: boxes, and the least degrees of a side (X's streaming documentation). */
  private static final int TWITTER_BOXES = 25;
  private static final double TWITTER_SIDE = 0.1;

  private static final List<String> TWITTER4J_VALUES = List.of("TWITTER4J_CONSUMER_KEY",
      "TWITTER4J_CONSUMER_SECRET", "TWITTER4J_ACCESS_TOKEN", "TWITTER4J_ACCESS_TOKEN_SECRET");

  /** Reads it; mistakes stay in the environment. */
  public static CollectorConfig read(Environment environment) {
    SharedConfig shared = SharedConfig.read(environment);
    List<SourceConfig> sources = new ArrayList<>();
    for (String name : sourceNames(environment)) {
      SourceConfig source = switch (name) {
        case "twitter4j" -> twitter4j(environment, shared.areas());
        case "replay" -> replay(environment);
        case "simulated" -> simulated(environment);
        default -> unknown(environment, name);
      };
      if (source != null) sources.add(source);
    }
    return new CollectorConfig(shared, List.copyOf(sources));
  }

  /** Those in SOURCES; without it what has its values, else the simulated one. */
  private static Set<String> sourceNames(Environment environment) {
    Set<String> names = new LinkedHashSet<>();
    String listed = environment.text("SOURCES");
    if (listed == null) {
      if (TWITTER4J_VALUES.stream().anyMatch(value -> environment.text(value) != null))
        names.add("twitter4j");
      if (environment.text("REPLAY_FILE") != null) names.add("replay");
      if (names.isEmpty()) names.add("simulated");
      return names;
    }
    for (String part : listed.split(",", -1)) {
      if (!names.add(part.strip())) {
        environment.mistake("SOURCES", Limits.quote(part.strip()) + " is there twice");
      }
    }
    return names;
  }

  private static @Nullable SourceConfig unknown(Environment environment, String name) {
    environment.mistake("SOURCES", Limits.quote(name) + " is not one of simulated, twitter4j, replay");
    return null;
  }

  private static Twitter4jConfig twitter4j(Environment environment, List<Area> areas) {
    List<String> missing = TWITTER4J_VALUES.stream().filter(name -> environment.text(name) == null).toList();
    if (!missing.isEmpty()) {
      environment.mistake(missing.getFirst(), missing.size() == 1
          ? "the source twitter4j needs it"
          : "the source twitter4j needs it, and " + String.join(", ", missing.subList(1, missing.size())));
    }
    checkForTwitter(environment, areas);
    String value = environment.text("TWITTER4J_STREAM_BASE_URL");
    URI streamBaseUrl = value == null ? null : streamBaseUrl(environment, value);
    return new Twitter4jConfig(streamBaseUrl, environment.text("TWITTER4J_CONSUMER_KEY", ""),
        environment.text("TWITTER4J_CONSUMER_SECRET", ""), environment.text("TWITTER4J_ACCESS_TOKEN", ""),
        environment.text("TWITTER4J_ACCESS_TOKEN_SECRET", ""));
  }

  private static void checkForTwitter(Environment environment, List<Area> areas) {
    int boxes = 0;
    for (Area area : areas) {
      for (BoundingBox box : area.box().uncrossed()) {
        boxes++;
        if (box.width() < TWITTER_SIDE || box.height() < TWITTER_SIDE) {
          environment.mistake("AREAS",
              "the source twitter4j takes no box with a side under %s degrees, as area %s has: %s"
                  .formatted(TWITTER_SIDE, area.name(), box));
        }
      }
    }
    if (boxes > TWITTER_BOXES) {
      environment.mistake("AREAS",
          "the source twitter4j takes at most %d boxes, and these are %d; an area over the antimeridian is two"
              .formatted(TWITTER_BOXES, boxes));
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

  private static @Nullable ReplayConfig replay(Environment environment) {
    double speed = environment.number("REPLAY_SPEED", 1, 0.001, 1000);
    boolean loop = environment.flag("REPLAY_LOOP", false);
    String file = environment.text("REPLAY_FILE");
    if (file == null) {
      environment.mistake("REPLAY_FILE", "the source replay needs it");
      return null;
    }
    if (file.equals("-")) {
      if (loop) environment.mistake("REPLAY_LOOP", "standard input can't be read again");
    } else if (!readable(file)) {
      environment.mistake("REPLAY_FILE", Limits.quote(file) + " is not a file that can be read");
    }
    return new ReplayConfig(file, speed, loop);
  }

  /** A pipe is as good as a file. */
  private static boolean readable(String file) {
    try {
      return Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static SimulatedConfig simulated(Environment environment) {
    return new SimulatedConfig(environment.number("SIMULATED_RATE", 1, 0.01, 5000),
        environment.integer("SIMULATED_SEED", 1, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
