package civiz.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** What happened in the network so far, which all servers of a test serve; and who follows it. */
final class JetstreamLog {
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Consumer<Entry>> followers = new CopyOnWriteArraySet<>();
  private long latest;

  /**
   * One event.
   *
   * @param timeUs     its time, microseconds since 1970, greater than any before
   * @param collection of a commit; empty for the events of identities and accounts, which all subscribers get
   * @param json       as it is sent
   */
  record Entry(long timeUs, String collection, String json) {}

  /** @param format of the JSON, with %d for the time */
  synchronized long add(String collection, String format) {
    latest = Math.max(latest + 1, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    Entry entry = new Entry(latest, collection, format.replace("%d", String.valueOf(latest)));
    entries.add(entry);
    followers.forEach(follower -> follower.accept(entry));
    return latest;
  }

  /** Gives all entries from the cursor on, itself included, then those to come; 0 or the future: only these. */
  synchronized void follow(long cursor, Consumer<Entry> follower) {
    if (cursor > 0) entries.stream().filter(entry -> entry.timeUs() >= cursor).forEach(follower);
    followers.add(follower);
  }

  void leave(Consumer<Entry> follower) {
    followers.remove(follower);
  }
}
