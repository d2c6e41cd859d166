package civiz.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The opening handshake of a subscriber.
 *
 * @param path    of the request line, without the query
 * @param query   the values of each parameter, decoded, in their order
 * @param headers by lower-case name
 */
public record JetstreamRequest(String path, Map<String, List<String>> query, Map<String, String> headers) {

  static JetstreamRequest read(InputStream in) throws IOException {
    String[] target = line(in).split(" ", -1)[1].split("\\?", 2);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] header = line.split(":", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
    }
    return new JetstreamRequest(target[0], query(target.length == 1 ? "" : target[1]), headers);
  }

  /** The first value of a parameter that holds a number, or the default. */
  public long number(String parameter, long fallback) {
    List<String> values = query.getOrDefault(parameter, List.of());
    return values.isEmpty() ? fallback : Long.parseLong(values.getFirst());
  }

  /** The HTTP error that the real server answers with, 0 when it accepts the request. */
  int fault() {
    if (!path.equals("/subscribe")) return 404;
    boolean upgrade = "websocket".equalsIgnoreCase(headers.get("upgrade"))
        && "13".equals(headers.get("sec-websocket-version"));
    try {
      number("cursor", 0);
      number("maxMessageSizeBytes", 0);
    } catch (NumberFormatException e) {
      return 400;
    }
    return upgrade && headers.containsKey("sec-websocket-key") ? 0 : 400;
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> query = new TreeMap<>();
    for (String member : text.split("&", -1)) {
      if (member.isEmpty()) continue;
      String[] sides = member.split("=", 2);
      query.computeIfAbsent(URLDecoder.decode(sides[0], StandardCharsets.UTF_8), name -> new ArrayList<>())
          .add(sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new EOFException("the client went away in its request");
      if (b != '\r') line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
