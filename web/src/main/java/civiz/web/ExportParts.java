package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Post;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * An export in parts, each made when it is asked for, of one fragment of the log: so never more than one is inflated. The
 * newest post comes first, and of a post that was published again only its latest version. Used by one thread at a
 * time.
 */
final class ExportParts implements Iterator<ByteBuffer> {
  private final List<Fragment> fragments;
  private final Selection selection;
  /** Posts of which a newer version was seen. */
  private final Set<String> seen = new HashSet<>();
  private int left;
  private boolean begun;
  private boolean ended;

  /** @param fragments ascending */
  ExportParts(List<Fragment> fragments, Selection selection) {
    this.fragments = fragments;
    this.selection = selection;
    left = fragments.size();
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public ByteBuffer next() {
    if (ended) throw new NoSuchElementException();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    while (part.size() == 0 && left > 0)
      write(fragments.get(--left), part);
    if (left == 0) end(part);
    return ByteBuffer.wrap(part.toByteArray());
  }

  private void end(ByteArrayOutputStream part) {
    ended = true;
    write(begun ? selection.format().close : selection.format().none, part);
  }

  private void write(Fragment fragment, ByteArrayOutputStream part) {
    for (Post post : posts(fragment).reversed()) {
      if (!seen.add(post.id()) || !selection.has(post)) continue;
      write(begun ? selection.format().between : selection.format().open, part);
      part.writeBytes(Export.feature(post));
      begun = true;
    }
  }

  private static List<Post> posts(Fragment fragment) {
    byte[] raw = fragment.inflate();
    List<Post> posts = new ArrayList<>();
    int from = 0;
    for (int to = 0; to < raw.length; to++) {
      if (raw[to] != '\n') continue;
      Post post = Export.post(Arrays.copyOfRange(raw, from, to));
      if (post != null) posts.add(post);
      from = to + 1;
    }
    return posts;
  }

  private static void write(String text, ByteArrayOutputStream out) {
    out.writeBytes(text.getBytes(UTF_8));
  }
}
