package civiz.collector.source;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that may never end, taken piece by piece by one thread. The HTTP client hands the next piece
 * over only when the one before has been taken, so a reader that falls behind holds the server back, and memory
 * stays as it is.
 */
final class XBody implements HttpResponse.BodySubscriber<XBody> {
  /** @param last whether the body ends here, with no bytes */
  private record Piece(List<ByteBuffer> bytes, boolean last) {}

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private Iterator<ByteBuffer> taken = List.<ByteBuffer>of().iterator();
  private volatile @Nullable Throwable failure;
  private Flow.@Nullable Subscription connection;
  private boolean cancelled;

  /** The body is there as soon as the answer's head is. */
  @Override
  public CompletionStage<XBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription connection) {
    this.connection = connection;
    more();
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    pieces.add(new Piece(bytes, false));
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
    onComplete();
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece(List.of(), true));
  }

  /**
   * Waits for more.
   *
   * @param silence how long at most
   * @return null when the body has ended as HTTP has it
   * @throws HttpTimeoutException when nothing came
   * @throws IOException          when the connection was lost
   */
  @Nullable
  ByteBuffer next(Duration silence) throws IOException, InterruptedException {
    while (!taken.hasNext()) {
      Piece piece = pieces.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
      if (piece == null) throw new HttpTimeoutException("silence");
      if (piece.last()) {
        pieces.add(piece); // for whoever asks again
        if (failure != null) throw new IOException(failure);
        return null;
      }
      taken = piece.bytes().iterator();
      more();
    }
    return taken.next();
  }

  /** Closes the connection, or the one that this is about to be the body of. */
  synchronized void cancel() {
    cancelled = true;
    more();
  }

  private synchronized void more() {
    if (connection == null) return;
    if (cancelled) {
      connection.cancel();
    } else {
      connection.request(1);
    }
  }
}
