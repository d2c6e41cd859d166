package civiz.collector.source;

import civiz.contract.BoundingBox;
import civiz.contract.Location;
import civiz.contract.Point;
import civiz.contract.Post;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The places that posts named lately, by X's id. A post names its place only by id, and X need not describe it again
 * each time. The places named longest ago make room. Belongs to one thread.
 */
final class XPlaces {
  /** A city has some hundred that people name; each takes about 300 bytes. */
  private static final int MOST = 10_000;
  /** X's are 16 characters. */
  private static final int ID_LENGTH = 64;

  /**
   * A place.
   *
   * @param place    its name and kind; null when it has no name
   * @param location its box, or its point when the box has no extent; null when X gives none
   */
  record Named(Post.@Nullable Place place, @Nullable Location location) {}

  private final Map<String, Named> places = new LinkedHashMap<>(256, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Named> eldest) {
      return size() > MOST;
    }
  };

  /** The place with this id; null when it was not described, or too long ago. */
  @Nullable
  Named get(String id) {
    return places.get(id);
  }

  /** Reads {@code includes.places}. */
  void read(JsonParser json) {
    if (!XJson.isArray(json)) return;
    while (XJson.nextObject(json))
      readPlace(json);
  }

  private void readPlace(JsonParser json) {
    String id = null;
    String name = null;
    String kind = null;
    Location location = null;
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      switch (member) {
        case "id" -> id = XJson.text(json);
        case "full_name" -> name = XJson.text(json);
        case "place_type" -> kind = XJson.text(json);
        case "geo" -> location = location(json);
        default -> json.skipChildren();
      }
    }
    if (id == null || id.length() > ID_LENGTH) throw XJson.wrong(json, "has no id of X's form");
    places.put(id, new Named(name == null ? null : new Post.Place(name, kind), location));
  }

  private static @Nullable Location location(JsonParser json) {
    double[] edges = null;
    if (!XJson.isObject(json)) return null;
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      if (member.equals("bbox")) {
        edges = XJson.numbers(json, 4);
      } else {
        json.skipChildren();
      }
    }
    if (edges == null) return null;
    try {
      BoundingBox box = new BoundingBox(edges[0], edges[1], edges[2], edges[3]);
      return box.isPoint() ? new Point(box.west(), box.south()) : box;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("includes.places.geo.bbox: " + e.getMessage(), e);
    }
  }
}
