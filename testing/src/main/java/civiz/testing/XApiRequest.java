package civiz.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client asked X's API for.
 *
 * @param method  of the request line
 * @param path    of the request line, without the query
 * @param query   its parameters, decoded
 * @param headers by lower-case name
 * @param body    as text
 */
public record XApiRequest(String method, String path, Map<String, String> query, Map<String, String> headers,
    String body) {

  static XApiRequest read(InputStream in) throws IOException {
    String[] start = StreamRequest.line(in).split(" ", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line = StreamRequest.line(in); !line.isEmpty(); line = StreamRequest.line(in)) {
      String[] header = line.split(":", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String[] address = start[1].split("\\?", 2);
    return new XApiRequest(start[0], address[0], query(address.length == 1 ? "" : address[1]), headers, body);
  }

  boolean acceptsGzip() {
    return headers.getOrDefault("accept-encoding", "").contains("gzip");
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new TreeMap<>();
    for (String parameter : text.split("&", -1)) {
      if (parameter.isEmpty()) continue;
      String[] sides = parameter.split("=", 2);
      query.put(URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
          sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return query;
  }
}
