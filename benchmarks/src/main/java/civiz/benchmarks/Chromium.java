package civiz.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * Headless Chromium with a driver that can set the page's clock. Used by one thread; where there is no Chromium the command
 * fails and says so.
 */
final class Chromium implements AutoCloseable {
  /** The window's size, pixels: a laptop's. */
  static final int WIDTH = 1_280;
  static final int HEIGHT = 800;

  private static final double PATIENCE_MILLIS = 120_000;
  private static final double MEGABYTE = 1_048_576;

  private final Playwright playwright;
  private final Browser browser;

  Chromium() {
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
        .setExecutablePath(PlainChromium.executable())
        .setArgs(PlainChromium.ARGUMENTS));
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
