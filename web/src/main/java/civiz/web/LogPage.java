package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an area's log in Redis, read in one instant with its head.
 *
 * @param epoch   empty when nothing was ever published, or all was lost
 * @param seq     the latest event
 * @param trimmed the latest event that age or count removed
 * @param log     whether the log exists
 * @param since   all that came later is in the log, Unix milliseconds by Redis's clock; 0 when nobody has said
 * @param status  the collector's latest status, a JSON object; null without one
 * @param heard   when that was, Unix milliseconds by Redis's clock
 * @param now     what Redis's clock says, Unix milliseconds
 * @param entries in order
 */
record LogPage(String epoch, long seq, long trimmed, long since, boolean log, @Nullable String status,
    long heard,
    long now, List<Entry> entries) {
  /** What to ask the head for, in the order that {@link #of} expects. */
  static final String[] HEAD_FIELDS = {"epoch", "seq", "trimmed", "status", "heard", "since"};

  /**
   * One event of a log.
   *
   * @param seq   from the entry's id
   * @param event as it was published; empty when the entry has none
   * @param at    when it entered, Unix milliseconds by Redis's clock; -1 when the entry does not say
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Entry(long seq, byte[] event, long at) {}

  /**
   * Reads what Redis answers.
   *
   * @param head  the values of {@link #HEAD_FIELDS}
   * @param time  seconds since 1970 and microseconds
   * @param range of each entry its id and its fields and values in turn
   * @throws NumberFormatException when the head is damaged
   */
  static LogPage of(List<byte @Nullable []> head, boolean log, List<?> time, List<?> range) {
    List<Entry> entries = new ArrayList<>();
    for (Object entry : range) {
      List<?> parts = (List<?>) entry;
      entries.add(entry(new String((byte[]) parts.get(0), UTF_8), (List<?>) parts.get(1)));
    }
    byte[] epoch = head.get(0);
    byte[] status = head.get(3);
    return new LogPage(epoch == null ? "" : new String(epoch, UTF_8), number(head.get(1)),
        number(head.get(2)), number(head.get(5)), log,
        status == null ? null : new String(status, UTF_8), number(head.get(4)),
        number((byte[]) time.get(0)) * 1_000 + number((byte[]) time.get(1)) / 1_000, entries);
  }

  private static Entry entry(String id, List<?> fields) {
    byte[] event = {};
    long at = -1;
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      byte[] value = (byte[]) fields.get(i + 1);
      switch (new String((byte[]) fields.get(i), UTF_8)) {
        case "event" -> event = value;
        case "at" -> at = time(value);
        default -> {
        }
      }
    }
    return new Entry(Long.parseLong(id.substring(0, id.indexOf('-'))), event, at);
  }

  private static long time(byte[] digits) {
    try {
      return number(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static long number(byte @Nullable [] digits) {
    return digits == null ? 0 : Long.parseLong(new String(digits, UTF_8));
  }

  /** Whether a reader at this place can go on with what the log has after it (contract/README.md, "Order"). */
  boolean continues(String reader, long have) {
    return reader.equals(epoch) && trimmed <= have && have <= seq && (log || trimmed == seq);
  }
}
