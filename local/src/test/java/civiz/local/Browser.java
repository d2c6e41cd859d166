package civiz.local;

import civiz.testing.Installed;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Headless Chromium for the tests of one class, which are skipped where there is none. It starts once for all classes of a JVM
 * and ends with it; they use it one after the other.
 */
final class Browser implements BeforeAllCallback, AfterAllCallback {
  /** Street tiles and pictures come from elsewhere, and tests must not depend on that. */
  private static final String ONLY_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";

  /** On a busy machine a page may take long; Playwright's own 5 s are for quiet ones. */
  private static final double PATIENCE_MILLIS = 30_000;

  private static com.microsoft.playwright.@Nullable Browser started;

  private com.microsoft.playwright.@Nullable Browser browser;

  @Override
  public void beforeAll(ExtensionContext context) {
    open();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Starts it where it has not started; JUnit calls this where it is registered as an extension. */
  void open() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    browser = started();
  }

  /** Closes its windows; JUnit calls this where it is registered as an extension. */
  void close() {
    if (browser != null) List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    browser = null;
  }

  private static synchronized com.microsoft.playwright.Browser started() {
    if (started != null) return started;
    var chromium = Installed.find("Chromium", "chromium", "chromium-browser", "google-chrome", "chrome");
    Playwright playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "browser"));
    started = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium)
        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", ONLY_THIS_MACHINE)));
    return started;
  }

  /**
   * Opens the map in a window of its own and waits until its feed is there.
   *
   * @param scripts run in the page before its own
   */
  MapPage open(URI web, String... scripts) {
    return open(web, page -> List.of(scripts).forEach(page::addInitScript));
  }

  /**
   * Opens the map in a window of its own and waits until its feed is there.
   *
   * @param before called before anything is loaded
   */
  MapPage open(URI web, Consumer<Page> before) {
    if (browser == null) throw new IllegalStateException("the browser is not open");
    BrowserContext context = browser.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1200, 800));
    Page page = context.newPage();
    before.accept(page);
    return new MapPage(page, web);
  }
}
