package civiz.contract;

import java.util.regex.Pattern;

/** Numbers as people write them in configuration: no "NaN", no "5d" (which Java takes for 5), no hexadecimal. */
final class Decimal {
  private static final Pattern FORM = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");

  private Decimal() {}

  /** @throws NumberFormatException when it is anything but digits with perhaps a sign and a decimal point */
  static double parse(String text) {
    if (!FORM.matcher(text).matches()) throw new NumberFormatException();
    return Double.parseDouble(text);
  }
}
