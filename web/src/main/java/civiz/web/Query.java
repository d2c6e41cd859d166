package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of an address after the question mark, as browsers write it (WHATWG URL, application/x-www-form-urlencoded). */
final class Query {
  private Query() {}

  /**
   * Its parameters by name, decoded from UTF-8 whatever the request says of itself.
   *
   * @throws IllegalArgumentException when a percent sign is not followed by two hexadecimal digits
   */
  static Map<String, List<String>> parse(@Nullable String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (query == null) return parameters;
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) continue;
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.computeIfAbsent(URLDecoder.decode(name, UTF_8), any -> new ArrayList<>())
          .add(URLDecoder.decode(value, UTF_8));
    }
    return parameters;
  }
}
