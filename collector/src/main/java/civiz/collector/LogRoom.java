package civiz.collector;

import java.util.Arrays;
import java.util.List;

/**
 * What memory Redis has, what it uses, and how much of that are the logs: so how many events each area's log may have.
 * Nothing is remembered, so a log that was shortened grows again as soon as there is room.
 *
 * <p>Areas share the room as fairly as can be: one that needs less than an equal share keeps everything, and what it
 * leaves is shared among the others.
 *
 * @param most    bytes that Redis may use; 0 when it sets itself no limit
 * @param used    bytes that it uses, all in all
 * @param buffers of these, what is on its way to clients; a moment later it is gone
 * @param logs    of each area
 */
record LogRoom(long most, long used, long buffers, List<Log> logs) {
  /**
   * What one area takes.
   *
   * @param events in the log
   * @param bytes  of the log and of what is kept with it to find posts
   */
  record Log(long events, long bytes) {}

  /** Events that stay in a log, whatever the room: what a page still shows well. */
  static final int MOST_EVENTS = 20_000;
  /**
   * Part of the memory that may be full. The rest, 5 MB of Heroku's smallest, is for what clients have not read yet and
   * for what comes in until this is looked at again.
   */
  private static final double FULL = 0.8;
  /** Part of the memory that may come in until then, several times of which is free. */
  private static final double STEP = 0.02;

  /**
   * How many events each area's log may have, in the order of {@link #logs}.
   *
   * @param refused whether Redis has refused posts, so that also what is on its way to clients must be made room for
   */
  int[] limits(boolean refused) {
    int[] limits = new int[logs.size()];
    Arrays.fill(limits, MOST_EVENTS);
    long all = logs.stream().mapToLong(Log::bytes).sum();
    long others = Math.max(0, used - all - (refused ? 0 : buffers));
    // where all of it is taken by others, forgetting the past would make no room for the present
    if (most == 0 || others >= most) return limits;
    // where most of it is, half of what is left
    double cap = cap(Math.max(most * FULL - others, (most - others) / 2.0));
    for (int i = 0; i < limits.length; i++) {
      Log log = logs.get(i);
      if (log.bytes() > cap) limits[i] = (int) Math.clamp(log.events() * cap / log.bytes(), 1, MOST_EVENTS);
    }
    return limits;
  }

  /** How many bytes may come in before this must be looked at again. */
  long step() {
    return most == 0 ? Long.MAX_VALUE : (long) (most * STEP);
  }

  /** What no log may be larger than, so that all together fit the room. */
  private double cap(double room) {
    long[] ascending = logs.stream().mapToLong(Log::bytes).sorted().toArray();
    double left = room;
    for (int i = 0; i < ascending.length; i++) {
      double share = left / (ascending.length - i);
      if (ascending[i] > share) return share;
      left -= ascending[i];
    }
    return Double.MAX_VALUE;
  }
}
