package civiz.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whether every viewer got every event once.
 *
 * @param missing    events that did not come
 * @param duplicates events that came twice
 * @param restarts   viewers who came back and were not let go on where they were
 * @param ends       connections that ended, by what was said
 */
record Verdict(long missing, long duplicates, long restarts, Map<String, Integer> ends) {
  static Verdict of(LoadClient client) {
    return client.ask(() -> {
      Deliveries seen = client.deliveries();
      return new Verdict(seen.faults.missing, seen.faults.duplicates, seen.faults.restarts,
          new TreeMap<>(seen.ends));
    });
  }

  boolean sound() {
    return missing == 0 && duplicates == 0;
  }

  @Override
  public String toString() {
    return (sound() ? "no gap, no duplicate" : "MISSING " + missing + ", DUPLICATE " + duplicates)
        + (restarts == 0 ? "" : ", " + restarts + " begun anew") + (ends.isEmpty() ? "" : ", ended: " + ends);
  }
}
