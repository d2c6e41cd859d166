package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private ServerSocket echo;
  private TcpProxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::echoAll);
    proxy = new TcpProxy("127.0.0.1", echo.getLocalPort());
    client = dial();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    echo.close();
  }

  @Test
  void carriesBothWays() throws IOException {
    assertThat(echoed(client, 'a')).isEqualTo('a');
  }

  @Test
  void stalledBytesArriveWhenItCarriesAgain() throws IOException {
    echoed(client, 'a');
    proxy.stall();
    client.getOutputStream().write('b');
    assertThatThrownBy(() -> read(client)).isInstanceOf(SocketTimeoutException.class);
    proxy.carry();
    assertThat(read(client)).isEqualTo('b');
  }

  @Test
  void swallowedBytesNeverArriveAndTheirConnectionEnds() throws IOException {
    echoed(client, 'a');
    proxy.swallow();
    client.getOutputStream().write('b');
    assertThatThrownBy(() -> read(client)).isInstanceOf(SocketTimeoutException.class);
    proxy.carry();
    assertThatThrownBy(() -> read(client)).isInstanceOf(SocketException.class);
    try (Socket again = dial()) {
      assertThat(echoed(again, 'c')).isEqualTo('c');
    }
  }

  @Test
  void cutConnectionsAreResetAndNewOnesCarried() throws IOException {
    echoed(client, 'a');
    proxy.cut();
    assertThatThrownBy(() -> read(client)).isInstanceOf(SocketException.class);
    try (Socket again = dial()) {
      assertThat(echoed(again, 'b')).isEqualTo('b');
    }
  }

  @Test
  void refusesUntilItCarriesAgain() throws IOException {
    proxy.refuse();
    try (Socket refused = dial()) {
      assertThatThrownBy(() -> echoed(refused, 'a')).isInstanceOf(SocketException.class);
    }
    proxy.carry();
    try (Socket again = dial()) {
      assertThat(echoed(again, 'b')).isEqualTo('b');
    }
  }

  @Test
  void lostConnectionsHearNothingMoreAndNewOnesReachTheNewTarget() throws IOException {
    echoed(client, 'a');
    try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      proxy.lose();
      proxy.target(URI.create("tcp://127.0.0.1:" + other.getLocalPort()));
      client.getOutputStream().write('b');
      assertThatThrownBy(() -> read(client)).isInstanceOf(SocketTimeoutException.class);
      try (Socket again = dial(); Socket there = other.accept()) {
        there.getOutputStream().write('c');
        assertThat(read(again)).isEqualTo('c');
      }
    }
    assertThatThrownBy(() -> read(client)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void delaysEachWay() throws IOException {
    proxy.delay(Duration.ofMillis(60));
    long before = System.nanoTime();
    echoed(client, 'a');
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(100));
  }

  @Test
  void letsGoOfConnectionsThatEnded() throws IOException {
    echoed(client, 'a');
    assertThat(proxy.connections()).isEqualTo(1);
    client.close();
    Awaitility.await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
  }

  private Socket dial() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(300);
    return socket;
  }

  private static int echoed(Socket socket, char c) throws IOException {
    socket.getOutputStream().write(c);
    return read(socket);
  }

  private static int read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int c = in.read();
    if (c < 0) throw new SocketException("ended");
    return c;
  }

  private void echoAll() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Thread.ofVirtual().start(() -> {
          try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
          } catch (SocketException e) {
            // cut
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
      } catch (IOException e) {
        // closed
      }
    }
  }
}
