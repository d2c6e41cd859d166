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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for X's API v2: {@code /2/tweets/search/stream} and its {@code /rules} over HTTP/1.1 on a real socket.
 * Requests that X would not take get X's answers: 401 without the token, 400 for parameters, fields or bodies that
 * are not in X's schema, 409 without a rule, 429 for a second connection, an error for each rule that is invalid
 * or there already. And everything that goes wrong, on command:
 *
 * <pre>{@code
 * try (XApiServer server = XApiServer.start()) {
 *   // … start what is tested with server.baseUrl() and XApiServer.TOKEN, then:
 *   server.post(XPosts.at(-87.63, 41.88).text("Hello").json());
 *   server.failStream(XApiAnswer.unavailable());  // what the next request for the stream is answered with
 *   server.cut();                                 // the open stream breaks off
 * }
 * }</pre>
 *
 * <p>What is sent goes to the open stream; when there is none, sending waits for one. All that the server sends is
 * held against X's schema first, unless the test says that it is garbage: what X would not send throws where the
 * test sends it. Methods may be called from any thread.
 */
public final class XApiServer implements AutoCloseable {
  /** The only bearer token it takes. */
  public static final String TOKEN = "AAAAexampleBearerToken%3Dexample";

  private static final String STREAM = "/2/tweets/search/stream";
  private static final String RULES = STREAM + "/rules";
  /** The real one takes 20 s; a test has no time for that. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
  /** How long a new stream waits for the end of the one before, of which its client may be sure already. */
  private static final Duration TAKEOVER = Duration.ofSeconds(1);

  private final LoopbackListener listener = new LoopbackListener("x-api-server");
  private final ServedStreams streams = new ServedStreams();
  private final Semaphore connection = new Semaphore(1);
  private final List<XApiRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<XApiAnswer> streamFailures = new ConcurrentLinkedQueue<>();
  private final Queue<XApiAnswer> rulesFailures = new ConcurrentLinkedQueue<>();
  private final XApiRules rules = new XApiRules();
  private final AtomicInteger connections = new AtomicInteger();

  private XApiServer() {
    listener.start(this::serve);
    listener.every(KEEP_ALIVE, streams::keepAlive);
  }

  /** Starts on a free port of the loopback interface. */
  public static XApiServer start() {
    return new XApiServer();
  }

  /** What X_API_BASE_URL is to be. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  /** How many streams were opened so far; refused ones do not count. */
  public int connections() {
    return connections.get();
  }

  /** How many streams are open now. */
  public int open() {
    return streams.size();
  }

  /** Every request so far, also the refused ones. */
  public List<XApiRequest> requests() {
    return List.copyOf(requests);
  }

  /** The rules there are, oldest first. */
  public List<XApiRule> rules() {
    return rules.all();
  }

  /** Adds a rule that this client did not, unchecked; an empty tag is none. */
  public XApiRule addForeignRule(String value, String tag) {
    return rules.add(value, tag);
  }

  /** Lists no more rules than this in one answer. */
  public void pageSize(int rulesPerPage) {
    rules.pageSize(rulesPerPage);
  }

  /** Answers the next request for the stream so; called again, the one after it too. */
  public void failStream(XApiAnswer answer) {
    streamFailures.add(answer.checked());
  }

  /** Answers the next request for the rules, or to change them, so; called again, the one after it too. */
  public void failRules(XApiAnswer answer) {
    rulesFailures.add(answer.checked());
  }

  /**
   * Sends a line.
   *
   * @throws IllegalArgumentException when X would not send it
   */
  public void post(String json) {
    XApiSchema.require("StreamPostsResponse", json);
    sendRaw((json + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Sends these bytes as they are, whatever they are: garbage, half a line, several. */
  public void sendRaw(byte[] bytes) {
    streams.toAll(stream -> stream.write(bytes));
  }

  /** Says why the stream ends now. It does not end it: {@link #end()} does. */
  public void disconnect(String type, String detail) {
    post(XApiSchema.JSON.createObjectNode().set("errors", XApiSchema.JSON.createArrayNode().add(
        XApiAnswer.problem("operational-disconnect", "operational-disconnect", detail).put("disconnect_type",
            type)))
        .toString());
  }

  /** Keeps the connection open and sends nothing more by itself, no keep-alive either; the next is not affected. */
  public void goSilent() {
    streams.goSilent();
  }

  /** Ends the open stream as HTTP has it: with the last chunk. */
  public void end() {
    streams.leave(ServedStream::end);
  }

  /** Breaks the open stream off: the client sees a reset. */
  public void cut() {
    streams.leave(ServedStream::cut);
  }

  /** Breaks the open stream by something that is not HTTP's chunked encoding. */
  public void corrupt() {
    streams.leave(ServedStream::corrupt);
  }

  /** Breaks every connection off and stops listening. */
  @Override
  public void close() {
    listener.close();
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    XApiRequest request = XApiRequest.read(socket.getInputStream());
    requests.add(request);
    XApiAnswer answer = refusal(request);
    if (answer == null && request.path().equals(STREAM)) {
      answer = stream(socket, request);
    } else if (answer == null) {
      answer = request.method().equals("GET")
          ? rules.list(request.query())
          : rules.update(request.query(), request.body());
    }
    if (answer == null) return;
    if (answer.status() != 0) socket.getOutputStream().write(answer.checked().http());
    if (!answer.isComplete()) socket.getInputStream().read();
  }

  /** What the test wants for this request, or X does not like about it; null when it is to be served. */
  private @Nullable XApiAnswer refusal(XApiRequest request) {
    boolean stream = request.path().equals(STREAM) && request.method().equals("GET");
    boolean rule = request.path().equals(RULES) && List.of("GET", "POST").contains(request.method());
    if (!stream && !rule) return XApiAnswer.notFound();
    XApiAnswer failure = (stream ? streamFailures : rulesFailures).poll();
    if (failure != null) return failure;
    if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) return XApiAnswer.unauthorized();
    String bad = XApiSchema.badParameter(request.path(), request.method(), request.query());
    if (bad != null) return XApiAnswer.invalidRequest("The query parameter [" + bad + "] is not valid.");
    return stream && rules.all().isEmpty() ? XApiAnswer.noRules() : null;
  }

  /** The stream until it ends, or the answer instead of it. */
  private @Nullable XApiAnswer stream(Socket socket, XApiRequest request)
      throws IOException, InterruptedException {
    if (!connection.tryAcquire(TAKEOVER.toMillis(), TimeUnit.MILLISECONDS))
      return XApiAnswer.tooManyConnections();
    try {
      connections.incrementAndGet(); // before the client knows
      ServedStream stream = new ServedStream(socket, request.acceptsGzip());
      streams.add(stream);
      try {
        // The client has nothing more to say: this returns when it goes away.
        socket.getInputStream().read();
      } finally {
        streams.remove(stream);
      }
      return null;
    } finally {
      connection.release();
    }
  }
}
