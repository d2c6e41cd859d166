package civiz.web;

import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration.ConfigurationCustomizer;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConstants;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/**
 * Answers everything at {@code /ws}, on Jetty's threads: an upgrade that is admitted becomes a {@link FeedSocket}, any
 * other request is told why not. It stands in front of Javalin, because an upgrade that goes through a servlet keeps its
 * request, its response and their headers for as long as the connection lives: 12 KB of heap a viewer, where this takes
 * 3 KB, and more than twice the time.
 */
final class FeedUpgrade extends Handler.Wrapper {
  private static final String PATH = "/ws";
  /** The second line behind the pings: our own writes count as activity too. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final Admission admission;
  private final Metrics metrics;
  private final boolean trustForwardedFor;
  private final WebSocketMappings upgrades;
  private final ConfigurationCustomizer connection = new ConfigurationCustomizer();

  /** @param trustForwardedFor whether a router in front says whose connection it is */
  FeedUpgrade(Admission admission, Metrics metrics, boolean trustForwardedFor) {
    this.admission = admission;
    this.metrics = metrics;
    this.trustForwardedFor = trustForwardedFor;
    WebSocketComponents components = new WebSocketComponents();
    // a deflater for each connection would cost more memory than all else: messages are deflated once for all
    components.getExtensionRegistry().unregister("permessage-deflate");
    upgrades = new WebSocketMappings(components);
    connection.setIdleTimeout(IDLE);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!PATH.equals(Request.getPathInContext(request))) return super.handle(request, response, callback);
    WebSocketNegotiator negotiator = (upgrade, answer, done) -> admit(request, response, callback);
    try {
      if (!upgrades.upgrade(negotiator, request, response, callback, connection)) {
        response.getHeaders().put(HttpHeader.UPGRADE, "websocket")
            .put(HttpHeader.SEC_WEBSOCKET_VERSION, WebSocketConstants.SPEC_VERSION_STRING);
        PlainErrors.answer(response, HttpStatus.UPGRADE_REQUIRED_426, "This address speaks WebSocket.",
            callback);
      }
    } catch (HttpException.RuntimeException | HttpException.IllegalArgumentException e) {
      HttpException why = (HttpException) e;
      PlainErrors.answer(response, why.getCode(), String.valueOf(why.getReason()), callback);
    }
    return true;
  }

  private @Nullable FeedSocket admit(Request request, Response response, Callback callback) {
    HttpFields headers = request.getHeaders();
    try {
      return new FeedSocket(admission.admit(request.getHttpURI().getQuery(), headers.get(HttpHeader.HOST),
          headers.get(HttpHeader.ORIGIN), ClientAddress.of(request, trustForwardedFor)));
    } catch (Admission.Refused refused) {
      metrics.refused(refused.why);
      PlainErrors.answer(response, refused, callback);
      return null;
    }
  }
}
