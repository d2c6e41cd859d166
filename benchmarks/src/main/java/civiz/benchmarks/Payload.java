package civiz.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one frame says: the events on its lines. Immutable.
 *
 * @param hello  how the server greets, which comes before all events; null in most frames
 * @param first  the number of the first event, -1 without any
 * @param last   the number of the last event
 * @param broken whether a number between the two is missing or comes twice
 * @param sent   when each post should have been written, {@link System#nanoTime()}
 */
record Payload(@Nullable Hello hello, long first, long last, boolean broken, long[] sent) {
  /** A post's id is this and the time at which it should have been written. */
  static final String ID = "load:";
  private static final String SEQ = "\"seq\":";
  private static final String POST = "\"post\":{";
  private static final String HELLO = "{\"hello\":";

  /**
   * Where the reader is after its first message.
   *
   * @param resumed whether that goes on where the reader was
   */
  record Hello(String epoch, long seq, boolean resumed) {}

  /** Inflates a frame of Civiz, which is whole lines deflated; each frame is a stream of its own, perhaps unended. */
  static byte[] inflate(byte[] deflated) throws ProtocolException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      byte[] raw = new byte[deflated.length * 8 + 256];
      int size = 0;
      while (true) {
        int more = inflater.inflate(raw, size, raw.length - size);
        size += more;
        if (size == raw.length) raw = Arrays.copyOf(raw, size * 2);
        else if (more == 0) break;
      }
      if (size == 0 || raw[size - 1] != '\n') throw new ProtocolException("a frame is not of whole lines");
      return Arrays.copyOf(raw, size);
    } catch (DataFormatException e) {
      throw new ProtocolException("a frame is not deflated: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  /** Reads lines of JSON, with or without something of the dialect's around each. */
  static Payload read(byte[] lines) throws ProtocolException {
    Hello hello = null;
    long first = -1;
    long last = -1;
    boolean broken = false;
    long[] sent = new long[8];
    int posts = 0;
    for (String line : new String(lines, UTF_8).split("\n")) {
      int post = line.indexOf(POST);
      if (line.startsWith(HELLO)) {
        if (first >= 0) throw new ProtocolException("a greeting comes after events");
        hello = hello(line);
      } else if (post >= 0) {
        long seq = number(line, SEQ);
        if (first < 0) first = seq;
        else broken |= seq != last + 1;
        last = seq;
        if (posts == sent.length) sent = Arrays.copyOf(sent, posts * 2);
        sent[posts++] = number(line, '"' + ID);
      }
    }
    return new Payload(hello, first, last, broken, Arrays.copyOf(sent, posts));
  }

  private static Hello hello(String line) throws ProtocolException {
    try {
      JsonNode hello = JsonMapper.shared().readTree(line).path("hello");
      return new Hello(hello.path("epoch").asString(), hello.path("seq").asLong(),
          hello.path("resumed").asBoolean());
    } catch (JacksonException e) {
      throw new ProtocolException("a greeting can't be read: " + e.getOriginalMessage());
    }
  }

  /** The whole number after a text. */
  private static long number(String line, String after) throws ProtocolException {
    int start = line.indexOf(after);
    if (start < 0) throw new ProtocolException("a post has no " + after);
    int at = start + after.length();
    long number = 0;
    while (at < line.length() && Character.isDigit(line.charAt(at)))
      number = number * 10 + line.charAt(at++) - '0';
    return number;
  }
}
