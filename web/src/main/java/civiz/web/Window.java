package civiz.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log as viewers see it at one moment. Immutable, and replaced whole when the log moves on; so the messages made
 * from it are made once for all viewers at the same place, and forgotten with it. Read on any thread.
 */
final class Window {
  /** Messages kept to be shared, of either kind: who asks for ever other places must not fill the memory. */
  private static final int MOST_SHARED = 64;
  /** So many events begin a fresh start, which a page shows at once; what came before them is history. */
  static final int SNAPSHOT_EVENTS = 1_000;
  /** So many are one part of history, and so many bytes where posts are long: seconds over a slow connection. */
  static final int HISTORY_EVENTS = 5_000;
  static final long HISTORY_BYTES = 1 << 20;
  /** Instead of a number: there is no event. */
  static final long NOTHING = -1;

  final String epoch;
  /** The number of the latest event in it. */
  final long seq;
  /** The latest event that age or count removed: a reader before it has missed something. */
  final long trimmed;
  /** The position in the log that corresponds to {@link #trimmed}. */
  final long start;
  /** The position after all of it. */
  final long next;
  private final Hello hello;
  private final List<Fragment> fragments;
  private final @Nullable Fragment status;
  private final long statusPosition;
  private final Map<Long, Message> continued = new ConcurrentHashMap<>();
  private final Map<Opening, Message> opened = new ConcurrentHashMap<>();

  private final Map<Long, Message> past = new ConcurrentHashMap<>();

  /** A viewer's first message: from which position, whether that is seamless, and after which event where it is not. */
  private record Opening(long from, boolean resumed, long after) {}

  /**
   * What there is.
   *
   * @param fragments      ascending
   * @param status         the latest status line, sent to whom is at or before its position
   * @param statusPosition no line of the log has it
   */
  Window(Hello hello, String epoch, long seq, long trimmed, long start, long next, List<Fragment> fragments,
      @Nullable Fragment status, long statusPosition) {
    this.hello = hello;
    this.epoch = epoch;
    this.seq = seq;
    this.trimmed = trimmed;
    this.start = start;
    this.next = next;
    this.fragments = List.copyOf(fragments);
    this.status = status;
    this.statusPosition = statusPosition;
  }

  /** The same moment with fewer lines. */
  Window with(List<Fragment> fewer) {
    return new Window(hello, epoch, seq, trimmed, start, next, fewer, status, statusPosition);
  }

  /** The area's name. */
  String area() {
    return hello.area().name();
  }

  int events() {
    return fragments.stream().mapToInt(fragment -> fragment.lines().size()).sum();
  }

  long bytes() {
    return fragments.stream().mapToLong(Fragment::size).sum();
  }

  List<Fragment> fragments() {
    return fragments;
  }

  /** Everything from a position on; a fresh start when that is no longer there, or null when there is nothing. */
  @Nullable
  Message since(long cursor) {
    if (cursor >= next) return null;
    if (cursor < start) return freshStart();
    return shared(continued, cursor, () -> new Message(tail(new ArrayList<>(), cursor), next));
  }

  /** A viewer's first message: what goes on right after the event it had last, or a fresh start. */
  Message opening(@Nullable Since since) {
    boolean resumed = since != null && since.epoch().equals(epoch) && since.seq() >= trimmed
        && since.seq() <= seq;
    return resumed && since != null
        ? opening(new Opening(positionAfter(since.seq()), true, NOTHING))
        : freshStart();
  }

  private Message freshStart() {
    long after = edge(next, SNAPSHOT_EVENTS, Long.MAX_VALUE);
    return opening(new Opening(after == NOTHING ? start : positionAfter(after), false, after));
  }

  private Message opening(Opening opening) {
    return shared(opened, opening, () -> {
      List<Fragment> parts = new ArrayList<>();
      parts.add(Fragment.of(hello.line(epoch, seq, opening.resumed, opening.after)));
      return new Message(tail(parts, opening.from), next);
    });
  }

  /**
   * The newest part of what came up to an event of this epoch, which its first line says the bounds of. Retractions are
   * among the lines; what they took back is not.
   */
  Message history(long upTo) {
    return shared(past, upTo, () -> {
      long end = positionAfter(upTo);
      long after = edge(end, HISTORY_EVENTS, HISTORY_BYTES);
      List<Fragment> parts = new ArrayList<>();
      parts.add(Fragment.of(hello.historyLine(epoch, upTo, after)));
      return new Message(lines(parts, after == NOTHING ? start : positionAfter(after), end), end);
    });
  }

  /**
   * The event after which the newest fragments before a position begin, as many as are not more than a number of events
   * and bytes; {@link #NOTHING} when these are all. It lies between two fragments, so that nothing is deflated anew to
   * cut there; but for what came by the open door right before, which has no number of its own.
   */
  private long edge(long end, int mostEvents, long mostBytes) {
    int events = 0;
    long bytes = 0;
    for (Fragment fragment : fragments.reversed()) {
      if (fragment.lines().getFirst().position() >= end) continue;
      events += fragment.lines().size();
      bytes += fragment.size();
      boolean isOver = events > mostEvents || bytes > mostBytes;
      if (isOver && events > fragment.lines().size()) return lastNumber(fragment.end());
    }
    return NOTHING;
  }

  /** The number of the last event before a position. */
  private long lastNumber(long position) {
    for (Fragment fragment : fragments.reversed()) {
      for (Line line : fragment.lines().reversed()) {
        if (line.position() < position && line.seq() >= 0) return line.seq();
      }
    }
    return NOTHING;
  }

  /** Made once for all who stand at the same place; where too many stand apart, for each. */
  private static <P> Message shared(Map<P, Message> made, P place, Supplier<Message> maker) {
    Message message = made.get(place);
    if (message != null) return message;
    return made.size() < MOST_SHARED ? made.computeIfAbsent(place, any -> maker.get()) : maker.get();
  }

  /** The position after the last event up to a number; what came by the open door after it is sent again. */
  private long positionAfter(long seq) {
    for (Fragment fragment : fragments.reversed()) {
      for (Line line : fragment.lines().reversed()) {
        if (line.seq() >= 0 && line.seq() <= seq) return line.position() + 1;
      }
    }
    return start;
  }

  private List<Fragment> tail(List<Fragment> parts, long from) {
    lines(parts, from, next);
    if (status != null && statusPosition >= from) parts.add(status);
    return parts;
  }

  /** Adds the lines from one position to before another. */
  private List<Fragment> lines(List<Fragment> parts, long from, long to) {
    for (Fragment fragment : fragments) {
      if (fragment.end() <= from || fragment.lines().getFirst().position() >= to) continue;
      Fragment part = fragment.from(from);
      if (part != null) part = part.before(to);
      if (part != null) parts.add(part);
    }
    return parts;
  }
}
