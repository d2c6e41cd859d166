package civiz.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Some earthquakes of 23 and 24 June 2018, as the US Geological Survey's {@code all_day.geojson} had them: a part of
 * it, spread over the world. Public domain.
 */
public final class UsgsDay {
  /** How many features it has. */
  public static final int QUAKES = 54;

  private UsgsDay() {}

  /** The document. */
  public static String json() {
    try (InputStream in = UsgsDay.class.getResourceAsStream("usgs-day.geojson")) {
      if (in == null) throw new IllegalStateException("usgs-day.geojson is not beside its class");
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
