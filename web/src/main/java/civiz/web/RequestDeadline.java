package civiz.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that say nothing, or whose request comes in byte by byte. Jetty's own time-out is for silence
 * alone, every byte begins it anew, and it has to be longer than a router keeps its connections. Connections that
 * stand idle after a whole request are left to it, and those that became viewers to the {@link Viewer}.
 *
 * <p>A bean of its connector, which starts and stops it. Now and then it looks through the connections there are, on
 * a thread of the connector's scheduler, and remembers only what it saw last.
 */
final class RequestDeadline extends AbstractLifeCycle {
  private final ServerConnector connector;
  private final Duration look;
  private final Runnable counter;
  private Map<Connection, Seen> last = Map.of();
  private volatile Scheduler.@Nullable Task next;

  /**
   * Watches the connections of a connector.
   *
   * @param patience how long a request may take; it is given up after this at the latest, and not before half of it
   * @param counter  called for each connection that is closed
   */
  RequestDeadline(ServerConnector connector, Duration patience, Runnable counter) {
    this.connector = connector;
    this.look = patience.dividedBy(2);
    this.counter = counter;
  }

  /**
   * What one connection had sent when it was looked at.
   *
   * @param requests whole ones
   * @param begun    whether a request had begun, or not even the first one had
   */
  private record Seen(long bytes, long requests, boolean begun) {
    static final Seen NOTHING = new Seen(-1, 0, false);

    Seen now(Connection connection) {
      long bytesNow = connection.getBytesIn();
      long requestsNow = connection.getMessagesIn();
      return new Seen(bytesNow, requestsNow, requestsNow == requests && (begun || bytesNow > bytes));
    }

    boolean late(Seen now) {
      return begun && now.begun;
    }
  }

  @Override
  protected void doStart() {
    again();
  }

  @Override
  protected void doStop() {
    Scheduler.Task task = next;
    if (task != null) task.cancel();
  }

  private void again() {
    next = connector.getScheduler().schedule(this::look, look.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    again();
    Map<Connection, Seen> seen = new HashMap<>();
    for (EndPoint end : connector.getConnectedEndPoints()) {
      Connection connection = end.getConnection();
      if (connection == null || connection instanceof WebSocketConnection) continue;
      Seen before = last.getOrDefault(connection, Seen.NOTHING);
      Seen now = before.now(connection);
      if (before.late(now)) {
        counter.run();
        end.close();
      } else {
        seen.put(connection, now);
      }
    }
    last = seen;
  }
}
