package civiz.collector.source;

import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The posts of one day or month: as all collectors counted them, and what was not added to that yet. */
final class XCount {
  private final String name;
  private final @Nullable Integer limit;
  private final LocalDate ends;
  private final Duration keep;
  private long shared;
  private long unsaved;
  private boolean known;

  /**
   * @param name  of the shared counter
   * @param limit how many posts there may be; null means no limit
   * @param ends  the first day that no longer belongs to it, UTC
   * @param keep  how long the shared counter is kept
   */
  XCount(String name, @Nullable Integer limit, LocalDate ends, Duration keep) {
    this.name = name;
    this.limit = limit;
    this.ends = ends;
    this.keep = keep;
  }

  void add(int posts) {
    unsaved += posts;
  }

  /** @throws SourceMemory.Away when the shared counter can't be reached; what is not saved stays counted here */
  void save(SourceMemory memory) {
    shared = memory.count(name, unsaved, keep);
    unsaved = 0;
    known = true;
  }

  long sum() {
    return shared + unsaved;
  }

  /** Whether the shared counter was ever reached. */
  boolean isKnown() {
    return known;
  }

  /** Whether there may be no more. */
  boolean isSpent() {
    return limit != null && sum() >= limit;
  }

  /** Whether there were too many. */
  boolean isOver() {
    return limit != null && sum() > limit;
  }

  LocalDate ends() {
    return ends;
  }
}
