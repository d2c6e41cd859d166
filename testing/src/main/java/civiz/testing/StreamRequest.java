package civiz.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client of the v1.1 stream asked for.
 *
 * @param method  of the request line
 * @param path    of the request line
 * @param headers by lower-case name
 * @param form    the body's members, decoded
 */
public record StreamRequest(String method, String path, Map<String, String> headers,
    Map<String, String> form) {

  static StreamRequest read(InputStream in) throws IOException {
    String[] start = line(in).split(" ", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] header = line.split(":", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new StreamRequest(start[0], start[1], headers, form(body));
  }

  /** Whether it may be answered with {@code Content-Encoding: gzip}. */
  public boolean acceptsGzip() {
    return headers.getOrDefault("accept-encoding", "").contains("gzip");
  }

  /** The HTTP error that the real server answers with, 0 when it accepts the request. */
  int fault() {
    if (!path.equals("/1.1/statuses/filter.json")) return 404;
    if (!method.equals("POST")) return 405;
    String oauth = headers.getOrDefault("authorization", "");
    boolean signed = oauth.startsWith("OAuth ") && oauth.contains("oauth_consumer_key=")
        && oauth.contains("oauth_token=") && oauth.contains("oauth_signature=");
    if (!signed) return 401;
    return form.containsKey("locations") || form.containsKey("track") || form.containsKey("follow") ? 0 : 406;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String member : body.split("&", -1)) {
      if (member.isEmpty()) continue;
      String[] sides = member.split("=", 2);
      form.put(URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
          sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  /** A line of the request, without its end. */
  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new EOFException("the client went away in its request");
      if (b != '\r') line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
