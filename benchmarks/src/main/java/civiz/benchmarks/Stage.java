package civiz.benchmarks;

import civiz.testing.FreePort;
import civiz.testing.TestRedis;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis, the real web process and a browser. Used by one thread. */
final class Stage implements AutoCloseable {
  private static final Pattern ASSETS = Pattern.compile("/assets/[^/\"]+");
  private static final Pattern IMPORTS = Pattern.compile("<script type=\"importmap\">.*?</script>",
      Pattern.DOTALL);
  private static final Pattern LEAFLET_STYLE = Pattern.compile("<link [^>]*leaflet\\.css\">");

  final TestRedis redis = new TestRedis().open();
  final Server server = new Server(Contender.named("civiz"), redis.uri(), FreePort.next());
  final Chromium chromium = new Chromium();

  /** The map's address. */
  String map() {
    return "http://127.0.0.1:" + server.address().getPort() + "/";
  }

  /** Opens a page with Leaflet's own points, which reads the same feed with the same code. */
  void openPeer(Tab tab) {
    tab.open(map());
    String index = tab.evaluate("fetch('/').then((index) => index.text())").asString();
    String html = Chromium.resource("peer.html").replace("{{assets}}", find(ASSETS, index))
        .replace("{{importmap}}", find(IMPORTS, index))
        .replace("{{leaflet.css}}", find(LEAFLET_STYLE, index));
    tab.open(URI.create(map()).resolve("/peer").toString(), html);
  }

  private static String find(Pattern pattern, String html) {
    Matcher found = pattern.matcher(html);
    if (!found.find()) throw new IllegalStateException("the page has nothing like " + pattern);
    return found.group();
  }

  @Override
  public void close() {
    chromium.close();
    server.close();
    redis.close();
  }
}
