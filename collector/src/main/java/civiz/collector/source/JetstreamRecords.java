package civiz.collector.source;

import civiz.contract.Post;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The kinds of records that carry coordinates, and what post each becomes. Pure functions, callable on any thread:
 * they return nothing when a record has no position, and throw {@link IllegalArgumentException}, which names the
 * member, when it can't be read. To add a kind, write a function and enter it here: the source asks for the
 * collections that are here.
 */
final class JetstreamRecords {
  private static final Map<String, Function<JetstreamRecord, Optional<Post>>> KINDS = new TreeMap<>(Map.of(
      "community.lexicon.calendar.event", JetstreamRecords::calendarEvent,
      "app.beaconbits.beacon", JetstreamRecords::beacon,
      "app.dropanchor.checkin", JetstreamRecords::checkin));

  private JetstreamRecords() {}

  /** The collections that {@link #map} knows, in alphabetical order. */
  static List<String> collections() {
    return List.copyOf(KINDS.keySet());
  }

  static boolean knows(String collection) {
    return KINDS.containsKey(collection);
  }

  /** The post that a record of one of the collections is. */
  static Optional<Post> map(JetstreamRecord record) {
    Function<JetstreamRecord, Optional<Post>> kind = KINDS.get(record.collection());
    if (kind == null) throw new IllegalArgumentException("commit.collection is not one that was asked for");
    return kind.apply(record);
  }

  /** Whether its author shares it with everybody: BeaconBits writes also what only friends should see. */
  static boolean isPublic(JetstreamRecord record) {
    String visibility = record.text("visibility");
    return visibility == null || visibility.equals("public");
  }

  /**
   * An event that people may go to: {@code name}, {@code description}, {@code locations[]}. When it begins and ends
   * is passed on as it is written there.
   */
  private static Optional<Post> calendarEvent(JetstreamRecord record) {
    JsonNode locations = record.value().path("locations");
    return JetstreamLocation.ofAny(locations).map(at -> record.post(at, JetstreamLocation.place(locations),
        lines(record.text("name"), record.text("description")),
        "https://smokesignal.events/" + record.did() + "/" + record.rkey(),
        kept(record, "startsAt", "endsAt", "status")));
  }

  /** A check-in of BeaconBits: {@code location} is a geo, {@code venueName} where, {@code shout} what was said. */
  private static Optional<Post> beacon(JetstreamRecord record) {
    String venue = record.text("venueName");
    return JetstreamLocation.of(record.value().path("location")).map(at -> record.post(at,
        venue != null ? new Post.Place(venue, "poi") : place(record, "addressDetails"), record.text("shout"),
        "https://www.beaconbits.app/beacons/" + record.rkey() + "?did=" + record.did(), Map.of()));
  }

  /** A check-in of Anchor: {@code geo}, in its first versions {@code coordinates} or one of {@code locations[]}. */
  private static Optional<Post> checkin(JetstreamRecord record) {
    JsonNode value = record.value();
    JsonNode locations = value.path("locations");
    Post.Place named = place(record, "address");
    Post.Place place = named == null ? JetstreamLocation.place(locations) : named;
    return JetstreamLocation.of(value.path("geo")).or(() -> JetstreamLocation.of(value.path("coordinates")))
        .or(() -> JetstreamLocation.ofAny(locations)).map(at -> record.post(at, place, record.text("text"),
            "https://dropanchor.app/checkin/" + record.rkey(), Map.of()));
  }

  private static Post.@Nullable Place place(JetstreamRecord record, String address) {
    return JetstreamLocation.place(List.of(record.value().path(address)));
  }

  private static @Nullable String lines(@Nullable String first, @Nullable String second) {
    if (first == null || second == null) return first == null ? second : first;
    return first + "\n" + second;
  }

  /** Members that are text; what is something else is left out. */
  private static Map<String, JsonNode> kept(JetstreamRecord record, String... members) {
    Map<String, JsonNode> kept = new LinkedHashMap<>();
    for (String member : members) {
      JsonNode node = record.value().path(member);
      if (node.isString()) kept.put(member, node);
    }
    return kept;
  }
}
