package civiz.contract;

import java.io.PrintStream;
import java.util.Collection;

/**
 * How the command {@code check} of either process tells what it found: a line for each thing it tried, their names
 * aligned. Used by one thread.
 */
public final class CheckReport {
  private final PrintStream out;
  private final int width;
  private boolean well = true;

  /** @param names of all that will be told */
  public CheckReport(PrintStream out, Collection<String> names) {
    this.out = out;
    width = names.stream().mapToInt(String::length).max().orElse(1);
  }

  /**
   * Tells that a thing is well.
   *
   * @param found in words for a person
   */
  public void ok(String name, String found) {
    line("ok", name, found);
  }

  /**
   * Tells that a thing is not.
   *
   * @param why what is wrong and what to change, without a secret
   */
  public void fail(String name, String why) {
    well = false;
    line("FAIL", name, why);
  }

  /** Whether nothing failed so far. */
  public boolean isWell() {
    return well;
  }

  private void line(String verdict, String name, String text) {
    out.printf("%-4s  %s%s  %s%n", verdict, name, " ".repeat(width - name.length()), text);
  }
}
