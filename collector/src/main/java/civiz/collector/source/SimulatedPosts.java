package civiz.collector.source;

import civiz.contract.Location;
import civiz.contract.Post;
import civiz.contract.Rights;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the posts of a simulated city: who says what, in which language, and where. What is written follows from
 * the numbers drawn and nothing else. Immutable; callable from any thread.
 */
final class SimulatedPosts {
  private static final Pattern HASHTAG = Pattern.compile("#([\\p{L}\\p{N}_]+)");
  private static final DateTimeFormatter TIME_EN = DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR_EN = DateTimeFormatter.ofPattern("h a", Locale.ENGLISH);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

  /** Of all posts, those that name the city, the neighbourhood and a place without extent, and have no point. */
  private static final double CITY = 0.08;
  private static final double NEIGHBORHOOD = 0.09;
  private static final double POI = 0.10;

  private final SimulatedMap map;
  private final SimulatedPeople people;
  private final Map<String, SimulatedTalk> talks = new HashMap<>();

  SimulatedPosts(SimulatedMap map, String city, long seed) {
    this.map = map;
    SimulatedTalk.LANGUAGES.forEach(lang -> talks.put(lang, new SimulatedTalk(lang)));
    this.people = new SimulatedPeople(city, talks, seed);
  }

  private record Where(Location location, boolean exact, Post.Place place) {}

  /**
   * Writes a post.
   *
   * @param burst   what it is about; null for everyday life
   * @param edited  whether its author has added a line since
   * @param random  the same draws write the same post, with the added line or without
   */
  Post write(String id, Instant created, SimulatedRhythm.@Nullable Burst burst, boolean edited,
      RandomGenerator random) {
    SimulatedSpot at = burst == null ? null : burst.spot();
    SimulatedSpot spot = at != null ? at : map.spot(random);
    String lang = lang(spot, random);
    SimulatedTalk talk = talk(lang);
    ZonedDateTime local = created.atZone(map.zone());
    SimulatedTalk.Template template = burst == null
        ? talk.everyday(local.getHour(), spot.topics(), random)
        : talk.about(burst.topic(created.getEpochSecond()), random);
    SimulatedTalk.Here here = slot -> word(slot, spot, lang, local, random);
    String text = talk.fill(template.text(), here, random);
    Post.Author author = people.author(lang, random);
    Where where = where(spot, random);
    if (edited) text += "\n" + talk.fill(talk.about("edit", random).text(), here, random);
    return new Post(id, where.location(), where.exact(), "simulated", created, author, text, lang, null,
        where.place(), hashtags(text), media(template), Rights.OPEN, Map.of());
  }

  private static String lang(SimulatedSpot spot, RandomGenerator random) {
    List<Integer> parts = spot.langs();
    int rest = random.nextInt(parts.stream().mapToInt(Integer::intValue).sum());
    int i = 0;
    while (rest >= parts.get(i))
      rest -= parts.get(i++);
    return SimulatedTalk.LANGUAGES.get(i);
  }

  private SimulatedTalk talk(String lang) {
    SimulatedTalk talk = talks.get(lang);
    if (talk == null) throw new IllegalStateException("no texts in " + lang);
    return talk;
  }

  private Where where(SimulatedSpot spot, RandomGenerator random) {
    double u = random.nextDouble();
    if (u < CITY) return new Where(map.cityBox(), false, new Post.Place(map.label(), "city"));
    Post.Place neighborhood = new Post.Place(spot.name(), "neighborhood");
    if (u < CITY + NEIGHBORHOOD) return new Where(spot.box(), false, neighborhood);
    if (u < CITY + NEIGHBORHOOD + POI && !spot.pois().isEmpty()) {
      SimulatedSpot.Poi poi = any(spot.pois(), random);
      return new Where(poi.at(), false, new Post.Place(poi.name(), "poi"));
    }
    return new Where(map.near(spot, random), true, neighborhood);
  }

  /** What the place, the hour and the people give; all else are words of the language. */
  private @Nullable String word(String slot, SimulatedSpot spot, String lang, ZonedDateTime local,
      RandomGenerator random) {
    boolean english = lang.equals("en");
    return switch (slot) {
      case "spot" -> spot.name();
      case "tag" -> spot.tag();
      case "corner" -> any(spot.corners(), random);
      case "line" -> any(map.lines(), random);
      case "bus" -> any(map.buses(), random);
      case "mention" -> people.author(lang, random).handle();
      case "link" -> Integer.toString(random.nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
      case "n" -> Integer.toString(random.nextInt(3, 30));
      case "hour" -> english ? TIME_EN.format(local).toLowerCase(Locale.ROOT) : TIME.format(local);
      case "later" -> {
        ZonedDateTime later = local.withMinute(0).plusHours(random.nextInt(2, 4));
        yield english ? HOUR_EN.format(later).toLowerCase(Locale.ROOT) : TIME.format(later);
      }
      default -> null;
    };
  }

  private static List<String> hashtags(String text) {
    List<String> hashtags = new ArrayList<>(2);
    Matcher matcher = HASHTAG.matcher(text);
    while (matcher.find())
      hashtags.add(matcher.group(1));
    return hashtags;
  }

  private static List<Post.Media> media(SimulatedTalk.Template template) {
    return template.kind() == null
        ? List.of()
        : List.of(new Post.Media(template.kind(), null, template.alt()));
  }

  private static <T> T any(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
