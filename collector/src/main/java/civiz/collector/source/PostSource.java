package civiz.collector.source;

/**
 * Where posts come from. The collector starts it once, while it leads, and closes it once; the source reads on
 * threads of its own and reconnects by the backoff its vendor documents.
 */
public interface PostSource extends AutoCloseable {
  /** The name in SOURCES, in the status and, but for vendors that share one id space, in the ids of its posts. */
  String name();

  /**
   * Begins to deliver, and returns at once.
   *
   * @param intake takes what it reads; callable from any thread, never blocks
   */
  void start(Intake intake);

  /**
   * Tries, once and within 10 s, whether posts could come: reaches its server and shows it the credentials. Before
   * {@link #start}, on any thread.
   *
   * @return what was found, one line
   * @throws Unusable when something must be changed first
   */
  String check() throws Unusable;

  /** Posts can't come. The message is one line: what is wrong and what to change, without any secret. */
  final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    public Unusable(String message) {
      super(message);
    }
  }

  /** How it is doing; callable from any thread, any time. */
  SourceStatus status();

  /** Stops delivering and frees its threads and connections, within a few seconds. A second call does nothing. */
  @Override
  void close();
}
