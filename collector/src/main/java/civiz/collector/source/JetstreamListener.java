package civiz.collector.source;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of messages together and queues the whole ones. HttpClient calls it, on threads of its own, one call
 * after the other, and no more often than was asked for; so whoever takes a message from the queue asks for one more,
 * and the queue is bounded. It never blocks.
 */
final class JetstreamListener implements WebSocket.Listener {
  /** Calls asked for in advance. With the longest messages these are some megabytes. */
  private static final int AHEAD = 32;
  /**
   * The longest message taken, in UTF-16 units; a server is asked for none with more bytes. It is four times what a
   * post may have, and a record has little around what a post shows.
   */
  static final int LONGEST = 128 * 1024;

  private final Queue<JetstreamHeard> heard;
  private final Consumer<String> malformed;
  private final StringBuilder message = new StringBuilder();
  private boolean tooLong;
  private volatile long latest = System.nanoTime();

  /**
   * @param heard     never full
   * @param malformed told of a message that is none
   */
  JetstreamListener(Queue<JetstreamHeard> heard, Consumer<String> malformed) {
    this.heard = heard;
    this.malformed = malformed;
  }

  /** When the server showed the latest sign of life, by {@link System#nanoTime}. Callable from any thread. */
  long latest() {
    return latest;
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    latest = System.nanoTime();
    heard.add(new JetstreamHeard.Open(webSocket));
    webSocket.request(AHEAD);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    latest = System.nanoTime();
    if (tooLong || message.length() + data.length() > LONGEST) {
      tooLong = true;
      message.setLength(0);
    } else {
      message.append(data);
    }
    if (last && !tooLong) {
      heard.add(new JetstreamHeard.Message(message.toString()));
    } else {
      if (last) malformed.accept("a message has more than " + LONGEST + " characters");
      webSocket.request(1);
    }
    if (last) {
      tooLong = false;
      message.setLength(0);
    }
    return null;
  }

  /** Jetstream sends these to those that ask for compression, which this does not. */
  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    latest = System.nanoTime();
    if (last) malformed.accept("a message is not text");
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    return signOfLife(webSocket);
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
    return signOfLife(webSocket);
  }

  private @Nullable CompletionStage<?> signOfLife(WebSocket webSocket) {
    latest = System.nanoTime();
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    heard.add(new JetstreamHeard.End(JetstreamFailure.ofClose(statusCode)));
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    heard.add(new JetstreamHeard.End(JetstreamFailure.of(error)));
  }
}
