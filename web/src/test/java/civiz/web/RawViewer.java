package civiz.web;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A viewer as contract/README.md wants it, over a plain socket and many to a test: it resumes where it was, and can
 * stop reading. A virtual thread reads for it. All methods are callable from any thread.
 */
final class RawViewer implements AutoCloseable {
  private static final Pattern HELLO = Pattern
      .compile("\\{\"hello\":.*\"epoch\":\"([^\"]*)\",\"seq\":([0-9]+),\"resumed\":(true|false).*");

  private final int buffer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition reading = lock.newCondition();
  private final List<Long> taken = new ArrayList<>();
  private @Nullable RawSocket socket;
  private boolean stalled;
  private boolean open;
  private @Nullable String epoch;
  private long seq;
  private int freshStarts;
  private int resumes;
  private int code;
  private String reason = "";

  /** @param buffer how many bytes that it has not read its kernel takes at most; 0 for as many as it likes */
  RawViewer(int buffer) {
    this.buffer = buffer;
  }

  /** Connects to the server on a port, and resumes where it was; gives back the answer's status. */
  int connect(int port) {
    RawSocket next = new RawSocket(port, buffer);
    int status = next.upgrade(epoch == null ? "area=chicago" : "area=chicago&since=" + epoch + ":" + seq);
    if (status != 101) {
      next.close();
      return status;
    }
    lock.lock();
    try {
      socket = next;
      open = true;
      code = 0;
      reason = "";
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("raw-viewer").start(() -> read(next));
    return status;
  }

  private void read(RawSocket from) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try (from) {
      awaitReading();
      for (RawSocket.Frame frame = from.read(); frame != null; frame = from.read()) {
        take(from, frame, message);
        awaitReading();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended(RawSocket.ABNORMAL, "");
    }
  }

  private void awaitReading() throws InterruptedException {
    lock.lock();
    try {
      while (stalled)
        reading.await();
    } finally {
      lock.unlock();
    }
  }

  private void take(RawSocket from, RawSocket.Frame frame, ByteArrayOutputStream message) {
    switch (frame.opcode()) {
      case RawSocket.PING -> from.send(RawSocket.frame(RawSocket.FIN | RawSocket.PONG, frame.payload));
      case RawSocket.CLOSE -> ended(frame.code(), frame.reason());
      default -> {
        message.writeBytes(frame.payload);
        if (frame.last()) {
          List<String> lines = TestLines.inflate(message.toByteArray()).lines().toList();
          message.reset();
          take(lines);
        }
      }
    }
  }

  private void take(List<String> lines) {
    lock.lock();
    try {
      Matcher hello = HELLO.matcher(lines.getFirst());
      if (hello.matches()) greet(hello);
      for (long number : TestLines.numbers(lines)) {
        taken.add(number);
        seq = number;
      }
      if (hello.matches()) seq = Long.parseLong(hello.group(2));
    } finally {
      lock.unlock();
    }
  }

  private void greet(Matcher hello) {
    epoch = hello.group(1);
    if (Boolean.parseBoolean(hello.group(3))) {
      resumes++;
    } else {
      freshStarts++;
      taken.clear();
    }
  }

  private void ended(int how, String why) {
    lock.lock();
    try {
      if (!open) return;
      open = false;
      code = how;
      reason = why;
    } finally {
      lock.unlock();
    }
  }

  /** Stops reading: what arrives fills the buffers on the way. */
  void stall() {
    stalled(true);
  }

  /** Reads on where it stopped. */
  void unstall() {
    stalled(false);
  }

  private void stalled(boolean still) {
    lock.lock();
    try {
      stalled = still;
      reading.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The numbers of the events it took since it last had to forget everything. */
  List<Long> taken() {
    lock.lock();
    try {
      return List.copyOf(taken);
    } finally {
      lock.unlock();
    }
  }

  /** The number of the latest event it took; 0 before the first. */
  long last() {
    lock.lock();
    try {
      return taken.isEmpty() ? 0 : taken.getLast();
    } finally {
      lock.unlock();
    }
  }

  /** How often it was told to forget everything, the first time included. */
  int freshStarts() {
    lock.lock();
    try {
      return freshStarts;
    } finally {
      lock.unlock();
    }
  }

  /** How often it was told that it goes on where it was. */
  int resumes() {
    lock.lock();
    try {
      return resumes;
    } finally {
      lock.unlock();
    }
  }

  /** How its connection ended: the close frame's code, or 1006; 0 while it stands. */
  int code() {
    lock.lock();
    try {
      return code;
    } finally {
      lock.unlock();
    }
  }

  /** The close frame's reason. */
  String reason() {
    lock.lock();
    try {
      return reason;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    unstall();
    RawSocket last = socket;
    if (last != null) last.close();
  }
}
