package civiz.collector.source;

import civiz.contract.Post;
import civiz.contract.Retraction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps everything that a source tells it, in order. */
final class HeardIntake implements Intake {
  final LinkedBlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  final List<Retraction> retractions = new CopyOnWriteArrayList<>();
  final List<String> malformed = new CopyOnWriteArrayList<>();
  final List<String> checkpoints = new CopyOnWriteArrayList<>();
  volatile int unlocated;

  /** What the posts say, in order. */
  List<String> texts() {
    return posts.stream().map(Post::text).toList();
  }

  @Override
  public void post(Post post) {
    posts.add(post);
  }

  @Override
  public void retract(Retraction retraction) {
    retractions.add(retraction);
  }

  @Override
  public synchronized void unlocated() {
    unlocated++;
  }

  @Override
  public void malformed(String why) {
    malformed.add(why);
  }

  @Override
  public void checkpoint(String cursor) {
    checkpoints.add(cursor);
  }
}
