package civiz.collector.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * As many posts as the collector takes: lines of X's filtered stream, each read and mapped as {@link XSource} does it,
 * on one thread, without the network. It never gets so far ahead that posts would be dropped.
 */
public final class FloodSource implements PostSource {
  private static final int AHEAD = 20_000;
  private static final byte[] LINE = Lines.X.getBytes(US_ASCII);
  private static final int ID = Lines.X.indexOf("1780000000000000000");

  private final int posts;
  private final LongSupplier settled;
  private final SourceThread thread = new SourceThread(Thread.ofPlatform().name("flood").daemon());

  /**
   * @param posts   how many
   * @param settled how many of them have met their fate
   */
  public FloodSource(int posts, LongSupplier settled) {
    this.posts = posts;
    this.settled = settled;
  }

  @Override
  public String name() {
    return "x";
  }

  @Override
  public void start(Intake intake) {
    thread.start(() -> flood(intake));
  }

  private void flood(Intake intake) throws InterruptedException {
    byte[] line = LINE.clone();
    XPlaces places = new XPlaces();
    for (int i = 0; i < posts; i++) {
      if (i % 1_000 == 0) waitFor(i);
      write(i, line);
      if (XLine.read(line, line.length, places) instanceof XLine.Located(var post)) intake.post(post);
      else throw new IllegalStateException("the line can't be read");
    }
  }

  private void waitFor(int number) throws InterruptedException {
    while (number - settled.getAsLong() > AHEAD) {
      LockSupport.parkNanos(100_000);
      if (Thread.interrupted()) throw new InterruptedException();
    }
  }

  /** The last nine digits of the id. */
  private static void write(int number, byte[] line) {
    int rest = number;
    for (int i = ID + 18; i > ID + 9; i--) {
      line[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  @Override
  public String check() {
    return "";
  }

  @Override
  public SourceStatus status() {
    return new SourceStatus(SourceStatus.State.LIVE, Instant.EPOCH, "", Map.of());
  }

  @Override
  public void close() {
    thread.close();
  }
}
