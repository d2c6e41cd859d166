package civiz.collector.source;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request whose answer is read as it arrives, line by line. All methods belong to one thread; an interrupt wakes
 * it. The silence that the server may keep, before its answer begins and in it, is measured here, because the HTTP
 * client's own time-out ends with the answer's head.
 */
final class XConnection implements AutoCloseable {
  /** A post with all that is asked for takes 3 KB, one with many links 20. Much longer is garbage. */
  static final int LINE = 256 * 1024;
  /** What {@link #next} returns for a line longer than {@link #LINE}, of which nothing is kept. */
  static final int OVERSIZED = -1;
  /** What {@link #next} returns when the answer has ended as HTTP has it. */
  static final int END = -2;

  /** For the body of an error, which is read for X's word for it. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final HttpResponse<XBody> response;
  private final XBody body;
  private final Duration silence;
  private final byte[] line = new byte[LINE];
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  private XConnection(HttpResponse<XBody> response, Duration silence) {
    this.response = response;
    this.body = response.body();
    this.silence = silence;
  }

  /**
   * Sends the request, and returns when the head of the answer is there.
   *
   * @param silence how long the server may send nothing at all, now and later
   * @throws HttpTimeoutException when it sends nothing for longer
   * @throws IOException          when there is no connection
   */
  static XConnection open(HttpClient http, HttpRequest request, Duration silence)
      throws IOException, InterruptedException {
    XBody body = new XBody();
    CompletableFuture<HttpResponse<XBody>> answer = http.sendAsync(request, head -> body);
    XConnection open = null;
    try {
      open = new XConnection(answer.get(silence.toMillis(), TimeUnit.MILLISECONDS), silence);
      return open;
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      if (open == null) {
        answer.cancel(true);
        body.cancel(); // it may just have come
      }
    }
  }

  int status() {
    return response.statusCode();
  }

  HttpHeaders headers() {
    return response.headers();
  }

  /**
   * Waits for the next line, which then is at the start of {@link #line}.
   *
   * @return its length without its end; 0 for a keep-alive; {@link #OVERSIZED} or {@link #END}
   * @throws HttpTimeoutException when the server was silent for too long
   * @throws IOException          when the connection was lost
   */
  int next() throws IOException, InterruptedException {
    int length = 0;
    boolean oversized = false;
    while (true) {
      while (!bytes.hasRemaining()) {
        ByteBuffer more = body.next(silence);
        if (more == null) return END;
        bytes = more;
      }
      byte next = bytes.get();
      if (next == '\n') return oversized ? OVERSIZED : length;
      if (length == LINE) {
        length = 0;
        oversized = true;
      }
      if (next != '\r') line[length++] = next;
    }
  }

  /** The last line, from the start on; the next call of {@link #next} writes over it. */
  byte[] line() {
    return line;
  }

  /** What is left of the answer, as far as it comes in a few seconds and within {@link #LINE} bytes. */
  byte[] rest() throws InterruptedException {
    long end = System.nanoTime() + REST.toNanos();
    int length = 0;
    try {
      while (length < LINE) {
        ByteBuffer more = body.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        if (more == null) break;
        int taken = Math.min(more.remaining(), LINE - length);
        more.get(line, length, taken);
        length += taken;
      }
    } catch (IOException e) {
      // what came must do
    }
    return Arrays.copyOf(line, length);
  }

  @Override
  public void close() {
    body.cancel();
  }
}
