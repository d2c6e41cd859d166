package civiz.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A stand-in for a server of X's v1.1 stream: {@code POST /1.1/statuses/filter.json} over HTTP/1.1 on a real socket,
 * chunked, gzipped when the client accepts that, lines ended by CR LF, a blank line now and then to keep the
 * connection alive. And everything that goes wrong with such servers, on command:
 *
 * <pre>{@code
 * try (TwitterStreamServer server = TwitterStreamServer.start()) {
 *   // … start what is tested with server.baseUrl() and any four OAuth values, then:
 *   server.send(Tweets.at(-87.63, 41.88).text("Hello").json());
 *   server.delete(1234, 42);
 *   server.refuseNext(503);  // what the next connection is answered with
 *   server.cut();            // the open connections break off
 * }
 * }</pre>
 *
 * <p>What is sent goes to every open stream; when there is none, sending waits for one. Methods may be called from
 * any thread. Requests that the real server would not accept get its answers: 401 without an OAuth header, 406
 * without a predicate, 404 for any other address.
 */
public final class TwitterStreamServer implements AutoCloseable {
  /** The real one takes 30 s; a test has no time for that. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

  private final LoopbackListener listener = new LoopbackListener("twitter-stream-server");
  private final ServedStreams streams = new ServedStreams();
  private final List<StreamRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean gzip = true;

  /** What a connection gets instead of a stream; code 0 is no answer at all. */
  private record Refusal(int code, String body) {}

  private TwitterStreamServer() {
    listener.start(this::serve);
    listener.every(KEEP_ALIVE, streams::keepAlive);
  }

  /** Starts on a free port of the loopback interface. */
  public static TwitterStreamServer start() {
    return new TwitterStreamServer();
  }

  /** The address that a client of the v1.1 stream wants, with its slash. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + listener.port() + "/1.1/");
  }

  /** How many streams were opened so far; refused connections do not count. */
  public int connections() {
    return connections.get();
  }

  /** How many streams are open now. */
  public int open() {
    return streams.size();
  }

  /** Every request so far, also the refused ones. */
  public List<StreamRequest> requests() {
    return List.copyOf(requests);
  }

  /** Streams are not compressed from now on, whatever the client accepts. */
  public TwitterStreamServer plain() {
    gzip = false;
    return this;
  }

  /** Answers the next connection with an HTTP error; called again, the one after it too. */
  public void refuseNext(int code) {
    refusals.add(new Refusal(code, "refused by the test with " + code + "\n"));
  }

  /** Answers the next connection with an HTTP error that has no body. */
  public void refuseNextWithoutBody(int code) {
    refusals.add(new Refusal(code, ""));
  }

  /** Takes the next connection and its request, and never answers. */
  public void ignoreNext() {
    refusals.add(new Refusal(0, ""));
  }

  /** Sends a line. */
  public void send(String json) {
    sendRaw((json + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Sends these bytes as they are, in a chunk of their own. */
  public void sendRaw(byte[] bytes) {
    streams.toAll(stream -> stream.write(bytes));
  }

  /** Sends a line in pieces of so many bytes, each in a chunk of its own: they end in mid-line and mid-character. */
  public void sendSplit(String json, int size) {
    trickle(json, size, Duration.ZERO);
  }

  /** Like {@link #sendSplit}, with a pause after each piece. */
  public void trickle(String json, int size, Duration pause) {
    byte[] line = (json + "\r\n").getBytes(StandardCharsets.UTF_8);
    streams.toAll(stream -> {
      for (int from = 0; from < line.length; from += size) {
        stream.write(line, from, Math.min(size, line.length - from));
        LockSupport.parkNanos(pause.toNanos());
      }
    });
  }

  /** A post was deleted. */
  public void delete(long id, long userId) {
    send(
        "{\"delete\":{\"status\":{\"id\":%1$d,\"id_str\":\"%1$d\",\"user_id\":%2$d,\"user_id_str\":\"%2$d\"}}}"
            .formatted(id, userId));
  }

  /** An author takes the locations back, of all posts up to one. */
  public void scrubGeo(long userId, long upTo) {
    send(("{\"scrub_geo\":{\"user_id\":%1$d,\"user_id_str\":\"%1$d\",\"up_to_status_id\":%2$d,"
        + "\"up_to_status_id_str\":\"%2$d\"}}").formatted(userId, upTo));
  }

  /** So many posts were withheld since this connection began. */
  public void limit(long track) {
    send("{\"limit\":{\"track\":%d,\"timestamp_ms\":\"%d\"}}".formatted(track, System.currentTimeMillis()));
  }

  /** The client falls behind. */
  public void warning(int percentFull) {
    send(
        ("{\"warning\":{\"code\":\"FALLING_BEHIND\",\"message\":\"Your connection is falling behind and messages are "
            + "being queued for delivery to you.\",\"percent_full\":%d}}").formatted(percentFull));
  }

  /** Says why the stream ends now. It does not end it: {@link #end()} does. */
  public void disconnect(int code, String reason) {
    send("{\"disconnect\":{\"code\":%d,\"stream_name\":\"example\",\"reason\":\"%s\"}}".formatted(code,
        reason));
  }

  /** Keeps the connections open and sends nothing more by itself, no keep-alive either; new ones are not affected. */
  public void goSilent() {
    streams.goSilent();
  }

  /** Ends the open streams as HTTP has it: with the last chunk. */
  public void end() {
    streams.leave(ServedStream::end);
  }

  /** Breaks the open connections off: the client sees a reset. */
  public void cut() {
    streams.leave(ServedStream::cut);
  }

  /** Breaks the open connections by something that is not HTTP's chunked encoding. */
  public void corrupt() {
    streams.leave(ServedStream::corrupt);
  }

  /** Breaks every connection off and stops listening. */
  @Override
  public void close() {
    listener.close();
  }

  private void serve(Socket socket) throws IOException {
    StreamRequest request = StreamRequest.read(socket.getInputStream());
    requests.add(request);
    Refusal refusal = refusals.poll();
    if (refusal == null && request.fault() != 0) refusal = new Refusal(request.fault(), "not acceptable\n");
    if (refusal == null) {
      stream(socket, request);
    } else if (refusal.code() == 0) {
      socket.getInputStream().read();
    } else {
      socket.getOutputStream()
          .write("HTTP/1.1 %d Refused\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
              .formatted(refusal.code(), refusal.body().length(), refusal.body())
              .getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void stream(Socket socket, StreamRequest request) throws IOException {
    connections.incrementAndGet(); // before the client knows
    ServedStream stream = new ServedStream(socket, gzip && request.acceptsGzip());
    streams.add(stream);
    try {
      // The client has nothing more to say: this returns when it goes away.
      socket.getInputStream().read();
    } finally {
      streams.remove(stream);
    }
  }
}
