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
 * Says in one line of text what is wrong with a request. Where Jetty finds it, and the request reaches nobody else, nothing
 * of the request is repeated in it, nor anything of this program.
 */
final class PlainErrors extends ErrorHandler {
  @Override
  protected void generateResponse(Request request, Response response, int code, @Nullable String message,
      @Nullable Throwable cause, Callback callback) {
    write(response, HttpStatus.getMessage(code) + ".\n", callback);
  }

  /** Answers a request with a status and a sentence. */
  static void answer(Response response, int status, String text, Callback callback) {
    response.setStatus(status);
    write(response, text + "\n", callback);
  }

  /** Says why a request is refused, and when it may come again if it may. */
  static void answer(Response response, Admission.Refused refused, Callback callback) {
    if (refused.why.isForNow()) response.getHeaders().put(HttpHeader.RETRY_AFTER, Admission.RETRY_AFTER);
    answer(response, refused.why.status, String.valueOf(refused.getMessage()), callback);
  }

  private static void write(Response response, String text, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8")
        .put("X-Content-Type-Options", "nosniff");
    Content.Sink.write(response, true, text, callback);
  }
}
