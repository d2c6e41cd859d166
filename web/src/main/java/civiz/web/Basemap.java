package civiz.web;

import civiz.contract.Environment;
import civiz.contract.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The map under the posts, as {@code BASEMAP_URL}, {@code BASEMAP_URL_DARK}, {@code BASEMAP_ATTRIBUTION} and
 * {@code BASEMAP_FILE} say. With none of it the browser has the drawn basemap alone, and asks nobody for tiles.
 *
 * @param light its tiles, unless they are in a file
 * @param dark  those for the dark theme; null: the light ones, darkened by the page
 * @param file  an MBTiles file that this process serves, in place of {@code light}
 * @param attribution whom the page names for a file, or for templates; null: whom the file itself names
 */
public record Basemap(@Nullable TileSource light, @Nullable TileSource dark, @Nullable Path file,
    @Nullable String attribution) {
  static final String URL = "BASEMAP_URL";
  static final String URL_DARK = "BASEMAP_URL_DARK";
  static final String ATTRIBUTION = "BASEMAP_ATTRIBUTION";
  static final String FILE = "BASEMAP_FILE";
  private static final String NONE = "none";
  /** It has a line of the map's corner. */
  private static final int LONGEST_ATTRIBUTION = 500;

  /** OpenStreetMap's own tiles; their terms of use ask for the attribution (operations.osmfoundation.org/policies/tiles). */
  private static final TileSource OPENSTREETMAP = new TileSource(
      new Secret("https://tile.openstreetmap.org/{z}/{x}/{y}.png"),
      "© <a href=\"https://www.openstreetmap.org/copyright\">OpenStreetMap</a> contributors");

  /** Reads it; mistakes stay in the environment. The file is opened once, to see that it will do. */
  static Basemap read(Environment environment) {
    String url = environment.text(URL);
    String attribution = optional(environment, ATTRIBUTION, Basemap::attribution);
    boolean none = NONE.equals(url);
    TileSource light = none
        ? null
        : environment.read(URL, OPENSTREETMAP, value -> TileSource.read(value, attribution));
    TileSource dark = optional(environment, URL_DARK, value -> TileSource.read(value, attribution));
    Path file = optional(environment, FILE, Basemap::file);
    String fileSet = environment.text(FILE);
    if (fileSet != null && url != null)
      environment.mistake(FILE, "the map is either a file or at an address: unset it or " + URL);
    if (none && environment.text(URL_DARK) != null)
      environment.mistake(URL_DARK, "goes with tiles, and %s=%s wants none".formatted(URL, NONE));
    if (attribution != null && fileSet == null && !isTemplate(url)
        && !isTemplate(environment.text(URL_DARK))) {
      environment.mistake(ATTRIBUTION,
          "goes with a template in %s or %s, or with %s; a TileJSON brings its own"
              .formatted(URL, URL_DARK, FILE));
    }
    return new Basemap(file == null ? light : null, dark, file, attribution);
  }

  private static <T> @Nullable T optional(Environment environment, String name, Function<String, T> reader) {
    return environment.read(name, Optional.<T>empty(), value -> Optional.of(reader.apply(value)))
        .orElse(null);
  }

  private static boolean isTemplate(@Nullable String url) {
    return url != null && TileSource.isTemplate(url);
  }

  private static String attribution(String value) {
    if (value.length() <= LONGEST_ATTRIBUTION) return value;
    throw new IllegalArgumentException("has more than %d characters".formatted(LONGEST_ATTRIBUTION));
  }

  private static Path file(String value) {
    try (Mbtiles tiles = Mbtiles.open(Path.of(value))) {
      return tiles.file();
    }
  }
}
