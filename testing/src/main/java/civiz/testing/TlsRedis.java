package civiz.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Speaks TLS with a self-signed certificate for a Redis that speaks none, as Heroku's Key-Value Store does. Callable on
 * any thread; each connection is carried by two virtual threads of its own.
 */
public final class TlsRedis implements AutoCloseable {
  private static final String PASSWORD = "of-a-test";

  private final URI redis;
  private final Path folder;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile SSLContext context;

  /**
   * Listens on a free port.
   *
   * @param folder for the certificate
   */
  public TlsRedis(URI redis, Path folder) {
    this.redis = redis;
    this.folder = folder;
    context = context();
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private SSLContext context() {
    Path file = folder.resolve("certificate.p12");
    try {
      Files.deleteIfExists(file);
      Process keytool = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-keystore", file.toString(),
          "-storetype", "PKCS12", "-storepass", PASSWORD).redirectErrorStream(true).start();
      String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
      if (keytool.waitFor() != 0) throw new IllegalStateException(output);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD.toCharArray());
      }
      KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(keys.getKeyManagers(), null, null);
      return made;
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code scheme://localhost:port}. */
  public String url(String scheme) {
    return scheme + "://localhost:" + listener.getLocalPort();
  }

  /** Has another certificate from now on, and ends the connections there are, as a server does that is replaced. */
  public void replaceCertificate() {
    context = context();
    cut();
  }

  /** Ends the connections there are. */
  public void cut() {
    open.forEach(TlsRedis::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket plain = listener.accept();
        SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        client.setUseClientMode(false);
        Socket server = new Socket(redis.getHost(), redis.getPort());
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> carry(client, server));
        Thread.ofVirtual().start(() -> carry(server, client));
      } catch (IOException e) {
        // closed, or Redis is away
      }
    }
  }

  private void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one end is gone, and so is the other now
    }
    close(from);
    close(to);
    open.remove(from);
    open.remove(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone all the same
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
