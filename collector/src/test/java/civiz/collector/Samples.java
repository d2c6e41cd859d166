package civiz.collector;

import civiz.contract.Area;
import civiz.contract.Location;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Rights;
import civiz.contract.SharedConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Posts and areas that the tests share. */
final class Samples {
  static final Area CHICAGO = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04").getFirst();
  static final Area LOOP = Area.parseAll("loop=-87.64,41.87,-87.62,41.89").getFirst();
  static final Point IN_LOOP = new Point(-87.63, 41.88);
  static final Point IN_CHICAGO = new Point(-87.7, 41.9);

  private Samples() {}

  static Post post(int number) {
    return post("test:" + number, IN_CHICAGO, "text of " + number);
  }

  static Post post(String id, Location location, String text) {
    return post(id, location, "test:ada", text);
  }

  static Post post(String id, Location location, String author, String text) {
    return new Post(id, location, location instanceof Point, "test", Instant.parse("2026-11-21T09:00:00Z"),
        new Post.Author(author, "Ada", "ada", null), text, "en", null, null, List.of(), List.of(),
        Rights.OPEN,
        Map.of());
  }

  static PendingEvent pending(Post post, Area... areas) {
    return PendingEvent.of(post, PostJson.write(post), List.of(areas), new Counts());
  }

  static final Blocklist NOTHING_BLOCKED = new Blocklist(List.of(), List.of());

  static SharedConfig config(URI redis, Area... areas) {
    return new SharedConfig(redis, true, false, List.of(areas), Duration.ofHours(24));
  }
}
