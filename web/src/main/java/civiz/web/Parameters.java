package civiz.web;

import civiz.contract.Limits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of one request: none but the parameters that are known, each at most once. Immutable. */
final class Parameters {
  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads a query as it came.
   *
   * @param known the names that there are
   * @throws Admission.Refused naming what can't be read
   */
  static Parameters read(@Nullable String query, List<String> known) throws Admission.Refused {
    Map<String, List<String>> values;
    try {
      values = Query.parse(query);
    } catch (IllegalArgumentException e) {
      throw bad("%s has a bad percent encoding".formatted(Limits.quote(String.valueOf(query))));
    }
    for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
      String name = parameter.getKey();
      if (!known.contains(name)) {
        throw bad(
            "%s is not a parameter; there are %s".formatted(Limits.quote(name), String.join(", ", known)));
      }
      if (parameter.getValue().size() > 1) throw bad(name + " stands there more than once");
    }
    return new Parameters(values);
  }

  /** What a parameter says; null where it is not there. */
  @Nullable
  String get(String name) {
    List<String> said = values.get(name);
    return said == null ? null : said.getFirst();
  }

  /** A place in the feed; null where the parameter is not there. */
  @Nullable
  Since place(String name) throws Admission.Refused {
    String text = get(name);
    Since place = text == null ? null : Since.parse(text);
    if (text != null && place == null)
      throw bad("%s %s is not epoch:seq".formatted(name, Limits.quote(text)));
    return place;
  }

  static Admission.Refused bad(String message) {
    return new Admission.Refused(Refusal.BAD_QUERY, message);
  }
}
