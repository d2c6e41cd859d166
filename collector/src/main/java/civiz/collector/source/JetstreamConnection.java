package civiz.collector.source;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription, with an HttpClient of its own, so that closing it ends its threads also while it still connects.
 * Belongs to one thread, which takes from it what was heard. A feed may be quiet for hours: after half the silence
 * that is tolerated the server is sent a ping, and when nothing comes in the other half the connection is dead.
 */
final class JetstreamConnection implements AutoCloseable {
  /** For the name look-up, TCP, TLS and the handshake together. */
  private static final Duration CONNECT = Duration.ofSeconds(10);
  /** For the client's threads, which are told to end and wait for nobody. */
  private static final Duration END = Duration.ofSeconds(1);

  private final BlockingQueue<JetstreamHeard> heard = new LinkedBlockingQueue<>();
  private final JetstreamListener listener;
  private final HttpClient client;
  private final long halfSilence;
  private @Nullable WebSocket webSocket;
  private boolean pinged;
  private long pingedAt;

  /**
   * Begins to connect, and returns at once.
   *
   * @param url       with its query
   * @param most      how long connecting may take; 10 s at most
   * @param silence   how long the server may send nothing at all
   * @param malformed told, on another thread, of messages that are none
   */
  JetstreamConnection(URI url, Duration most, Duration silence, Consumer<String> malformed) {
    Duration connect = most.compareTo(CONNECT) < 0 ? most : CONNECT;
    halfSilence = silence.toNanos() / 2;
    listener = new JetstreamListener(heard, malformed);
    client = HttpClient.newBuilder().connectTimeout(connect).build();
    CompletableFuture<WebSocket> opening = client.newWebSocketBuilder().connectTimeout(connect)
        .header("User-Agent", "civiz-collector").buildAsync(url, listener);
    endOnFailure(opening);
  }

  private void endOnFailure(CompletableFuture<WebSocket> attempt) {
    attempt.exceptionally(failure -> {
      heard.add(new JetstreamHeard.End(JetstreamFailure.of(failure)));
      return null;
    });
  }

  /**
   * Waits for what is heard next.
   *
   * @param most how long
   * @return null when there is nothing yet
   */
  @Nullable
  JetstreamHeard next(Duration most) throws InterruptedException {
    JetstreamHeard next = heard.poll(most.toNanos(), TimeUnit.NANOSECONDS);
    WebSocket open = webSocket;
    if (next instanceof JetstreamHeard.Open opened) {
      webSocket = opened.webSocket();
    } else if (next instanceof JetstreamHeard.Message && open != null) {
      open.request(1);
    } else if (next == null && open != null && isDead(open)) {
      return new JetstreamHeard.End(JetstreamFailure.SILENT);
    }
    return next;
  }

  private boolean isDead(WebSocket open) {
    long now = System.nanoTime();
    if (pinged && listener.latest() - pingedAt > 0) pinged = false;
    if (pinged) return now - pingedAt > halfSilence;
    if (now - listener.latest() > halfSilence) {
      pinged = true;
      pingedAt = now;
      endOnFailure(open.sendPing(ByteBuffer.allocate(0)));
    }
    return false;
  }

  /** Breaks it off: a server needs no goodbye, and a dead one would not answer it. */
  @Override
  public void close() {
    WebSocket open = webSocket;
    if (open != null) open.abort();
    client.shutdownNow();
    try {
      client.awaitTermination(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
