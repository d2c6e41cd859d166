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

  /** A viewer's first message: from which position, and whether that is seamless. */
  private record Opening(long from, boolean resumed) {}

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

  int events() {
    return fragments.stream().mapToInt(fragment -> fragment.lines().size()).sum();
  }

  long bytes() {
    return fragments.stream().mapToLong(Fragment::size).sum();
  }

  List<Fragment> fragments() {
    return fragments;
  }

  /** Everything from a position on, a fresh start when that is no longer there, or null when there is nothing. */
  @Nullable
  Message since(long cursor) {
    if (cursor >= next) return null;
    if (cursor < start) return opening(start, false);
    return shared(continued, cursor, () -> new Message(tail(new ArrayList<>(), cursor), next));
  }

  /** A viewer's first message: what goes on right after the event it had last, or everything. */
  Message opening(@Nullable Since since) {
    boolean resumed = since != null && since.epoch().equals(epoch) && since.seq() >= trimmed
        && since.seq() <= seq;
    return resumed && since != null ? opening(positionAfter(since.seq()), true) : opening(start, false);
  }

  private Message opening(long from, boolean resumed) {
    return shared(opened, new Opening(from, resumed), () -> {
      List<Fragment> parts = new ArrayList<>();
      parts.add(Fragment.of(hello.line(epoch, seq, resumed)));
      return new Message(tail(parts, from), next);
    });
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
    for (Fragment fragment : fragments) {
      if (fragment.end() <= from) continue;
      Fragment part = fragment.from(from);
      if (part != null) parts.add(part);
    }
    if (status != null && statusPosition >= from) parts.add(status);
    return parts;
  }
}
