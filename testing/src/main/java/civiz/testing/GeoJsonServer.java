package civiz.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A web server with one feed, over HTTP/1.1 on a real socket, that also does what no library would: lies about
 * lengths, trickles, breaks off.
 *
 * <pre>{@code
 * try (GeoJsonServer server = GeoJsonServer.start(GeoJsonReply.document(json))) {
 *   // … poll server.url(), then:
 *   server.reply(GeoJsonReply.status(503, "Retry-After: 2"));  // from now on
 *   server.stop();     // nobody listens
 *   server.restart();  // at the same address
 * }
 * }</pre>
 *
 * <p>Methods may be called from any thread.
 */
public final class GeoJsonServer implements AutoCloseable {
  private static final String PATH = "/feed.geojson";

  private final InetSocketAddress address;
  private final List<GeoJsonRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Thread> connections = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile GeoJsonReply reply;
  private volatile ServerSocket listener;
  private volatile Thread acceptor;

  private GeoJsonServer(GeoJsonReply reply) throws IOException {
    this.reply = reply;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    acceptor = accept(listener);
  }

  /** Starts on a free port of the loopback interface. */
  public static GeoJsonServer start(GeoJsonReply reply) {
    try {
      GeoJsonServer server = new GeoJsonServer(reply);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The feed's address, with a token that nobody else may see. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + address.getPort() + PATH + "?token=hush");
  }

  /** Answers every request so, from now on. */
  public void reply(GeoJsonReply reply) {
    this.reply = reply;
  }

  /** Every request so far. */
  public List<GeoJsonRequest> requests() {
    return List.copyOf(requests);
  }

  /** Breaks every connection off and stops listening. */
  public void stop() {
    try {
      listener.close();
      acceptor.join(); // only then the port is free
      for (Socket socket : sockets)
        socket.close();
      connections.forEach(Thread::interrupt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listens again. */
  public void restart() {
    try {
      ServerSocket again = new ServerSocket();
      again.setReuseAddress(true);
      again.bind(address);
      listener = again;
      acceptor = accept(again);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private Thread accept(ServerSocket from) {
    return Thread.ofVirtual().name("geojson-server").start(() -> {
      while (!from.isClosed()) {
        try {
          Socket socket = from.accept();
          sockets.add(socket);
          connections.add(Thread.ofVirtual().name("geojson-server-connection").start(() -> serve(socket)));
        } catch (SocketException e) {
          return; // stopped
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    });
  }

  private void serve(Socket socket) {
    try (socket) {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      boolean open = true;
      while (open) {
        StreamRequest read = StreamRequest.read(socket.getInputStream());
        GeoJsonRequest request = new GeoJsonRequest(read.path(), read.headers(), System.nanoTime());
        requests.add(request);
        open = reply.write(request, out);
        out.flush();
      }
    } catch (IOException e) {
      // the client went away, or the test stops the server
    } finally {
      sockets.remove(socket);
    }
  }
}
