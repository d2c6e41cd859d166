package civiz.collector.source;

import civiz.contract.Post;
import civiz.contract.Retraction;

/** Takes what a source reads. Callable from any thread; never blocks, never throws for what the world sent. */
public interface Intake {
  /** A post with a location, wherever it is. */
  void post(Post post);

  /** Posts the source takes back. */
  void retract(Retraction retraction);

  /** Something that is a post but has no location of its own. */
  void unlocated();

  /**
   * Something that should have been a post and can't be read.
   *
   * @param why what is wrong with it, naming the member; without the text itself
   */
  void malformed(String why);

  /**
   * Everything up to here has been handed over. It is remembered ({@link SourceMemory#cursor}) once all of it is in
   * Redis, so that a source that resumes here loses nothing. For sources that can resume; about once a second.
   *
   * @param cursor where to resume, in the source's own form
   */
  void checkpoint(String cursor);
}
