package civiz.contract;

/**
 * A value that must never be shown: printing it, or a record that holds it, prints a stand-in. Only
 * {@link #value()} gives it away.
 *
 * @param value what may be handed to the service it is for, and to nothing else
 */
public record Secret(String value) {
  /** A stand-in. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
