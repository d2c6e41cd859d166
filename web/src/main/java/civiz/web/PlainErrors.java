package civiz.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line of text what Jetty finds wrong with a request that reaches nobody else: nothing of the request is
 * repeated in it, nor anything of this program.
 */
final class PlainErrors extends ErrorHandler {
  @Override
  protected void generateResponse(Request request, Response response, int code, @Nullable String message,
      @Nullable Throwable cause, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8")
        .put("X-Content-Type-Options", "nosniff");
    Content.Sink.write(response, true, HttpStatus.getMessage(code) + ".\n", callback);
  }
}
