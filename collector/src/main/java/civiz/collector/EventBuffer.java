package civiz.collector;

import civiz.contract.Retraction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for Redis, in their order, bounded. When it is full the oldest post makes room; retractions
 * (and checkpoints, which are few) stay until nothing else is left, because a post that should be gone must go. Added to by any thread, emptied by the
 * publisher's.
 */
final class EventBuffer {
  /** Some minutes of a busy city, in a dyno of 512 MB. */
  private static final int MOST_EVENTS = 50_000;
  private static final long MOST_BYTES = 64L << 20;

  private record Entry(long number, PendingEvent event) {}

  private final int mostEvents;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  /** Two queues and a number rather than one queue, so that making room never has to search. */
  private final Deque<Entry> posts = new ArrayDeque<>();
  private final Deque<Entry> retractions = new ArrayDeque<>();
  private long number;
  private long bytes;
  private boolean woken;

  EventBuffer() {
    this(MOST_EVENTS, MOST_BYTES);
  }

  /** One of several, of the same number, that share the room of one. */
  static EventBuffer among(int buffers) {
    return new EventBuffer(Math.max(1, MOST_EVENTS / buffers), MOST_BYTES / buffers);
  }

  EventBuffer(int mostEvents, long mostBytes) {
    this.mostEvents = mostEvents;
    this.mostBytes = mostBytes;
  }

  /** Never blocks. Returns what had to make room, oldest first; empty nearly always. */
  List<PendingEvent> add(PendingEvent event) {
    lock.lock();
    try {
      (event.isPost() ? posts : retractions).addLast(new Entry(number++, event));
      bytes += event.bytes();
      changed.signal();
      if (size() <= mostEvents && bytes <= mostBytes) return List.of();
      List<PendingEvent> dropped = new ArrayList<>();
      while (size() > mostEvents || bytes > mostBytes)
        dropped.add(remove(posts.isEmpty() ? retractions : posts));
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest events within the limits, at least one when there is one. A retraction of an author comes alone, because
   * the posts before it must be in the log when it is searched for the author's.
   */
  List<PendingEvent> take(int mostEvents, long mostBytes) {
    lock.lock();
    try {
      List<PendingEvent> taken = new ArrayList<>(Math.min(mostEvents, size()));
      long takenBytes = 0;
      while (taken.size() < mostEvents) {
        Deque<Entry> queue = older();
        if (queue == null) break;
        PendingEvent next = queue.getFirst().event();
        boolean alone = next.retraction instanceof Retraction.OfAuthor;
        if (!taken.isEmpty() && (alone || takenBytes + next.bytes() > mostBytes)) break;
        takenBytes += next.bytes();
        taken.add(remove(queue));
        if (alone) break;
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is an event, or {@link #wake} is called, or the time is over. */
  void awaitEvent(long nanos) {
    await(nanos, false);
  }

  /** Waits until {@link #wake} is called or the time is over, whatever there is. */
  void awaitWake(long nanos) {
    await(nanos, true);
  }

  private void await(long nanos, boolean forWakeOnly) {
    lock.lock();
    try {
      long left = nanos;
      while ((forWakeOnly || size() == 0) && !woken && left > 0)
        left = changed.awaitNanos(left);
      woken = false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the publisher", e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a wait, this one or the next. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. */
  int size() {
    lock.lock();
    try {
      return posts.size() + retractions.size();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Deque<Entry> older() {
    Entry post = posts.peekFirst();
    Entry retraction = retractions.peekFirst();
    if (post == null) return retraction == null ? null : retractions;
    return retraction == null || post.number() < retraction.number() ? posts : retractions;
  }

  private PendingEvent remove(Deque<Entry> queue) {
    PendingEvent event = queue.removeFirst().event();
    bytes -= event.bytes();
    return event;
  }
}
