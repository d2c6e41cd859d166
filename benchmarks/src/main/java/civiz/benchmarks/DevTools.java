package civiz.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection to Chromium by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). Commands are
 * sent and waited for by one thread, which also asks for events. What Chromium refuses is an {@link IllegalStateException}.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final StringBuilder message = new StringBuilder();
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

  /** Connects to the address that Chromium prints. */
  DevTools(String address) {
    socket = client.newWebSocketBuilder().buildAsync(URI.create(address), this).join();
  }

  /** Sends a command and waits for its result, to the browser itself or to a session with a tab. */
  JsonNode send(@Nullable String session, String method, Map<String, ?> parameters) {
    CompletableFuture<JsonNode> answer = post(session, method, parameters);
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Chromium: " + method, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a command. */
  CompletableFuture<JsonNode> post(@Nullable String session, String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    var command = JSON.createObjectNode().put("id", id).put("method", method);
    if (session != null) command.put("sessionId", session);
    command.set("params", JSON.valueToTree(parameters));
    socket.sendText(command.toString(), true).join();
    return answer;
  }

  /** The parameters of the next event with a name; those before it are forgotten. */
  JsonNode await(String event) {
    try {
      JsonNode told;
      do {
        told = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (told == null) throw new IllegalStateException("Chromium does not tell " + event);
      } while (!event.equals(told.path("method").asString()));
      return told.get("params");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
    message.append(part);
    if (isLast) {
      take(JSON.readTree(message.toString()));
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void take(JsonNode told) {
    if (!told.has("id")) {
      events.add(told);
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.remove(told.get("id").asInt());
    if (answer == null) return;
    if (told.has("error"))
      answer.completeExceptionally(new IllegalStateException(told.get("error").toString()));
    else
      answer.complete(told.get("result"));
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }
}
