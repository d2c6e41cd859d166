package civiz.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A tab of Chromium that is driven but not watched: a driver such as Playwright is told of every request and every message
 * of a WebSocket, which on a small machine costs a page more than the page itself. Used by one thread.
 */
final class Tab implements AutoCloseable {
  private final DevTools tools;
  private final String context;
  private final String session;

  /** An empty one in a profile of its own, whose frames and long tasks are noted as resources/…/frames.js says. */
  Tab(DevTools tools) {
    this.tools = tools;
    context = tools.send(null, "Target.createBrowserContext", Map.of()).get("browserContextId").asString();
    String target = tools.send(null, "Target.createTarget",
        Map.of("url", "about:blank", "browserContextId", context, "width", Chromium.WIDTH, "height",
            Chromium.HEIGHT))
        .get("targetId").asString();
    session = tools.send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
        .get("sessionId").asString();
    send("Page.enable", Map.of());
    send("Emulation.setDeviceMetricsOverride",
        Map.of("width", Chromium.WIDTH, "height", Chromium.HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    before(Chromium.resource("frames.js"));
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    return tools.send(session, method, parameters);
  }

  /** Runs a script in each page before its own. */
  void before(String script) {
    send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  void open(String address) {
    send("Page.navigate", Map.of("url", address));
  }

  /** Opens an address that is answered here, not by a server. */
  void open(String address, String html) {
    send("Fetch.enable", Map.of("patterns", List.of(Map.of("urlPattern", address))));
    tools.post(session, "Page.navigate", Map.of("url", address));
    JsonNode asked = tools.await("Fetch.requestPaused");
    send("Fetch.fulfillRequest", Map.of("requestId", asked.get("requestId").asString(), "responseCode", 200,
        "responseHeaders", List.of(Map.of("name", "Content-Type", "value", "text/html;charset=utf-8")),
        "body",
        Base64.getEncoder().encodeToString(html.getBytes(UTF_8))));
    send("Fetch.disable", Map.of());
  }

  /** What a script's value, or the promise it is, comes to. */
  JsonNode evaluate(String script) {
    JsonNode answer = send("Runtime.evaluate",
        Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails"))
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    return answer.get("result").path("value");
  }

  /** Waits until a script's value is true. */
  void await(String condition) {
    while (!evaluate("Boolean(" + condition + ")").asBoolean())
      Rig.sleep(Duration.ofMillis(50));
  }

  /** The mouse, with its left button where {@code held}. @param type as the protocol's {@code Input.dispatchMouseEvent} has it */
  void mouse(String type, double x, double y, boolean held) {
    send("Input.dispatchMouseEvent",
        Map.of("type", type, "x", x, "y", y, "button", held ? "left" : "none", "buttons",
            held ? 1 : 0, "clickCount", type.equals("mouseMoved") ? 0 : 1));
  }

  void wheel(double x, double y, double by) {
    send("Input.dispatchMouseEvent", Map.of("type", "mouseWheel", "x", x, "y", y, "deltaX", 0, "deltaY", by));
  }

  /** How long the page's main thread has computed since this was asked first, milliseconds: waiting for a core is not in it. */
  double computed() {
    send("Performance.enable", Map.of("timeDomain", "threadTicks"));
    for (JsonNode metric : send("Performance.getMetrics", Map.of()).get("metrics")) {
      if (metric.get("name").asString().equals("TaskDuration")) return metric.get("value").asDouble() * 1_000;
    }
    throw new IllegalStateException("Chromium does not tell how long its tasks took");
  }

  /** What frames.js noted since this was asked last. */
  Smoothness smoothness() {
    return Smoothness.read(evaluate("JSON.stringify(takeFrames())").asString());
  }

  @Override
  public void close() {
    tools.send(null, "Target.disposeBrowserContext", Map.of("browserContextId", context));
  }
}
