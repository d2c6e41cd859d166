package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Area;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** What the tests of the log write into it, and how they read what comes out. */
final class TestLines {
  static final Area AREA = Area.parseAll("chicago=-87.96,41.644,-87.40,42.04").getFirst();
  static final Hello HELLO = new Hello(AREA, List.of("chicago"), Duration.ofHours(1), "test");

  private TestLines() {}

  static byte[] event(long seq) {
    return event(seq, "test:" + seq, "test:author");
  }

  static byte[] event(long seq, String id, String author) {
    return "{\"epoch\":\"e\",\"seq\":%d,\"post\":%s}"
        .formatted(seq, TestPublisher.post(id, author, "text of " + id, "open")).getBytes(UTF_8);
  }

  /** To count into, where nobody looks. */
  static AreaMetrics metrics() {
    return new Metrics().area(AREA.name());
  }

  /** A feed that nothing was read of. */
  static Feed feed() {
    return new Feed(AREA, HELLO, new CoreShare().pacer(), metrics(), Patience.DEFAULT);
  }

  /** A log that was read and holds the events from 1 on. */
  static FeedLog log(int events) {
    FeedLog log = new FeedLog(HELLO, metrics());
    log.begin("e", 0, 0);
    log.end();
    for (int seq = 1; seq <= events; seq++)
      append(log, seq);
    log.seal();
    return log;
  }

  static void append(FeedLog log, long seq) {
    log.append(event(seq), seq, seq, "test:" + seq, "test:author");
  }

  /** The lines of a message, as a browser would read them. */
  static List<String> lines(Message message) {
    List<ByteBuffer> frames = new ArrayList<>();
    for (int i = 0; i < message.parts().size(); i++)
      frames.add(message.parts().get(i).buffer(i == message.parts().size() - 1));
    return lines(frames);
  }

  /** What a fresh start and all of history have, in order. */
  static List<String> everything(Window window) {
    List<String> lines = new ArrayList<>(lines(window.opening(null)));
    String head = lines.removeFirst();
    for (Long after = after(head); after != null; after = after(head)) {
      List<String> part = new ArrayList<>(lines(window.history(after)));
      head = part.removeFirst();
      lines.addAll(0, part);
    }
    return lines;
  }

  /** The event that a first line says what follows begins after; null when there is none. */
  static @Nullable Long after(String head) {
    Matcher matcher = Pattern.compile("\"after\":([0-9]+)").matcher(head);
    return matcher.find() ? Long.valueOf(matcher.group(1)) : null;
  }

  static List<String> lines(List<ByteBuffer> frames) {
    ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(ByteBuffer::remaining).sum());
    frames.forEach(frame -> all.put(frame.duplicate()));
    return inflate(all.array()).lines().toList();
  }

  static String inflate(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      ByteArrayOutputStream out = new ByteArrayOutputStream(deflated.length * 4);
      byte[] chunk = new byte[16 * 1024];
      while (!inflater.finished()) {
        int more = inflater.inflate(chunk);
        if (more == 0 && inflater.needsInput()) throw new AssertionError("the stream breaks off");
        out.write(chunk, 0, more);
      }
      if (inflater.getRemaining() > 0) throw new AssertionError("bytes follow the stream's end");
      return out.toString(UTF_8);
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  /** The numbers of the events among lines, in order. */
  static List<Long> numbers(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("{\"epoch\""))
        .map(line -> Long.parseLong(line.replaceFirst(".*?\"seq\":([0-9]+).*", "$1"))).toList();
  }
}
