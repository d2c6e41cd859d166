package civiz.collector;

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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Speaks TLS with a self-signed certificate for a Redis that speaks none, as Heroku's Key-Value Store does. */
final class TlsRedis implements AutoCloseable {
  private static final String PASSWORD = "of-a-test";

  private final URI redis;
  private final ServerSocket listener;

  /** @param folder for the certificate */
  TlsRedis(URI redis, Path folder) {
    this.redis = redis;
    try {
      listener = context(folder).getServerSocketFactory().createServerSocket(0, 50,
          InetAddress.getLoopbackAddress());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private static SSLContext context(Path folder) throws IOException, GeneralSecurityException {
    Path file = folder.resolve("certificate.p12");
    Process keytool = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-keystore", file.toString(), "-storetype",
        "PKCS12", "-storepass", PASSWORD).redirectErrorStream(true).start();
    try {
      String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
      if (keytool.waitFor() != 0) throw new IllegalStateException(output);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** {@code scheme://localhost:port}. */
  String url(String scheme) {
    return scheme + "://localhost:" + listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(redis.getHost(), redis.getPort());
        Thread.ofVirtual().start(() -> carry(client, server));
        Thread.ofVirtual().start(() -> carry(server, client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from; to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one end is gone, and so is the other now
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
