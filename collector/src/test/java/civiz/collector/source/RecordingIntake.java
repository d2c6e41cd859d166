package civiz.collector.source;

import civiz.contract.Post;
import civiz.contract.Retraction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a source delivers. */
final class RecordingIntake implements Intake {
  final List<Post> posts = new CopyOnWriteArrayList<>();
  final List<Retraction> retractions = new CopyOnWriteArrayList<>();
  final List<String> malformed = new CopyOnWriteArrayList<>();
  final AtomicInteger unlocated = new AtomicInteger();

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
  public void unlocated() {
    unlocated.incrementAndGet();
  }

  @Override
  public void malformed(String why) {
    malformed.add(why);
  }
}
