package civiz.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.testing.FreePort;
import civiz.testing.TestRedis;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.RedisClient;

/**
 * A web process that has some posts, for the tests of one class, and for each of them a page that shows all of these; after
 * it, no defence of the page must have been breached. Used by one thread.
 */
final class PostsOnMap
    implements
      BeforeAllCallback,
      BeforeEachCallback,
      AfterEachCallback,
      AfterAllCallback {
  private final List<String> features;
  private final Map<String, String> environment;
  private final TestRedis redis = new TestRedis();
  private final Browser browser = new Browser();
  private Stack.@Nullable Web web;
  private @Nullable MapPage map;

  /** @param features published at the open door */
  PostsOnMap(List<String> features) {
    this(features, Map.of());
  }

  /**
   * @param features    published at the open door
   * @param environment of the web process
   */
  PostsOnMap(List<String> features, Map<String, String> environment) {
    this.features = features;
    this.environment = environment;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    browser.open();
    redis.open();
    web = Stack.web(redis.uri(), FreePort.next(), environment).awaitReady();
    try (RedisClient client = RedisClient.create(redis.uri())) {
      features.forEach(feature -> client.publish("civiz:{chicago}", feature));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    map = open("");
    assertThat(rows()).hasCount(features.size());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (map == null) return;
    try {
      assertThat(map.breaches()).isEmpty();
    } finally {
      map.close();
      map = null;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (web != null) web.close();
    redis.close();
    browser.close();
  }

  /** Another page with this query in its address, for the caller to close. */
  MapPage open(String query) {
    return openAt(URI.create(uri() + "/" + query));
  }

  /**
   * Another page of the web process, for the caller to close.
   *
   * @param before called before anything is loaded
   */
  MapPage open(Consumer<Page> before) {
    return browser.open(uri(), before);
  }

  /** Another page at an address, for the caller to close. */
  MapPage openAt(URI address) {
    return browser.open(address);
  }

  /** Where Redis is. */
  URI redis() {
    return redis.uri();
  }

  /** Where the web process is. */
  URI uri() {
    if (web == null) throw new IllegalStateException("the web process has not started");
    return web.uri();
  }

  /** The test's page. */
  MapPage map() {
    if (map == null) throw new IllegalStateException("the page is not open");
    return map;
  }

  Page page() {
    return map().page;
  }

  /** The rows of the list in the test's page. */
  Locator rows() {
    return page().locator(".row");
  }
}
