package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.Post;
import civiz.contract.Retraction;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passes on what Jetstream's messages mean: a created or updated record is a post, a deleted one a retraction, and so
 * is an account that is gone. Called by the stream's thread with one message after the other. What can't be read is
 * counted and costs nothing else.
 *
 * <p>A version of a record that is no post any more, because its location was taken out, it is not public any more or
 * it can't be read, takes the earlier version back: the map must not go on showing what its author has changed.
 */
final class JetstreamEvents {
  /** As deep as a post may be nested, and what is around it. */
  private static final int DEPTH = 70;
  private static final JsonMapper JSON = JsonMapper
      .builder(JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build()).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Under these the protocol asks not to show an account's content (atproto.com, "Account Hosting Status"); other
   * states of inactivity are troubles of a server.
   */
  private static final Set<String> GONE = Set.of("deleted", "takendown", "suspended", "deactivated");

  private final List<Area> areas;
  private final JetstreamAuthors authors;
  private final Intake intake;
  private final InstantSource clock;
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicLong withheld = new AtomicLong();

  /** @param areas whose posts matter here */
  JetstreamEvents(List<Area> areas, JetstreamAuthors authors, Intake intake, InstantSource clock) {
    this.areas = areas;
    this.authors = authors;
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * {@code unknown}: events and records of kinds that this version does not know; {@code withheld}: records that
   * their authors don't share with everybody. Callable from any thread.
   */
  Map<String, Long> counts() {
    return Map.of("unknown", unknown.get(), "withheld", withheld.get());
  }

  /**
   * Takes a message.
   *
   * @return the event's time, in microseconds since 1970; 0 when it has none
   * @throws SourceMemory.Away when it was not taken because Redis can't be asked: take it again later
   */
  long take(String message) {
    JsonNode event;
    try {
      event = JSON.readTree(message);
    } catch (JacksonException e) {
      intake.malformed("not JSON");
      return 0;
    }
    long time = event.path("time_us").asLong(0);
    try {
      take(event, time);
    } catch (IllegalArgumentException e) {
      intake.malformed(String.valueOf(e.getMessage()));
    }
    return time;
  }

  private void take(JsonNode event, long time) {
    switch (required(event, "kind")) {
      case "commit" -> commit(event, time);
      case "account" -> account(event);
      case "identity" -> {
        // a handle has changed, and posts name their authors by what does not
      }
      default -> unknown.incrementAndGet();
    }
  }

  private void commit(JsonNode event, long time) {
    JsonNode commit = event.path("commit");
    String collection = required(commit, "collection");
    if (!JetstreamRecords.knows(collection)) {
      unknown.incrementAndGet();
      return;
    }
    JetstreamRecord record = new JetstreamRecord(required(event, "did"), collection, required(commit, "rkey"),
        commit.path("record"), seen(time));
    switch (required(commit, "operation")) {
      case "create" -> create(record);
      case "update" -> update(record);
      case "delete" -> retract(record);
      default -> unknown.incrementAndGet();
    }
  }

  private void create(JetstreamRecord record) {
    Post post = post(record);
    if (post != null) publish(record, post);
  }

  private void update(JetstreamRecord record) {
    Post post = null;
    try {
      post = post(record);
    } finally {
      if (post == null || !isHere(post)) retract(record);
    }
    if (post != null) publish(record, post);
  }

  private @Nullable Post post(JetstreamRecord record) {
    if (!record.value().isObject()) throw new IllegalArgumentException("commit.record is missing");
    if (!JetstreamRecords.isPublic(record)) {
      withheld.incrementAndGet();
      return null;
    }
    Optional<Post> post = JetstreamRecords.map(record);
    if (post.isEmpty()) intake.unlocated();
    return post.orElse(null);
  }

  /** The author is remembered before the post can be seen, so that no deletion of the account is missed. */
  private void publish(JetstreamRecord record, Post post) {
    if (isHere(post)) authors.remember(record.did());
    intake.post(post);
  }

  private boolean isHere(Post post) {
    return areas.stream().anyMatch(area -> area.box().touches(post.location()));
  }

  private void retract(JetstreamRecord record) {
    Retraction retraction = new Retraction.OfPost(record.id());
    if (authors.knows(record.did())) intake.retract(retraction);
  }

  private void account(JsonNode event) {
    JsonNode account = event.path("account");
    boolean gone = !account.path("active").asBoolean(true)
        && GONE.contains(account.path("status").asString(""));
    if (!gone) return;
    String did = required(event, "did");
    if (authors.knows(did)) intake.retract(new Retraction.OfAuthor(JetstreamRecord.authorId(did), null));
  }

  private Instant seen(long time) {
    Instant now = clock.instant();
    Instant seen = time > 0 ? Instant.EPOCH.plus(time, ChronoUnit.MICROS) : now;
    return seen.isBefore(now) ? seen : now;
  }

  private static String required(JsonNode object, String member) {
    String text = JetstreamRecord.text(object, member);
    if (text == null) throw new IllegalArgumentException(member + " is missing");
    return text;
  }
}
