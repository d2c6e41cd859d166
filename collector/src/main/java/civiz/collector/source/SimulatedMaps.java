package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Makes the map of an area: Chicago's own neighbourhoods where the area is there, invented ones elsewhere. */
final class SimulatedMaps {
  /** Degrees. A larger area is more than a city, and its posts should not all be in Chicago. */
  private static final double CITY = 1.5;
  /** Neighbourhoods of an invented city. */
  private static final int INVENTED = 14;

  private SimulatedMaps() {}

  /** The same map for the same area and seed. */
  static SimulatedMap of(Area area, long seed) {
    Chicago chicago = read("simulated-chicago.json", Chicago.class);
    List<SimulatedSpot> spots = chicago.spots().stream().filter(spot -> area.box().contains(spot.at()))
        .toList();
    boolean city = area.box().width() <= CITY && area.box().height() <= CITY;
    if (spots.isEmpty() || !city) return invented(area, new Random(seed));
    return new SimulatedMap(area, chicago.label(), chicago.cityBox(), ZoneId.of(chicago.zone()),
        chicago.lines(), chicago.buses(), chicago.shore(), spots);
  }

  private static SimulatedMap invented(Area area, Random random) {
    Elsewhere words = read("simulated-elsewhere.json", Elsewhere.class);
    BoundingBox box = area.box();
    List<String> names = new ArrayList<>(words.names());
    Collections.shuffle(names, random);
    List<SimulatedSpot> spots = new ArrayList<>();
    for (String name : names.subList(0, INVENTED)) {
      Point at = within(box, random);
      double kmWide = box.width() * 111 * Math.max(0.01, Math.cos(Math.toRadians(at.lat())));
      double spread = Math.min(kmWide, box.height() * 111) / 25 * (0.6 + 0.8 * random.nextDouble());
      List<String> topics = List.of(pick(words.topics(), random), pick(words.topics(), random),
          pick(words.topics(), random));
      List<String> corners = List.of(corner(words, random), corner(words, random), corner(words, random));
      List<SimulatedSpot.Poi> pois = random.nextBoolean()
          ? List.of()
          : List.of(new SimulatedSpot.Poi(pick(words.pois(), random), at));
      spots.add(new SimulatedSpot(name, at, spread, 1 + random.nextInt(10),
          List.of(60, 10 + random.nextInt(30), 5 + random.nextInt(20)), topics,
          List.of(pick(words.bursts(), random)), corners, pois));
    }
    // A time zone is 15 degrees wide, roughly, and the middle of the area decides.
    double middle = Math.IEEEremainder(box.west() + box.width() / 2, 360);
    return new SimulatedMap(area, title(area.name()), box, ZoneOffset.ofHours((int) Math.round(middle / 15)),
        words.lines(), words.buses(), List.of(), spots);
  }

  /** Not at the edge, so that most of what is around it is inside too. */
  private static Point within(BoundingBox box, Random random) {
    double lon = box.west() + box.width() * (0.1 + 0.8 * random.nextDouble());
    double lat = box.south() + box.height() * (0.1 + 0.8 * random.nextDouble());
    return new Point(Math.IEEEremainder(lon, 360), lat);
  }

  private static String corner(Elsewhere words, Random random) {
    String one = pick(words.streets(), random);
    String other = pick(words.streets(), random);
    return one.equals(other) ? one + " & Main" : one + " & " + other;
  }

  private static String pick(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }

  /** "new-york" as "New York". */
  private static String title(String name) {
    StringBuilder out = new StringBuilder();
    for (String word : name.split("-", -1)) {
      if (word.isEmpty()) continue;
      if (!out.isEmpty()) out.append(' ');
      out.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return out.toString();
  }

  private static <T> T read(String name, Class<T> type) {
    try (InputStream in = SimulatedMaps.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing");
      return JsonMapper.shared().readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** The file simulated-chicago.json, its members as in {@link SimulatedMap}. */
  record Chicago(String label, String zone, BoundingBox cityBox, List<String> lines, List<String> buses,
      List<Point> shore, List<SimulatedSpot> spots) {}

  /** The file simulated-elsewhere.json: what invented cities are made of. */
  record Elsewhere(List<String> names, List<String> streets, List<String> lines, List<String> buses,
      List<String> pois, List<String> topics, List<String> bursts) {}
}
