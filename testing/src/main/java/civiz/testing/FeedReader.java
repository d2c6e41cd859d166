package civiz.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A reader of one area's feed as contract/README.md describes it, in the plainest way: it connects for ever, resumes
 * where it was, loads what came before a fresh start, and keeps the posts it was told of. It also checks what it is told: whatever the contract forbids is
 * in {@link #complaints}. All methods are callable from any thread.
 */
public final class FeedReader implements AutoCloseable {
  /** Tests are impatient; a program for people backs off longer, and with jitter. */
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  /** Status lines come every few seconds: a longer silence is a dead connection. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private final URI server;
  private final String area;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final ScheduledExecutorService retries = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("feed-reader-retry").factory());

  private final FeedState state = new FeedState();
  private @Nullable Connection connection;
  private boolean stalled;

  /** @param server where web listens, {@code http://host:port} */
  public FeedReader(URI server, String area) {
    this.server = server;
    this.area = area;
    var _ = retries.scheduleWithFixedDelay(this::keepConnected, 0, RETRY.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Where it is, {@code epoch:seq}; null before the first hello. */
  public synchronized @Nullable String position() {
    return state.position();
  }

  /** The posts it would show now, by id. */
  public synchronized Map<String, JsonNode> posts() {
    return Map.copyOf(state.posts);
  }

  /** The numbers of the events it took, in the order of their arrival, since it last had to forget everything. */
  public synchronized List<Long> taken() {
    return List.copyOf(state.taken);
  }

  /** What it was told that the contract forbids; empty when all is well. */
  public synchronized List<String> complaints() {
    return List.copyOf(state.complaints);
  }

  /** The latest status; null before the first. */
  public synchronized @Nullable JsonNode status() {
    return state.status;
  }

  /** How often it was greeted: once a connection, and whenever it had to forget everything. */
  public synchronized int hellos() {
    return state.hellos;
  }

  /** How often, after the first time, it was told to forget everything. */
  public synchronized int resets() {
    return state.resets;
  }

  /** Whether it has a connection that was greeted. */
  public synchronized boolean connected() {
    return connection != null && state.greeted();
  }

  /** Stops reading, as a browser does whose machine sleeps: what arrives fills the buffers on the way. */
  public synchronized void stall() {
    stalled = true;
  }

  /** Reads on where it stopped. */
  public synchronized void unstall() {
    stalled = false;
    if (connection != null) connection.readOn();
  }

  /** Drops its connection without a word, as a change of networks does; it comes back by itself. */
  public synchronized void drop() {
    if (connection != null) connection.abort();
  }

  @Override
  public void close() {
    retries.shutdownNow();
    drop();
    client.shutdownNow();
  }

  private synchronized void keepConnected() {
    if (retries.isShutdown()) return;
    if (connection != null && !stalled && connection.isSilent()) connection.abort();
    if (connection == null) connect();
  }

  private void connect() {
    state.connect();
    Connection next = new Connection();
    connection = next;
    String since = position() == null ? "" : "&since=" + position();
    URI uri = URI.create(server.toString().replaceFirst("^http", "ws") + "/ws?area=" + area + since);
    var _ = client.newWebSocketBuilder().connectTimeout(CONNECT).buildAsync(uri, next)
        .exceptionally(failure -> next.gone());
  }

  /** Has everything before anyone sees anything; where that can't be had, it begins anew. */
  private void takeHistory() {
    try {
      for (String place = state.missing(); place != null; place = state.missing())
        state.takeHistory(history(place));
    } catch (IOException e) {
      state.forget();
      if (connection != null) connection.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] history(String upTo) throws IOException, InterruptedException {
    URI uri = URI.create(server + "/history?area=" + area + "&upTo=" + upTo);
    HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(uri).timeout(SILENCE).build(),
        HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() == 200) return answer.body();
    throw new IOException("%s is answered with %d".formatted(uri, answer.statusCode()));
  }

  /** One WebSocket; what arrives after the reader let go of it counts no more. */
  private final class Connection implements WebSocket.Listener {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable WebSocket socket;
    private boolean asked;
    private long heard = System.nanoTime();

    boolean isSilent() {
      return System.nanoTime() - heard > SILENCE.toNanos();
    }

    @Override
    public void onOpen(WebSocket opened) {
      synchronized (FeedReader.this) {
        socket = opened;
        if (connection == this) readOn();
        else opened.abort();
      }
    }

    void readOn() {
      if (socket == null || asked || stalled) return;
      asked = true;
      socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      synchronized (FeedReader.this) {
        message.writeBytes(part);
        if (last) {
          if (connection == this) {
            state.take(message.toByteArray());
            takeHistory();
          }
          message.reset();
        }
        goOn();
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      synchronized (FeedReader.this) {
        state.complaints.add("a text message came: " + data);
        goOn();
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
      synchronized (FeedReader.this) {
        goOn();
      }
      return null;
    }

    private void goOn() {
      heard = System.nanoTime();
      asked = false;
      readOn();
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      gone();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      gone();
    }

    @Nullable
    WebSocket gone() {
      synchronized (FeedReader.this) {
        if (connection == this) connection = null;
      }
      return null;
    }

    void abort() {
      if (socket != null) socket.abort();
      gone();
    }
  }
}
