package civiz.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.testing.Installed;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Headless Chromium, which draws without a graphics card. It reaches nothing but this machine, so the map has no street
 * tiles. Used by one thread; where there is no Chromium the command fails and says so.
 */
final class Chromium implements AutoCloseable {
  /** The window's size, pixels: a laptop's. */
  static final int WIDTH = 1_280;
  static final int HEIGHT = 800;

  /** The peer's page does not come from the web process, and would not be let connect to this machine. */
  private static final String PEER_MAY_CONNECT = "--disable-features=LocalNetworkAccessChecks";

  private static final double PATIENCE_MILLIS = 120_000;
  private static final double MEGABYTE = 1_048_576;

  private final Playwright playwright;
  private final Browser browser;

  Chromium() {
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
        .setExecutablePath(
            Installed.find("Chromium", "chromium", "chromium-browser", "google-chrome", "chrome"))
        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", PEER_MAY_CONNECT,
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")));
  }

  /** An empty page in a window of its own, whose frames and long tasks are noted as resources/…/frames.js says. */
  Page page() {
    BrowserContext context = browser
        .newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT));
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.addInitScript(resource("frames.js"));
    page.onConsoleMessage(message -> {
      if (message.text().contains("WebSocket")) System.out.println("IN THE PAGE: " + message.text());
    });
    page.onPageError(error -> System.out.println("IN THE PAGE: " + error));
    return page;
  }

  String version() {
    return browser.version();
  }

  /** What is on the heap of the page's scripts after a collection, MB. */
  static double heap(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    try {
      session.send("HeapProfiler.collectGarbage");
      JsonObject usage = session.send("Runtime.getHeapUsage");
      return usage.get("usedSize").getAsDouble() / MEGABYTE;
    } finally {
      session.detach();
    }
  }

  /** How long the page's main thread has computed since this was asked first, milliseconds: waiting for a core is not in it. */
  static double computed(CDPSession session) {
    JsonObject ticks = new JsonObject();
    ticks.addProperty("timeDomain", "threadTicks");
    session.send("Performance.enable", ticks);
    for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      JsonObject named = metric.getAsJsonObject();
      if (named.get("name").getAsString().equals("TaskDuration"))
        return named.get("value").getAsDouble() * 1_000;
    }
    throw new IllegalStateException("Chromium does not tell how long its tasks took");
  }

  /** A file that lies beside this class. */
  static String resource(String name) {
    try (InputStream in = Chromium.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing");
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
