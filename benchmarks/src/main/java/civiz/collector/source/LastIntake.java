package civiz.collector.source;

import civiz.contract.Post;
import civiz.contract.Retraction;
import org.jspecify.annotations.Nullable;

/** Keeps the last post, and takes nothing but posts. */
final class LastIntake implements Intake {
  private @Nullable Post last;

  /** Gives it away; there must be one. */
  Post take() {
    Post taken = last;
    if (taken == null) throw new IllegalStateException("no post came");
    last = null;
    return taken;
  }

  @Override
  public void post(Post post) {
    last = post;
  }

  @Override
  public void retract(Retraction retraction) {
    throw new IllegalStateException("a retraction came");
  }

  @Override
  public void unlocated() {
    throw new IllegalStateException("it is not located");
  }

  @Override
  public void malformed(String why) {
    throw new IllegalStateException(why);
  }

  @Override
  public void checkpoint(String cursor) {
    throw new IllegalStateException("a checkpoint came");
  }
}
