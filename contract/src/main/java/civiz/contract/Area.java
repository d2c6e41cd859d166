package civiz.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A named box on the map: the unit of subscription, storage and scaling.
 *
 * @param name 1 to 40 of a-z, 0-9 and hyphen; it is part of Redis keys and of URLs
 * @param box  what belongs to it
 */
public record Area(String name, BoundingBox box) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /** @throws IllegalArgumentException when the name has other characters or the box has no extent */
  public Area {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "area name " + Limits.quote(name) + " is not 1 to 40 of a-z, 0-9 and -");
    }
    if (box.width() == 0 || box.height() == 0) {
      throw new IllegalArgumentException("area %s has no extent: %s".formatted(name, box));
    }
  }

  /**
   * Reads "name=west,south,east,north;name=…".
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static List<Area> parseAll(String text) {
    Map<String, Area> areas = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      if (part.isBlank()) continue;
      String[] sides = part.split("=", 2);
      if (sides.length != 2) {
        throw new IllegalArgumentException(
            Limits.quote(part.strip()) + " is not name=west,south,east,north");
      }
      Area area = new Area(sides[0].strip(), box(sides[0].strip(), sides[1].strip()));
      if (areas.put(area.name(), area) != null) {
        throw new IllegalArgumentException("area %s is there twice".formatted(area.name()));
      }
    }
    if (areas.isEmpty()) throw new IllegalArgumentException("no area is named");
    return List.copyOf(areas.values());
  }

  private static BoundingBox box(String name, String edges) {
    try {
      return BoundingBox.parse(edges);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("area %s: %s".formatted(Limits.quote(name), e.getMessage()), e);
    }
  }
}
