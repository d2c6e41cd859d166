package civiz.web;

import civiz.contract.Limits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers {@code /history} and {@code /export} from the areas' logs, on Jetty's threads; contract/README.md says what
 * they are. It stands in front of Javalin, which could only answer while it holds a thread.
 */
final class FeedRequests extends Handler.Wrapper {
  private static final String HISTORY = "/history";
  private static final String EXPORT = "/export";
  static final List<String> PATHS = List.of(HISTORY, EXPORT);
  private static final List<String> HISTORY_PARAMETERS = List.of("area", "upTo");
  /** To take a part of history, about a megabyte. */
  private static final Duration HISTORY_PATIENCE = Duration.ofMinutes(1);
  /** To take an export, at most a whole log. */
  private static final Duration EXPORT_PATIENCE = Duration.ofMinutes(5);
  /** An export reads up to 20,000 posts: half a second of one core, where history is sent as it is kept. */
  private static final int EXPORT_COST = 50;

  private final Admission admission;
  private final Metrics metrics;
  private final boolean trustForwardedFor;

  /** @param trustForwardedFor whether a router in front says whose connection it is */
  FeedRequests(Admission admission, Metrics metrics, boolean trustForwardedFor) {
    this.admission = admission;
    this.metrics = metrics;
    this.trustForwardedFor = trustForwardedFor;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (!HISTORY.equals(path) && !EXPORT.equals(path)) return super.handle(request, response, callback);
    response.getHeaders().put("X-Content-Type-Options", "nosniff").put(HttpHeader.CACHE_CONTROL, "no-store");
    if (!HttpMethod.GET.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET");
      PlainErrors.answer(response, HttpStatus.METHOD_NOT_ALLOWED_405, "This address is only read.", callback);
      return true;
    }
    try {
      if (HISTORY.equals(path)) history(request, response, callback);
      else export(request, response, callback);
      metrics.read(path, null);
    } catch (Admission.Refused refused) {
      metrics.read(path, refused.why);
      PlainErrors.answer(response, refused, callback);
    }
    return true;
  }

  private void history(Request request, Response response, Callback callback) throws Admission.Refused {
    Parameters parameters = Parameters.read(request.getHttpURI().getQuery(), HISTORY_PARAMETERS);
    Since asked = parameters.place("upTo");
    Window window = window(request, parameters, 1);
    if (asked != null && !asked.epoch().equals(window.epoch)) {
      throw new Admission.Refused(Refusal.OTHER_EPOCH,
          "upTo is of epoch %s, which is over".formatted(Limits.quote(asked.epoch())));
    }
    if (asked != null && asked.seq() > window.seq) {
      throw new Admission.Refused(Refusal.NOT_READY, "this server has not come to that event yet");
    }
    Message message = window.history(asked == null ? window.seq : asked.seq());
    List<ByteBuffer> parts = new ArrayList<>();
    for (Fragment part : message.parts())
      parts.add(part.buffer(parts.size() == message.parts().size() - 1));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream")
        .put(HttpHeader.CONTENT_LENGTH, parts.stream().mapToLong(ByteBuffer::remaining).sum());
    Answer.write(request, response, parts.iterator(), HISTORY_PATIENCE, callback);
  }

  private void export(Request request, Response response, Callback callback) throws Admission.Refused {
    Parameters parameters = Parameters.read(request.getHttpURI().getQuery(), Selection.PARAMETERS);
    Selection selection = Selection.of(parameters);
    Window window = window(request, parameters, EXPORT_COST);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, selection.format().type)
        .put("Content-Disposition",
            "attachment; filename=\"civiz-%s.%s\"".formatted(window.area(), selection.format().suffix));
    Answer.write(request, response, new ExportParts(window.fragments(), selection), EXPORT_PATIENCE,
        callback);
  }

  private Window window(Request request, Parameters parameters, int cost) throws Admission.Refused {
    HttpFields headers = request.getHeaders();
    Feed feed = admission.read(parameters.get("area"), headers.get(HttpHeader.HOST),
        headers.get(HttpHeader.ORIGIN), ClientAddress.of(request, trustForwardedFor), cost);
    return Objects.requireNonNull(feed.log.window());
  }
}
