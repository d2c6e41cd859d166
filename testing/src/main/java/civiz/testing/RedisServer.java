package civiz.testing;

import java.net.URI;
import java.util.List;

/** One place where {@link TestRedis} can run a real server, at the same address for as long as it exists. */
interface RedisServer extends AutoCloseable {
  /**
   * What keeps every answered write over a kill: it is in the kernel's hands before the answer leaves. With
   * {@code everysec} it is not, while the last sync still goes on.
   */
  List<String> KEEP_DATA = List.of("--appendonly", "yes", "--appendfsync", "no", "--save", "");

  /** {@code redis://host:port}, over restarts. */
  URI uri();

  /** Where it runs, to come after its version: "in Docker". */
  String where();

  /**
   * Starts it after {@link #stop} or {@link #kill}. It may not answer yet.
   *
   * @param keepData false when it forgets everything
   */
  void start(boolean keepData);

  /** Ends it by SIGTERM, as a planned restart does. Returns when it is gone. */
  void stop();

  /** Ends it by SIGKILL. Returns when it is gone. */
  void kill();

  /** Stops all of it where it is, until {@link #resume}. */
  void pause();

  /** Lets it go on. */
  void resume();

  /** Ends it and leaves no file and no process behind. */
  @Override
  void close();
}
