package civiz.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection that sends whatever a test likes as a request, and reads what is answered. */
final class HttpConnection implements AutoCloseable {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}).*");

  private final Socket socket;
  private final InputStream in;

  /** One answer; its text is empty after an upgrade. */
  record Answer(int status, String head, String text) {
    /** Whether the server takes another request on this connection. */
    boolean keepsAlive() {
      return status != 101 && !head.toLowerCase(Locale.ROOT).contains("connection: close");
    }
  }

  HttpConnection(int port) throws IOException {
    socket = new Socket("localhost", port);
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A request for an upgrade, complete but for what the test adds. */
  static String upgrade(String path, String... headers) {
    return """
        GET %s HTTP/1.1\r
        Host: civiz.example\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        %s\r
        """.formatted(path, headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
  }

  void send(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
  }

  /** The next answer; null when the server closed the connection instead. */
  @Nullable
  Answer read() throws IOException {
    try {
      String head = head();
      Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
      if (!status.matches()) return null;
      int code = Integer.parseInt(status.group(1));
      Matcher length = Pattern.compile("(?im)^content-length: ([0-9]+)").matcher(head);
      boolean bodiless = code == 101 || code == 304;
      byte[] body = bodiless
          ? new byte[0]
          : length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
      return new Answer(code, head, new String(body, ISO_8859_1));
    } catch (SocketException e) {
      return null;
    }
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) return "";
      head.append((char) next);
    }
    return head.toString();
  }

  /** Ends it without ado: what is under way is lost, and the server gets a reset. */
  void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  /** Sends nothing more, but would still read. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
