package civiz.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * A stand-in for a server of Bluesky's Jetstream, version 1: {@code GET /subscribe} over a real socket and real
 * WebSocket frames. Like the real one it keeps what happened and plays it back from a cursor, sends only the wanted
 * collections, but the events of identities and accounts to all, and leaves out messages over the subscriber's size.
 * And everything that goes wrong with such servers, on command:
 *
 * <pre>{@code
 * try (JetstreamServer server = JetstreamServer.start(); JetstreamServer other = server.another()) {
 *   // … start what is tested with server.url() and other.url(), then:
 *   server.commit("create", "did:plc:ada", "app.beaconbits.beacon", "3k1", "{…}");
 *   server.account("did:plc:ada", "deleted");
 *   server.cut();      // the open connections break off; what happens meanwhile can be asked for by a cursor
 *   server.goSilent(); // they stay open and nothing comes, no pong either
 * }
 * }</pre>
 *
 * <p>Methods may be called from any thread. What is sent without being an event goes to every open connection; when
 * there is none, sending waits for one.
 */
public final class JetstreamServer implements AutoCloseable {
  /** How long sending waits for a connection: longer than any client's first backoff. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ServerSocket listener;
  private final JetstreamLog log;
  private final List<ServedWebSocket> open = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<JetstreamRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean down;
  private volatile boolean anySize;

  private JetstreamServer(ServerSocket listener, JetstreamLog log) {
    this.listener = listener;
    this.log = log;
  }

  /** Starts on a free port of the loopback interface, with an empty past. */
  public static JetstreamServer start() {
    return start(new JetstreamLog());
  }

  /** Starts another server of the same network: both serve the same events, whichever is told of them. */
  public JetstreamServer another() {
    return start(log);
  }

  private static JetstreamServer start(JetstreamLog log) {
    try {
      JetstreamServer server = new JetstreamServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          log);
      Thread.ofVirtual().name("jetstream-server").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where to subscribe. */
  public URI url() {
    return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/subscribe");
  }

  /** How many subscriptions were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** How many are open now. */
  public int open() {
    return open.size();
  }

  /** Every request so far, also the refused ones. */
  public List<JetstreamRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * Something happened to a record.
   *
   * @param operation create, update or delete
   * @param record    its JSON; not sent with a delete
   * @return the event's time, microseconds since 1970
   */
  public long commit(String operation, String did, String collection, String rkey, String record) {
    String member = operation.equals("delete")
        ? ""
        : ",\"record\":" + record + ",\"cid\":\"bafyreib2rxk3rh6kzw\"";
    return log.add(collection,
        ("{\"did\":\"%s\",\"time_us\":%%d,\"kind\":\"commit\",\"commit\":{\"rev\":\"3l3qo2vutsw2b\",\"operation\":\"%s\","
            + "\"collection\":\"%s\",\"rkey\":\"%s\"").formatted(did, operation, collection, rkey) + member
            + "}}");
  }

  /** An account has this status now; {@code active} is one of them here. */
  public long account(String did, String status) {
    String what = status.equals("active") ? "true" : "false,\"status\":\"" + status + '"';
    return log.add("", ("{\"did\":\"%1$s\",\"time_us\":%%d,\"kind\":\"account\",\"account\":{\"active\":%2$s,"
        + "\"did\":\"%1$s\",\"seq\":1409753013,\"time\":\"2024-09-05T06:11:04.870Z\"}}")
        .formatted(did, what));
  }

  /** An account has this handle now. */
  public long identity(String did, String handle) {
    return log.add("",
        ("{\"did\":\"%1$s\",\"time_us\":%%d,\"kind\":\"identity\",\"identity\":{\"did\":\"%1$s\","
            + "\"handle\":\"%2$s\",\"seq\":1409752997,\"time\":\"2024-09-05T06:11:04.870Z\"}}")
            .formatted(did, handle));
  }

  /** Sends this text as a message; it is no event, and no cursor brings it back. */
  public void send(String message) {
    toAll(socket -> socket.text(message));
  }

  /** Sends a message in frames of so many bytes, with pings between them. */
  public void sendFragments(String message, int size) {
    toAll(socket -> socket.fragments(message, size));
  }

  /** Sends a frame that announces more than it has. */
  public void announce(long length, String sent) {
    toAll(socket -> socket.announce(length, sent));
  }

  /** Sends these bytes as they are, which may be no frames at all. */
  public void sendRaw(byte[] bytes) {
    toAll(socket -> socket.raw(bytes));
  }

  /** From now on ignores the size that subscribers ask for. */
  public void sendAnySize() {
    anySize = true;
  }

  /** Answers the next request with an HTTP error; called again, the one after it too. 0 is no answer at all. */
  public void refuseNext(int code) {
    refusals.add(code);
  }

  /** Ends the open connections with a close frame. */
  public void end(int code) {
    leave(socket -> socket.close(code));
  }

  /** Breaks the open connections off: the client sees a reset. */
  public void cut() {
    leave(ServedWebSocket::cut);
  }

  /** Breaks the open connections off, and every new one until it is {@link #up}. */
  public void down() {
    down = true;
    cut();
  }

  /** Serves again. */
  public void up() {
    down = false;
  }

  /** Keeps the open connections, and sends nothing more over them, no pong either; new ones are not affected. */
  public void goSilent() {
    open.forEach(ServedWebSocket::goSilent);
  }

  /** Breaks every connection off and stops listening. */
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets)
        socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is done to a connection; a client that went away meanwhile is no failure. */
  private interface Action {
    void on(ServedWebSocket socket) throws IOException;
  }

