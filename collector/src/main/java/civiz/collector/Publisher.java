package civiz.collector;

/** What takes events to Redis, each once and in their order. */
interface Publisher extends AutoCloseable {
  /** Takes an event whose post, if it is one, is counted as waiting. Callable from any thread; never blocks. */
  void add(PendingEvent event);

  /** Whether a thread of it is stuck, for example in writing to a connection that leads nowhere. Callable from any thread. */
  boolean hangs();

  /** Sends what waits, for 10 s at most, and ends. Nothing may be added any more. */
  @Override
  void close();
}
