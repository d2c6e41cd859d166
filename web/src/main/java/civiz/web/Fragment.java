package civiz.web;

import civiz.contract.Retraction;
import java.io.ByteArrayOutputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Some NDJSON lines, deflated once and sent to every viewer as the same bytes. Fragments put one after another are
 * one valid stream. Immutable; the text for viewers that asked for it is made when first needed, and forgotten when
 * memory is short.
 */
final class Fragment {
  /** Of what is not part of the log and so is never cut: greetings, status, several fragments joined. */
  private static final List<Line> NO_LINES = List.of();

  private final byte[] bytes;
  private final int rawSize;
  private final List<Line> lines;
  private @Nullable SoftReference<String> text;

  private Fragment(byte[] bytes, int rawSize, List<Line> lines) {
    this.bytes = bytes;
    this.rawSize = rawSize;
    this.lines = lines;
  }

  /** Lines of the log, each ended by a line feed, and what is known of each. */
  static Fragment of(byte[] raw, int length, List<Line> lines) {
    return new Fragment(Deflate.deflate(raw, length), length, List.copyOf(lines));
  }

  /** A line that is no part of the log. */
  static Fragment of(byte[] line) {
    return new Fragment(Deflate.deflate(line, line.length), line.length, NO_LINES);
  }

  /** The same bytes as one, to be sent as one. */
  static Fragment join(List<Fragment> parts) {
    ByteBuffer all = ByteBuffer
        .allocate(parts.stream().mapToInt(Fragment::openSize).sum() + Deflate.END.length);
    for (Fragment part : parts)
      all.put(part.bytes, 0, part.openSize());
    all.put(Deflate.END);
    return new Fragment(all.array(), parts.stream().mapToInt(Fragment::rawSize).sum(), NO_LINES);
  }

  /** The same lines as one, deflated anew: smaller than they were apart. */
  static Fragment merge(List<Fragment> parts) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream(parts.stream().mapToInt(Fragment::rawSize).sum());
    List<Line> lines = new ArrayList<>();
    for (Fragment part : parts) {
      raw.writeBytes(part.inflate());
      lines.addAll(part.lines);
    }
    return of(raw.toByteArray(), raw.size(), lines);
  }

  List<Line> lines() {
    return lines;
  }

  /** The position after its last line. */
  long end() {
    return lines.getLast().position() + 1;
  }

  /** Bytes inflated. */
  int rawSize() {
    return rawSize;
  }

  /** Bytes deflated. */
  int size() {
    return bytes.length;
  }

  private int openSize() {
    return bytes.length - Deflate.END.length;
  }

  /**
   * The deflated bytes, shared, with a position of their own.
   *
   * @param last whether they end the stream
   */
  ByteBuffer buffer(boolean last) {
    return ByteBuffer.wrap(bytes, 0, last ? bytes.length : openSize());
  }

  byte[] inflate() {
    return Deflate.inflate(bytes, rawSize);
  }

  /** The lines as anyone may have them. */
  synchronized String text() {
    String made = text == null ? null : text.get();
    if (made == null) {
      made = Export.text(inflate());
      text = new SoftReference<>(made);
    }
    return made;
  }

  /** What is left of it from a position on: itself, a part of it, or null when nothing is. */
  @Nullable
  Fragment from(long position) {
    if (lines.getFirst().position() >= position) return this;
    return keep((line, raw, from, to) -> line.position() >= position);
  }

  /** What is left of it up to before a position: itself, a part of it, or null when nothing is. */
  @Nullable
  Fragment before(long position) {
    if (end() <= position) return this;
    return keep((line, raw, from, to) -> line.position() < position);
  }

  /** What is left of it that entered the feed at a time or later. */
  @Nullable
  Fragment notBefore(long at) {
    return keep((line, raw, from, to) -> line.at() >= at);
  }

  /** What is left of it without the posts that are taken back. */
  @Nullable
  Fragment without(Retraction retraction) {
    return lines.stream().anyMatch(line -> mayCover(retraction, line))
        ? keep((line, raw, from, to) -> !mayCover(retraction, line) || !covers(retraction, raw, from, to))
        : this;
  }

  private static boolean mayCover(Retraction retraction, Line line) {
    return switch (retraction) {
      case Retraction.OfPost post -> line.id() == post.id().hashCode();
      case Retraction.OfAuthor all -> line.author() == all.author().hashCode();
    };
  }

  private static boolean covers(Retraction retraction, byte[] raw, int from, int to) {
    JsonNode post = JsonMapper.shared().readTree(raw, from, to - from).path("post");
    JsonNode author = post.path("properties").path("author").path("id");
    return retraction.covers(post.path("id").asString(""), author.asString(null));
  }

  /** Whether a line stays: what is known of it, and where it is among the inflated bytes. */
  private interface Keep {
    boolean test(Line line, byte[] raw, int from, int to);
  }

  private @Nullable Fragment keep(Keep keep) {
    byte[] raw = inflate();
    ByteArrayOutputStream kept = new ByteArrayOutputStream(raw.length);
    List<Line> keptLines = new ArrayList<>(lines.size());
    int from = 0;
    for (Line line : lines) {
      int to = from;
      while (raw[to++] != '\n') {}
      if (keep.test(line, raw, from, to)) {
        kept.write(raw, from, to - from);
        keptLines.add(line);
      }
      from = to;
    }
    if (keptLines.isEmpty()) return null;
    return keptLines.size() == lines.size() ? this : of(kept.toByteArray(), kept.size(), keptLines);
  }
}
