package civiz.collector;

import civiz.collector.source.Intake;
import civiz.collector.source.PostSource;
import civiz.collector.source.SourceStatus;
import civiz.contract.Post;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A source that says what a test makes it say. */
final class TestSource implements PostSource {
  private volatile @Nullable Intake intake;
  private volatile SourceStatus.State state = SourceStatus.State.LIVE;
  private volatile boolean closed;
  private volatile boolean failing;
  private volatile Callable<String> check = () -> "all is well";

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
  public String check() throws Unusable {
    try {
      return check.call();
    } catch (Unusable | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What its check does from now on. */
  TestSource checked(Callable<String> check) {
    this.check = check;
    return this;
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
