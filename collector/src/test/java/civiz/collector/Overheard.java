package civiz.collector;

import civiz.collector.source.Intake;
import civiz.collector.source.PostSource;
import civiz.collector.source.SourceStatus;
import civiz.contract.Post;
import civiz.contract.Retraction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source that keeps the posts and retractions it hands over, in their order. */
final class Overheard implements PostSource {
  final List<Object> heard = new CopyOnWriteArrayList<>();
  private final PostSource source;

  Overheard(PostSource source) {
    this.source = source;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void start(Intake intake) {
    source.start(new Intake() {
      @Override
      public synchronized void post(Post post) {
        heard.add(post);
        intake.post(post);
      }

      @Override
      public synchronized void retract(Retraction retraction) {
        heard.add(retraction);
        intake.retract(retraction);
      }

      @Override
      public void unlocated() {
        intake.unlocated();
      }

      @Override
      public void malformed(String why) {
        intake.malformed(why);
      }

      @Override
      public void checkpoint(String cursor) {
        intake.checkpoint(cursor);
      }
    });
  }

  @Override
  public String check() throws Unusable {
    return source.check();
  }

  @Override
  public SourceStatus status() {
    return source.status();
  }

  @Override
  public void close() {
    source.close();
  }
}
