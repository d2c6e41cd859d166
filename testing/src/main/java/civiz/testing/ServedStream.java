package civiz.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** One open response: chunked, perhaps gzipped, flushed after every write. Any thread may write. */
final class ServedStream {
  private final Socket socket;
  private final OutputStream out;
  private boolean midLine;

  ServedStream(Socket socket, boolean gzip) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    OutputStream raw = socket.getOutputStream();
    raw.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        + (gzip ? "Content-Encoding: gzip\r\n" : "") + "Connection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
    OutputStream chunks = new Chunks(raw);
    // Sync flush: what was written can be inflated at once. The gzip header is a chunk of its own.
    out = gzip ? new GZIPOutputStream(chunks, 8192, true) : chunks;
    out.flush();
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  synchronized void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    out.flush();
    if (length > 0) midLine = bytes[from + length - 1] != '\n';
  }

  /** A blank line, unless one is not finished yet. */
  synchronized void keepAlive() throws IOException {
    if (!midLine) write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  synchronized void end() throws IOException {
    out.close();
  }

  synchronized void corrupt() throws IOException {
    socket.getOutputStream().write("this is no chunk\r\n".getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Does not wait for a write that hangs, and leaves no time to say goodbye. */
  void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Each write is a chunk. */
  private static final class Chunks extends FilterOutputStream {
    Chunks(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length == 0) return; // would be the last chunk
      out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, from, length);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      super.close();
    }
  }
}
