package civiz.collector.source;

import civiz.contract.Area;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Rights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Posts of about 250 bytes: texts and places of the simulated city, the texts shortened. The native id is a number that
 * the caller gives: the load test's is a time. Immutable; callable from any thread.
 */
public final class LoadPosts {
  static final String SOURCE = "load";
  /** So many are made beforehand; then they come again. */
  private static final int TEXTS = 5_000;
  private static final int LONGEST_TEXT = 70;
  private static final Point DOWNTOWN = new Point(-87.63, 41.88);

  private record Said(String text, Point where, String lang) {}

  private final List<Said> said = new ArrayList<>();

  /** @param area where the posts are */
  public LoadPosts(Area area) {
    SimulatedPosts city = new SimulatedPosts(SimulatedMaps.of(area, 1), SOURCE, 1);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < TEXTS; i++) {
      Post post = city.write("simulated:" + i, Instant.now(), null, false, random);
      Point where = post.location() instanceof Point point ? point : DOWNTOWN;
      said.add(new Said(post.text().substring(0, Math.min(LONGEST_TEXT, post.text().length())), where,
          post.lang()));
    }
  }

  /**
   * A post written now.
   *
   * @param number which of the texts, over and over
   * @param id     the native id
   */
  public Post post(long number, long id) {
    Said one = said.get((int) (number % TEXTS));
    return new Post(SOURCE + ":" + id, one.where, true, SOURCE, Instant.now(), null, one.text, one.lang, null,
        null,
        List.of(), List.of(), Rights.OPEN, Map.of());
  }
}
