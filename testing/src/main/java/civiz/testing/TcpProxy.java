package civiz.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between two ends of TCP connections and breaks them on demand: all of them, in one way at a time, until it
 * is told otherwise. Callable from any thread; each connection is carried by two virtual threads of its own.
 */
public final class TcpProxy implements AutoCloseable {
  private enum Mode {
    CARRY, STALL, SWALLOW, REFUSE
  }

  private static final int CHUNK = 16 * 1024;

  private volatile InetSocketAddress target;
  private final ServerSocket listener;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition modeChanged = lock.newCondition();
  private volatile Mode mode = Mode.CARRY;
  private volatile Duration delay = Duration.ZERO;

  /** Listens on a free port of the loopback interface and carries everything to the target. */
  public TcpProxy(String host, int port) {
    target = new InetSocketAddress(host, port);
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("tcp-proxy-accept").start(this::accept);
  }

  /** In front of the server of a URI that names its port. */
  public TcpProxy(URI uri) {
    this(uri.getHost(), uri.getPort());
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The URI of the target, by way of the proxy. */
  public URI uri(String scheme) {
    return URI.create("%s://%s:%d".formatted(scheme, listener.getInetAddress().getHostAddress(), port()));
  }

  /** Carries again. Connections that lost bytes to {@link #swallow} end; stalled ones go on where they were. */
  public void carry() {
    if (mode == Mode.SWALLOW) cut();
    become(Mode.CARRY);
  }

  /** Holds every connection, open and new: nothing passes, nothing is lost, the ends see full buffers. */
  public void stall() {
    become(Mode.STALL);
  }

  /** Takes everything and gives nothing on, as a network does that lost the way: the ends see silence. */
  public void swallow() {
    become(Mode.SWALLOW);
  }

  /** Resets all connections, and new ones as they come. */
  public void refuse() {
    become(Mode.REFUSE);
    cut();
  }

  /** Resets the connections there are; new ones are carried. */
  public void cut() {
    pairs.forEach(Pair::reset);
  }

  /** Lets every chunk of bytes wait this long, in either direction. */
  public void delay(Duration each) {
    delay = each;
  }

  /** Carries new connections to another server; those there are stay with theirs. */
  public void target(URI uri) {
    target = new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  /**
   * Forgets the connections there are, as a firewall or a dead host does: whatever their clients send is taken, and
   * nothing ever comes back, not even an end. New ones are carried.
   */
  public void lose() {
    pairs.forEach(Pair::lose);
  }

  /** How many connections it holds. */
  public int connections() {
    return pairs.size();
  }

  /** Resets all connections and stops listening. */
  @Override
  public void close() {
    become(Mode.REFUSE);
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void become(Mode next) {
    lock.lock();
    try {
      mode = next;
      modeChanged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitUnstalled() throws InterruptedException {
    lock.lock();
    try {
      while (mode == Mode.STALL)
        modeChanged.await();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Pair pair = new Pair(listener.accept(), new Socket());
        pairs.add(pair);
        if (mode == Mode.REFUSE) pair.reset();
        Thread.ofVirtual().name("tcp-proxy-connect").start(pair::connect);
      } catch (IOException e) {
        // closed: the loop's condition ends it
      }
    }
  }

  /** One connection: what came in and what goes out. */
  private final class Pair {
    private final Socket client;
    private final Socket server;
    private volatile boolean lost;

    Pair(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void connect() {
      try {
        server.connect(target);
        Thread.ofVirtual().name("tcp-proxy-back").start(() -> pass(server, client));
        pass(client, server);
      } catch (IOException e) {
        reset();
      }
    }

    private void pass(Socket from, Socket to) {
      byte[] chunk = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        while (true) {
          awaitUnstalled();
          int length = in.read(chunk);
          if (length < 0) break;
          if (!delay.isZero()) TimeUnit.NANOSECONDS.sleep(delay.toNanos());
          awaitUnstalled();
          if (mode == Mode.CARRY && !lost) out.write(chunk, 0, length);
        }
        if (!isUntold(from)) end();
      } catch (IOException | InterruptedException e) {
        if (!isUntold(from)) reset();
      }
    }

    /** The client of a lost connection does not learn what becomes of the server. */
    private boolean isUntold(Socket ended) {
      return lost && ended.equals(server);
    }

    void lose() {
      lost = true;
      try {
        linger(server);
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Neither end is told of half a close: whoever closes, closes both. */
    private void end() throws IOException {
      pairs.remove(this);
      client.close();
      server.close();
    }

    void reset() {
      try {
        linger(client);
        linger(server);
        end();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void linger(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
      } catch (SocketException e) {
        // closed already
      }
    }
  }
}
