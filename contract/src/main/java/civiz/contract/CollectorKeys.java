package civiz.contract;

/**
 * The names in Redis of what collectors agree on: who leads, where its sources resume, what they count together. Those of one
 * area are in its hash slot.
 *
 * @param lease who collects now
 * @param claim how few areas a collector leads that would like to have this one
 */
public record CollectorKeys(String lease, String claim, String cursors, String counters) {
  /** Of collectors that lead for all areas, one at a time. */
  public static final CollectorKeys ALL_AREAS = under("civiz");

  /** Of collectors that share the areas among them. */
  public static CollectorKeys of(Area area) {
    return under(FeedKeys.of(area).channel());
  }

  private static CollectorKeys under(String prefix) {
    return new CollectorKeys(prefix + ":lease", prefix + ":claim", prefix + ":cursor:", prefix + ":count:");
  }

  /** Where a source resumes. */
  public String cursor(String source) {
    return cursors + source;
  }

  /** A number that collectors share. */
  public String counter(String name) {
    return counters + name;
  }
}
