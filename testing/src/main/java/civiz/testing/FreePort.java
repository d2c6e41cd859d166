package civiz.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server that can't choose one itself, or must come back at the same one. */
public final class FreePort {
  /** Below the ports that systems give to outgoing connections, which could take it while its server is down. */
  private static final int FIRST = 10_240;
  private static final int END = 32_768;
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /** A port nobody listens on now, on any address. Another program could take it before the caller does, but hardly will. */
  public static int next() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken: the next one
      }
    }
    throw new IllegalStateException("%d ports were taken".formatted(ATTEMPTS));
  }
}
