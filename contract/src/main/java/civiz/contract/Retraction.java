package civiz.contract;

import org.jspecify.annotations.Nullable;

/** Takes posts back: they leave the log, every web process and every open browser. */
public sealed interface Retraction {
  /** Whether a post with this id and author (null when it names none) is taken back. */
  boolean covers(String postId, @Nullable String authorId);

  /**
   * One post.
   *
   * @param id the post's id, {@code source:native}
   */
  record OfPost(String id) implements Retraction {
    /** @throws IllegalArgumentException when it is not an id */
    public OfPost {
      Limits.requireId("retract.id", id);
    }

    @Override
    public boolean covers(String postId, @Nullable String authorId) {
      return postId.equals(id);
    }
  }

  /**
   * All posts of an author, or those up to one of them: what a scrub-geo notice means.
   *
   * @param author the author's id, {@code source:native}
   * @param upTo   the id of the last post it concerns; null means all there are. Native ids that are numbers
   *               are compared as numbers; where either is not, every post of the author is covered.
   */
  record OfAuthor(String author, @Nullable String upTo) implements Retraction {
    /** @throws IllegalArgumentException when either is not an id */
    public OfAuthor {
      Limits.requireId("retract.author", author);
      if (upTo != null) Limits.requireId("retract.upTo", upTo);
    }

    @Override
    public boolean covers(String postId, @Nullable String authorId) {
      return author.equals(authorId) && (upTo == null || notAfter(postId, upTo));
    }

    private static boolean notAfter(String postId, String upTo) {
      String a = nativeId(postId);
      String b = nativeId(upTo);
      if (!isNumber(a) || !isNumber(b)) return true;
      return a.length() != b.length() ? a.length() < b.length() : a.compareTo(b) <= 0;
    }

    private static String nativeId(String id) {
      return id.substring(id.indexOf(':') + 1);
    }

    private static boolean isNumber(String s) {
      return !s.isEmpty() && s.charAt(0) != '0' && s.chars().allMatch(c -> c >= '0' && c <= '9');
    }
  }
}
