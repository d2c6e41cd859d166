package civiz.collector.source;

import civiz.contract.Environment;
import civiz.contract.Limits;
import civiz.contract.Rights;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one feed of GEOJSON_FEEDS: {@code name=URL option=value …}, divided by blanks. Every mistake names the feed
 * and the option. What may hold a token is never quoted: of the URL neither query nor anything that can't be parsed,
 * and no option that isn't known. One feed's, one thread's.
 */
final class GeoJsonFeedReader {
  private static final List<String> OPTIONS = List.of("title", "time", "link", "id", "author", "zone",
      "every",
      "retract", "rights");
  /** Sources that are there, words that SOURCES and the open door know. */
  private static final Set<String> TAKEN = Set.of("x", "simulated", "replay", "twitter4j", "jetstream",
      "geojson", "feature");
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration MOST_OFTEN = Duration.ofSeconds(10);
  private static final Duration LEAST_OFTEN = Duration.ofDays(1);

  private final List<String> mistakes = new ArrayList<>();
  private String feed;

  /** @param number its place in the variable, from 1 */
  GeoJsonFeedReader(int number) {
    feed = "feed " + number;
  }

  /** What is wrong with it, in its order. */
  List<String> mistakes() {
    return mistakes;
  }

  /** Null when there is a mistake. */
  @Nullable
  GeoJsonFeed read(String text) {
    String[] words = text.split("\\s+");
    String[] sides = words[0].split("=", 2);
    if (sides.length != 2 || words[0].matches("(?i)https?:.*")) {
      mistake("is not name=URL");
      return null;
    }
    String name = sides[0];
    if (!Limits.isSource(name)) {
      mistake("its name " + Limits.quote(name) + " is not 1 to 30 of a-z, 0-9 and -");
    } else {
      feed = "feed " + name;
      if (TAKEN.contains(name)) mistake("another source has this name");
    }
    URI url = url(sides[1]);
    Map<String, String> options = options(words);
    GeoJsonFeed read = new GeoJsonFeed(name, url == null ? URI.create("http://none") : url,
        options.get("title"),
        options.get("time"), options.get("link"), options.get("id"), options.get("author"),
        zone(options.get("zone")), every(options.get("every")), retract(options.get("retract")),
        rights(options.get("rights")));
    return mistakes.isEmpty() ? read : null;
  }

  private void mistake(String what) {
    mistakes.add(feed + ": " + what);
  }

  private @Nullable URI url(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      if (!http || url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
        mistake("its URL is not http://host/… or https://host/…");
        return null;
      }
      if (url.getRawUserInfo() != null) {
        mistake(
            "its URL " + Limits.quote(GeoJsonFeed.shown(url)) + " has a user or password, which is not sent");
        return null;
      }
      return url;
    } catch (URISyntaxException e) {
      mistake(e.getIndex() >= 0 && e.getIndex() < text.length()
          ? "its URL can't be read at its character %d, %s; what is not allowed in a URL is written %%XX"
              .formatted(e.getIndex() + 1, Limits.quote(text.substring(e.getIndex(), e.getIndex() + 1)))
          : "its URL is not http://host/… or https://host/…");
      return null;
    }
  }

  /** The first word is the name and the URL. */
  private Map<String, String> options(String[] words) {
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] sides = words[i].split("=", 2);
      if (sides.length != 2 || !OPTIONS.contains(sides[0])) {
        mistake(
            "its option %d is not one of %s, each with = and a value; a blank in a URL is %%20".formatted(i,
                String.join(", ", OPTIONS)));
      } else if (sides[1].isEmpty()) {
        mistake("option " + sides[0] + " has no value");
      } else if (options.put(sides[0], decoded(sides[0], sides[1])) != null) {
        mistake("option " + sides[0] + " is there twice");
      }
    }
    return options;
  }

  /** Names of properties may have blanks and semicolons, which are written as in a URL. */
  private String decoded(String option, String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      mistake("option " + option + " has a % that is not %XX");
      return value;
    }
  }

  private ZoneId zone(@Nullable String value) {
    if (value == null) return ZoneOffset.UTC;
    try {
      return ZoneId.of(value);
    } catch (DateTimeException e) {
      mistake("option zone " + Limits.quote(value) + " is not a time zone such as America/Chicago");
      return ZoneOffset.UTC;
    }
  }

  private Duration every(@Nullable String value) {
    if (value == null) return EVERY;
    try {
      return Environment.duration(value, MOST_OFTEN, LEAST_OFTEN);
    } catch (IllegalArgumentException e) {
      mistake("option every " + e.getMessage());
      return EVERY;
    }
  }

  private boolean retract(@Nullable String value) {
    if (value == null) return false;
    if (!value.equals("vanished")) mistake("option retract " + Limits.quote(value) + " is not vanished");
    return true;
  }

  private Rights rights(@Nullable String value) {
    for (Rights rights : Rights.values()) {
      if (rights.word().equals(value)) return rights;
    }
    if (value != null) mistake("option rights " + Limits.quote(value) + " is not open or display");
    return Rights.OPEN;
  }
}
