package civiz.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * Where one viewer is in the feed, and whether every event came to it once and in order. What a server without
 * numbers of its own passes on has the collector's, so its viewers are checked too, from their first event on. Used
 * by the client's thread.
 */
final class Continuity {
  /** What was found wrong, over all viewers. */
  static final class Faults {
    long missing;
    long duplicates;
    /** Greetings that did not go on where the viewer was. */
    long restarts;

    boolean isEmpty() {
      return missing == 0 && duplicates == 0;
    }
  }

  private final Faults faults;
  private String epoch = "";
  private long seq = -1;
  private long history = -1;
  private boolean greeted;

  Continuity(Faults faults) {
    this.faults = faults;
  }

  /** Where to resume, as {@code since} wants it; null before the first event. */
  @Nullable
  String since() {
    return seq < 0 || epoch.isEmpty() ? null : epoch + ":" + seq;
  }

  /** Forgets where it was, as a browser that is opened anew. */
  void forget() {
    seq = -1;
    epoch = "";
    greeted = false;
  }

  /** Whether it has all there was when it was greeted. */
  boolean isCaughtUp() {
    return greeted && (seq >= history || history <= 0);
  }

  /** The connection is new: a greeting must come first. */
  void reconnects() {
    greeted = false;
  }

  /**
   * Takes what a frame says.
   *
   * @return whether its posts are live ones; otherwise they are from before the viewer came
   */
  boolean take(Payload payload) {
    Payload.Hello hello = payload.hello();
    if (hello != null) greet(hello);
    if (payload.first() < 0) return false;
    if (payload.broken()) faults.missing++;
    boolean begins = seq < 0 && payload.first() <= history || seq < 0 && !greeted;
    long expected = seq < 0 ? history + 1 : seq + 1;
    if (!begins) {
      faults.missing += Math.max(0, payload.first() - expected);
      faults.duplicates += Math.max(0, Math.min(expected, payload.last() + 1) - payload.first());
    }
    seq = Math.max(seq, payload.last());
    return payload.first() > history;
  }

  private void greet(Payload.Hello hello) {
    if (!hello.resumed()) {
      if (seq >= 0) faults.restarts++;
      seq = -1;
    }
    epoch = hello.epoch();
    history = hello.seq();
    greeted = true;
  }
}
