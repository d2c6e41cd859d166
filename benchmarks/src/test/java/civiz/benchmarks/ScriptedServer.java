package civiz.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

/** Sends each viewer that comes what was scripted for it, and keeps what it says. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Deque<byte[][]> scripts;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  /** @param scripts of the first connection, the second and so on: writes, one after another */
  ScriptedServer(byte[][]... scripts) throws IOException {
    this.scripts = new ArrayDeque<>(List.of(scripts));
    socket = new ServerSocket(0);
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    while (!scripts.isEmpty()) {
      try (Socket viewer = socket.accept()) {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0)
          head.append((char) viewer.getInputStream().read());
        requests.add(head.substring(0, head.indexOf("\r\n")));
        viewer.getOutputStream().write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(UTF_8));
        for (byte[] bytes : scripts.remove()) {
          viewer.getOutputStream().write(bytes);
          viewer.getOutputStream().flush();
        }
        listen(viewer);
      } catch (IOException e) {
        if (socket.isClosed()) return;
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Small masked frames, until the viewer has gone or closes. */
  private void listen(Socket viewer) throws IOException {
    for (int first = viewer.getInputStream().read(); first >= 0; first = viewer.getInputStream().read()) {
      int length = viewer.getInputStream().read() & 0x7f;
      byte[] mask = viewer.getInputStream().readNBytes(4);
      byte[] payload = viewer.getInputStream().readNBytes(length);
      for (int i = 0; i < length; i++)
        payload[i] ^= mask[i % 4];
      said.add((first & 0x0f) + ":" + (first == 0x88 ? "" : new String(payload, UTF_8)));
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
  }

  /** The next request's first line. */
  String request() throws InterruptedException {
    return String.valueOf(requests.poll(30, TimeUnit.SECONDS));
  }

  /** The next frame a viewer sent, as opcode:payload. */
  String said() throws InterruptedException {
    return String.valueOf(said.poll(30, TimeUnit.SECONDS));
  }

  static byte[] frame(int opcode, boolean last, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(payload.length + 10).put((byte) (opcode | (last ? 0x80 : 0)));
    if (payload.length < 126) out.put((byte) payload.length);
    else if (payload.length < 65_536) out.put((byte) 126).putShort((short) payload.length);
    else out.put((byte) 127).putLong(payload.length);
    byte[] bytes = new byte[out.put(payload).flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  /** Events as Civiz sends them: deflated, flushed, without the end of the stream. */
  static byte[] deflated(String lines) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(lines.getBytes(UTF_8));
    byte[] out = new byte[lines.length() * 2 + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(out, 0, size);
    return bytes.toByteArray();
  }

  static String hello(long seq, boolean resumed) {
    return "{\"hello\":{\"area\":\"chicago\",\"epoch\":\"e\",\"seq\":%d,\"resumed\":%b}}%n".formatted(seq,
        resumed);
  }

  static String events(long first, long last) {
    StringBuilder lines = new StringBuilder();
    for (long seq = first; seq <= last; seq++)
      lines.append(event(seq)).append('\n');
    return lines.toString();
  }

  static String event(long seq) {
    return "{\"epoch\":\"e\",\"seq\":%d,\"post\":{\"type\":\"Feature\",\"id\":\"load:%d\"}}".formatted(seq,
        System.nanoTime());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
