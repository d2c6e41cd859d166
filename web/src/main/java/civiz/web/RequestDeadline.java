package civiz.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * Closes connections that say nothing, or whose request comes in byte by byte. Jetty's own time-out is for silence
 * alone, every byte begins it anew, and it has to be longer than a router keeps its connections. Connections that
 * stand idle after a whole request are left to it, and those that became viewers to the {@link Viewer}. Jetty calls it
 * on its threads; to look costs nothing.
 */
final class RequestDeadline implements Connection.Listener {
  private final ServerConnector connector;
  private final Duration look;
  private final Runnable counter;

  /**
   * Watches the connections of a connector that has not started.
   *
   * @param patience how long a request may take; it is given up after this at the latest, and not before half of it
   * @param counter  called for each connection that is closed
   */
  RequestDeadline(ServerConnector connector, Duration patience, Runnable counter) {
    this.connector = connector;
    this.look = patience.dividedBy(2);
    this.counter = counter;
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof WebSocketConnection)) new Watch(connection).again();
  }

  /** What one connection had sent when it was looked at last. */
  private final class Watch implements Runnable {
    private final Connection connection;
    private long bytes = -1;
    private long requests;
    private boolean begun;

    Watch(Connection connection) {
      this.connection = connection;
    }

    void again() {
      connector.getScheduler().schedule(this, look.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
      var end = connection.getEndPoint();
      if (!end.isOpen() || !connection.equals(end.getConnection())) return;
      boolean none = connection.getMessagesIn() == requests;
      if (begun && none) {
        counter.run();
        end.close();
        return;
      }
      begun = none && connection.getBytesIn() > bytes;
      bytes = connection.getBytesIn();
      requests = connection.getMessagesIn();
      again();
    }
  }
}
