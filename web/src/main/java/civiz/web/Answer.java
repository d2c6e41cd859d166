package civiz.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Writes an answer part by part, each when the one before it is out: so who reads slowly holds no thread, and no more
 * memory than a part. Jetty's threads call it, one at a time. When a part can't be made or sent, or all of them take
 * too long, the connection ends.
 */
final class Answer extends IteratingCallback {
  private final Response response;
  private final Iterator<ByteBuffer> parts;
  private final Callback callback;
  private final Scheduler.Task deadline;
  private boolean last;

  /** @param parts at least one; asked for one after another */
  private Answer(Request request, Response response, Iterator<ByteBuffer> parts, Duration patience,
      Callback callback) {
    this.response = response;
    this.parts = parts;
    this.callback = callback;
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    deadline = request.getComponents().getScheduler().schedule(connection::close, patience.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Writes the parts, and completes the callback after the last. */
  static void write(Request request, Response response, Iterator<ByteBuffer> parts, Duration patience,
      Callback callback) {
    new Answer(request, response, parts, patience, callback).iterate();
  }

  @Override
  protected Action process() {
    if (last) return Action.SUCCEEDED;
    ByteBuffer part = parts.next();
    last = !parts.hasNext();
    response.write(last, part, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    deadline.cancel();
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    deadline.cancel();
    callback.failed(cause);
  }
}
