package civiz.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.testing.MapTiles;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server of map tiles: blue ones below {@code /light/}, black ones below {@code /dark/}, and {@code /tiles.json}, which
 * describes the blue ones. It answers on threads of its own.
 */
final class TileServer implements AutoCloseable {
  /** For whoever is named on the map; parts of it would do harm. */
  static final String HOSTILE = "<img src=x onerror='alert(1)'>© <a href='javascript:alert(2)'>Evil</a>"
      + "<script>alert(3)</script> <a href='https://maps.example/' onclick='alert(4)'>City</a>";

  private final HttpServer server;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final List<String> referrers = new CopyOnWriteArrayList<>();

  TileServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] blue = MapTiles.png(0x9cc4e4);
    byte[] black = MapTiles.png(0x10181f);
    byte[] json = """
        {"tilejson":"3.0.0","tiles":["%s"],"minzoom":0,"maxzoom":12,"attribution":"%s"}"""
        .formatted(url("/light/{z}/{x}/{y}.png"), HOSTILE).getBytes(UTF_8);
    server.createContext("/light/", exchange -> answer(exchange, "image/png", blue));
    server.createContext("/dark/", exchange -> answer(exchange, "image/png", black));
    server.createContext("/tiles.json", exchange -> answer(exchange, "application/json", json));
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  /** From now on what begins with this path can't be had. */
  void fail(String path) {
    failing.add(path);
  }

  /** All of it can be had again. */
  void recover() {
    failing.clear();
  }

  /** What the requests said of the page that they came from. */
  List<String> referrers() {
    return referrers;
  }

  private void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      referrers.add(String.valueOf(exchange.getRequestHeaders().getFirst("Referer")));
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
      if (failing.stream().anyMatch(path::startsWith)) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
