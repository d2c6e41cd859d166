package civiz.collector.source;

import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hands on what is new in a feed's answers: new posts, changed ones, and those that are gone. What is the same as
 * in the answer before is told once, also when it can't be read. Where an answer has an id twice, its first feature
 * counts. One thread's.
 */
final class GeoJsonChanges {
  private final GeoJsonFeed feed;
  private final GeoJsonFeature features;
  private final Intake intake;
  private final GeoJsonKnown known = new GeoJsonKnown();
  private GeoJsonTally tally = GeoJsonTally.NONE;

  GeoJsonChanges(GeoJsonFeed feed, Intake intake) {
    this.feed = feed;
    this.intake = intake;
    features = new GeoJsonFeature(feed);
  }

  /** An answer begins. */
  void begin(Instant now) {
    known.begin(now);
    tally = GeoJsonTally.NONE;
  }

  /** The next of its features. */
  void take(JsonNode node) {
    String id = null;
    try {
      if (!(node instanceof ObjectNode feature)) throw new IllegalArgumentException("it is not an object");
      id = features.id(feature);
      if (known.repeats(id)) tally = tally.oneRepeated();
      else take(id, features.post(id, feature, known.since(id)));
    } catch (IllegalArgumentException e) {
      if (id != null) known.keep(id);
      malformed(node, "feature %d: %s".formatted(tally.features() + 1, e.getMessage()));
    }
  }

  private void take(String id, Optional<Post> located) {
    if (located.isPresent()) {
      Post post = located.get();
      if (known.note(id, GeoJsonKnown.Kind.POST, hash(PostJson.write(post)))) intake.post(post);
      tally = tally.oneRead();
    } else {
      boolean wasPost = known.isPost(id);
      boolean news = known.note(id, GeoJsonKnown.Kind.UNLOCATED, 0);
      if (wasPost) intake.retract(new Retraction.OfPost(id));
      else if (news) intake.unlocated();
      tally = tally.oneUnlocated();
    }
  }

  /** What can't be read has no id, but a key that no id is. */
  private void malformed(JsonNode node, @Nullable String why) {
    String key = Long.toHexString(hash(node.toString().getBytes(StandardCharsets.UTF_8)));
    String reason = String.valueOf(why);
    if (known.note(key, GeoJsonKnown.Kind.MALFORMED, 0)) intake.malformed(reason);
    tally = tally.oneMalformed(reason);
  }

  /** The answer was whole. What is not in it any more has vanished. */
  GeoJsonTally end() {
    for (String id : known.vanished()) {
      if (feed.retract()) intake.retract(new Retraction.OfPost(id));
    }
    return tally;
  }

  /** FNV-1a, 64 bits: not against an adversary, who could as well leave a post as it was. */
  private static long hash(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes)
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    return hash;
  }
}
