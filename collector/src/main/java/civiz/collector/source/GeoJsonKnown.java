package civiz.collector.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a feed has said: which features were in its answers, as a hash of each. Holds as many as one answer may have,
 * and forgets first what was not seen for the longest time. One thread's.
 *
 * <p>A feature is known by a key, which is its post's id where it has one.
 */
final class GeoJsonKnown {
  /** What became of a feature. */
  enum Kind {
    POST, UNLOCATED, MALFORMED
  }

  /**
   * @param answer number of the latest answer it was in
   * @param since  when it was first in one
   */
  private record Seen(Kind kind, long hash, int answer, Instant since) {}

  private final Map<String, Seen> entries = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
      return size() > GeoJsonDocument.MOST;
    }
  };
  private int answer;
  private Instant now = Instant.EPOCH;

  /** Another answer begins. */
  void begin(Instant now) {
    answer++;
    this.now = now;
  }

  /** Whether this answer had it before. */
  boolean repeats(String key) {
    Seen entry = entries.get(key);
    return entry != null && entry.answer == answer;
  }

  /** When it was first there. */
  Instant since(String key) {
    Seen entry = entries.get(key);
    return entry == null ? now : entry.since;
  }

  boolean isPost(String key) {
    Seen entry = entries.get(key);
    return entry != null && entry.kind == Kind.POST;
  }

  /** It is in this answer; returns whether that is new, or something else than before. */
  boolean note(String key, Kind kind, long hash) {
    Seen before = entries.put(key, new Seen(kind, hash, answer, since(key)));
    return before == null || before.kind != kind || before.hash != hash;
  }

  /** It is in this answer, but in no form that could be read: what was known of it stays. */
  void keep(String key) {
    entries.computeIfPresent(key, (same, entry) -> new Seen(entry.kind, entry.hash, answer, entry.since));
  }

  /** The answer was whole: forgets what was not in it, and returns which of that were posts. */
  List<String> vanished() {
    List<String> posts = new ArrayList<>();
    entries.entrySet().removeIf(each -> {
      boolean gone = each.getValue().answer != answer;
      if (gone && each.getValue().kind == Kind.POST) posts.add(each.getKey());
      return gone;
    });
    return posts;
  }
}