  private void toAll(Action action) {
    if (open.isEmpty()) Awaitility.await("a connection is open").atMost(PATIENCE).until(() -> open() > 0);
    open.forEach(socket -> attempt(socket, action));
  }

  /** At once not open any more, so that what is sent next waits for the next one. */
  private void leave(Action lastAction) {
    open.forEach(socket -> {
      open.remove(socket);
      attempt(socket, lastAction);
    });
  }

  private void attempt(ServedWebSocket socket, Action action) {
    try {
      action.on(socket);
    } catch (IOException e) {
      open.remove(socket);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().name("jetstream-server-connection").start(() -> serve(socket));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (down) {
        socket.setSoLinger(true, 0);
        return;
      }
      JetstreamRequest request = JetstreamRequest.read(socket.getInputStream());
      requests.add(request);
      Integer refusal = refusals.poll();
      if (refusal == null && request.fault() != 0) refusal = request.fault();
      if (refusal == null) {
        subscribe(socket, request);
      } else if (refusal == 0) {
        socket.getInputStream().read();
      } else {
        socket.getOutputStream().write("HTTP/1.1 %d Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(refusal).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // the client went away
    } finally {
      sockets.remove(socket);
    }
  }

  private void subscribe(Socket socket, JetstreamRequest request) throws IOException {
    connections.incrementAndGet(); // before the client knows
    ServedWebSocket webSocket = new ServedWebSocket(socket,
        request.headers().getOrDefault("sec-websocket-key", ""));
    List<String> wanted = request.query().getOrDefault("wantedCollections", List.of());
    long most = request.number("maxMessageSizeBytes", 0);
    Consumer<JetstreamLog.Entry> follower = entry -> {
      boolean asked = entry.collection().isEmpty() || wanted.isEmpty() || wanted.contains(entry.collection());
      boolean fits = anySize || most <= 0 || entry.json().getBytes(StandardCharsets.UTF_8).length <= most;
      if (asked && fits) attempt(webSocket, to -> to.text(entry.json()));
    };
    open.add(webSocket);
    log.follow(request.number("cursor", 0), follower);
    try {
      webSocket.read();
    } finally {
      log.leave(follower);
      open.remove(webSocket);
    }
  }
}
