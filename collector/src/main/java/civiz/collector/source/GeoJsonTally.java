package civiz.collector.source;

import java.util.ArrayList;
import java.util.List;

/**
 * What an answer held. Immutable.
 *
 * @param read      features that are posts
 * @param unlocated those without a geometry
 * @param malformed those that can't be read
 * @param repeated  those whose id an earlier one has
 * @param why       what is wrong with the first malformed one; empty without
 */
record GeoJsonTally(int read, int unlocated, int malformed, int repeated, String why) {
  static final GeoJsonTally NONE = new GeoJsonTally(0, 0, 0, 0, "");

  GeoJsonTally oneRead() {
    return new GeoJsonTally(read + 1, unlocated, malformed, repeated, why);
  }

  GeoJsonTally oneUnlocated() {
    return new GeoJsonTally(read, unlocated + 1, malformed, repeated, why);
  }

  GeoJsonTally oneMalformed(String because) {
    return new GeoJsonTally(read, unlocated, malformed + 1, repeated, why.isEmpty() ? because : why);
  }

  GeoJsonTally oneRepeated() {
    return new GeoJsonTally(read, unlocated, malformed, repeated + 1, why);
  }

  int features() {
    return read + unlocated + malformed + repeated;
  }

  /** Whether it had features and none could be read: then an option is wrong, or it is no feed for a map. */
  boolean isUseless() {
    return features() > 0 && read == 0 && malformed > 0;
  }

  /** For a person: {@code 250 features, 240 read, 10 without a location}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(
        List.of(features() + (features() == 1 ? " feature" : " features"), read + " read"));
    if (unlocated > 0) parts.add(unlocated + " without a location");
    if (repeated > 0) parts.add(repeated + " with the id of another one");
    if (malformed > 0) parts.add(malformed + " malformed, the first at " + why);
    return String.join(", ", parts);
  }
}
