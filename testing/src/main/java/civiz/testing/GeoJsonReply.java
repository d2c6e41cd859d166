package civiz.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** How {@link GeoJsonServer} answers: as a good server does, or as a broken or hostile one. */
public interface GeoJsonReply {
  /**
   * Writes a whole response, or what it has instead.
   *
   * @return whether the connection may take another request
   */
  boolean write(GeoJsonRequest request, OutputStream out) throws IOException;

  /** The document, gzipped for those who accept; with an entity tag, and 304 for those who have it already. */
  static GeoJsonReply document(String json, String... headers) {
    String tag = "\"" + Integer.toHexString(json.hashCode()) + "\"";
    return (request, out) -> {
      if (request.header("if-none-match").equals(tag)) {
        return send(out, 304, lines(headers) + "ETag: " + tag + "\r\n", new byte[0]);
      }
      boolean gzip = request.acceptsGzip();
      return send(out, 200,
          lines(headers) + "ETag: " + tag + "\r\n" + (gzip ? "Content-Encoding: gzip\r\n" : ""),
          gzip ? gzip(json.getBytes(UTF_8)) : json.getBytes(UTF_8));
    };
  }

  /** The document as it is, with no more headers than these. */
  static GeoJsonReply plain(String json, String... headers) {
    return (request, out) -> send(out, 200, lines(headers), json.getBytes(UTF_8));
  }

  /** These bytes as the body, with these headers. */
  static GeoJsonReply body(byte[] body, String... headers) {
    return (request, out) -> send(out, 200, lines(headers), body);
  }

  /** A status without the feed. */
  static GeoJsonReply status(int code, String... headers) {
    return (request, out) -> send(out, code, lines(headers), "not the feed".getBytes(US_ASCII));
  }

  /** The beginning of the document, announced as whole; then the connection ends. */
  static GeoJsonReply cut(String json, int after) {
    return lying(json.substring(0, after), json.getBytes(UTF_8).length);
  }

  /** The document, announced as longer or shorter than it is; then the connection ends. */
  static GeoJsonReply lying(String json, long length) {
    return (request, out) -> {
      head(out, 200, "Connection: close\r\nContent-Length: " + length + "\r\n");
      out.write(json.getBytes(UTF_8));
      return false;
    };
  }

  /** The document, some bytes at a time. */
  static GeoJsonReply trickled(String json, int bytes, Duration pause) {
    return (request, out) -> {
      byte[] body = json.getBytes(UTF_8);
      head(out, 200, "Content-Length: " + body.length + "\r\n");
      for (int from = 0; from < body.length; from += bytes) {
        out.write(body, from, Math.min(bytes, body.length - from));
        out.flush();
        LockSupport.parkNanos(pause.toNanos());
      }
      return true;
    };
  }

  /** The document, chunk by chunk, followed by so many megabytes of blanks. */
  static GeoJsonReply endless(String json, int megabytes) {
    return (request, out) -> {
      head(out, 200, "Transfer-Encoding: chunked\r\nConnection: close\r\n");
      chunk(out, json.getBytes(UTF_8));
      byte[] blanks = " ".repeat(1 << 20).getBytes(US_ASCII);
      for (int i = 0; i < megabytes; i++)
        chunk(out, blanks);
      chunk(out, new byte[0]);
      return false;
    };
  }

  /** Nothing at all, for as long as the client waits. */
  static GeoJsonReply silence() {
    return (request, out) -> {
      while (!Thread.interrupted())
        LockSupport.park();
      return false;
    };
  }

  /** Packs it. */
  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String lines(String... headers) {
    return String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList());
  }

  private static boolean send(OutputStream out, int code, String headers, byte[] body) throws IOException {
    boolean hasBody = code != 204 && code != 304;
    head(out, code, headers + (hasBody ? "Content-Length: " + body.length + "\r\n" : ""));
    if (hasBody) out.write(body);
    return true;
  }

  private static void head(OutputStream out, int code, String headers) throws IOException {
    out.write("HTTP/1.1 %d Code\r\n%s\r\n".formatted(code, headers).getBytes(US_ASCII));
  }

  private static void chunk(OutputStream out, byte[] bytes) throws IOException {
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(US_ASCII));
    out.flush();
  }
}
