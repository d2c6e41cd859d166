package civiz.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens on a free port of the loopback interface, and serves each connection on a virtual thread of its own until
 * its handler returns, the client goes away or this is closed.
 */
final class LoopbackListener implements AutoCloseable {
  private final String name;
  private final ServerSocket socket;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  /** What is done with a connection, which is closed afterwards. */
  interface Handler {
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  /** @param name what the threads' names begin with */
  LoopbackListener(String name) {
    this.name = name;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  void start(Handler handler) {
    Thread.ofVirtual().name(name).start(() -> accept(handler));
  }

  /** Does this again and again, on a thread of its own. */
  void every(Duration pause, Runnable action) {
    Thread.ofVirtual().name(name + "-every").start(() -> {
      while (!socket.isClosed()) {
        try {
          Thread.sleep(pause);
        } catch (InterruptedException e) {
          return;
        }
        action.run();
      }
    });
  }

  /** Breaks every connection off and stops listening. */
  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections)
        connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Handler handler) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().name(name + "-connection").start(() -> serve(connection, handler));
      } catch (IOException e) {
        // closed: the loop's condition ends it
      }
    }
  }

  private void serve(Socket connection, Handler handler) {
    try (connection) {
      handler.serve(connection);
    } catch (IOException e) {
      // the client went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }
}
