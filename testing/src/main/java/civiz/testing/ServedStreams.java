package civiz.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** The open streams of a server. What is done to them waits until there is one. Callable from any thread. */
final class ServedStreams {
  /** How long to wait for a stream to be open: longer than any client's first backoff. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<ServedStream> streams = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  /** What is done to a stream; a client that went away meanwhile is no failure. */
  interface Action {
    void on(ServedStream stream) throws IOException;
  }

  void add(ServedStream stream) {
    silent = false;
    streams.add(stream);
  }

  void remove(ServedStream stream) {
    streams.remove(stream);
  }

  int size() {
    return streams.size();
  }

  void toAll(Action action) {
    if (streams.isEmpty())
      Awaitility.await("a stream is open").atMost(PATIENCE).until(() -> !streams.isEmpty());
    streams.forEach(stream -> attempt(stream, action));
  }

  /** At once not open any more, so that what is sent next waits for the next one. */
  void leave(Action lastAction) {
    toAll(stream -> {
      streams.remove(stream);
      lastAction.on(stream);
    });
  }

  /** No keep-alives until the next stream opens. */
  void goSilent() {
    silent = true;
  }

  /** A blank line to each. */
  void keepAlive() {
    if (!silent) streams.forEach(stream -> attempt(stream, ServedStream::keepAlive));
  }

  private void attempt(ServedStream stream, Action action) {
    try {
      action.on(stream);
    } catch (IOException e) {
      streams.remove(stream);
    }
  }
}
