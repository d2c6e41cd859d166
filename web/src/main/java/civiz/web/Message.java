package civiz.web;

import java.util.List;

/**
 * One WebSocket message: fragments that the viewers share, sent one after another as its frames.
 *
 * @param parts at least one
 * @param next  the log's position after it
 */
record Message(List<Fragment> parts, long next) {
  /** Up to here, copying the parts into one frame costs less than sending another frame. */
  private static final int JOINED_BYTES = 16 * 1024;

  Message {
    if (parts.size() > 1 && parts.stream().mapToInt(Fragment::size).sum() <= JOINED_BYTES) {
      parts = List.of(Fragment.join(parts));
    }
  }
}
