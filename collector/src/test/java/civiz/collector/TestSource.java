package civiz.collector;

import civiz.collector.source.Intake;
import civiz.collector.source.PostSource;
import civiz.collector.source.SourceStatus;
import civiz.contract.Post;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A source that says what a test makes it say. */
final class TestSource implements PostSource {
  private volatile @Nullable Intake intake;
  private volatile SourceStatus.State state = SourceStatus.State.LIVE;
  private volatile boolean closed;
  private volatile boolean failing;

  @Override
  public String name() {
    return "test";
  }

  @Override
  public void start(Intake intake) {
    this.intake = intake;
  }

  boolean isStarted() {
    return intake != null;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String check() {
    return "";
  }

  private Intake started() {
    Intake started = intake;
    if (started == null) throw new IllegalStateException("not started");
    return started;
  }

  void post(Post post) {
    started().post(post);
  }

  void checkpoint(String cursor) {
    started().checkpoint(cursor);
  }

  void become(SourceStatus.State next) {
    state = next;
  }

  @Override
  public SourceStatus status() {
    return new SourceStatus(state, Instant.EPOCH, "", Map.of("withheld", 3L));
  }

  void failToClose() {
    failing = true;
  }

  @Override
  public void close() {
    closed = true;
    if (failing) throw new IllegalStateException("as a source with a bug");
  }
}
