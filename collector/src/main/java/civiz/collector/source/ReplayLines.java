package civiz.collector.source;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, and holds never more than one line in memory, however long it is. One thread's. */
final class ReplayLines implements AutoCloseable {
  /** Bytes. The longest tweets, with all they quote, have a fifth of this; a post has at most 32 KB. */
  static final int LONGEST = 256 * 1024;

  private final Counted file;
  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int at;
  private int filled;
  private long number;

  /** @param gzip whether to unpack it */
  ReplayLines(InputStream file, boolean gzip) throws IOException {
    this.file = new Counted(file);
    this.in = gzip ? new GZIPInputStream(this.file, buffer.length) : this.file;
  }

  /**
   * The next line without its end, empty when it is blank, or null at the end of the file.
   *
   * @throws IllegalArgumentException when it is longer than {@link #LONGEST}; the next call reads the line after it
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    long length = 0;
    while (fill()) {
      int from = at;
      while (at < filled && buffer[at] != '\n')
        at++;
      length += at - from;
      if (length <= LONGEST) line.write(buffer, from, at - from);
      if (at < filled) {
        at++;
        return line(line, length);
      }
    }
    return length == 0 ? null : line(line, length);
  }

  private byte[] line(ByteArrayOutputStream line, long length) {
    number++;
    if (length > LONGEST) throw new IllegalArgumentException(length + " bytes are more than " + LONGEST);
    return line.toByteArray();
  }

  /** Whether there is a byte at the position. */
  private boolean fill() throws IOException {
    if (at < filled) return true;
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** Bytes of the file read so far, packed ones where it is packed. */
  long bytes() {
    return file.bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static final class Counted extends FilterInputStream {
    long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b >= 0) bytes++;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read > 0) bytes += read;
      return read;
    }
  }
}
