package civiz.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows for benchmarks/README.md, printed together at the end; what else is to be said of each is printed at once. */
final class Table {
  private final List<String> lines = new ArrayList<>();

  Table(String... columns) {
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|" + String.join("|", Collections.nCopies(columns.length, "---")) + "|");
  }

  /** A row. */
  void row(Object... cells) {
    lines.add("| " + String.join(" | ", List.of(cells).stream().map(String::valueOf).toList()) + " |");
  }

  /** What the reader of the row should know. */
  void note(String format, Object... arguments) {
    System.out.printf(format + "%n", arguments);
  }

  void print() {
    System.out.println();
    lines.forEach(System.out::println);
  }

  static String number(long value) {
    return "%,d".formatted(value);
  }

  /** With so many decimals. */
  static String number(double value, int decimals) {
    return ("%,." + decimals + "f").formatted(value);
  }

  static String percent(double share) {
    return "%.1f %%".formatted(share * 100);
  }
}
