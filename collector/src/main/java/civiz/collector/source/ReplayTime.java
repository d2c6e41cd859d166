package civiz.collector.source;

import java.time.Duration;
import java.time.Instant;

/** Tells the time and lets it pass; a test has a time of its own. */
interface ReplayTime {
  /** The wall clock. */
  ReplayTime WALL = new ReplayTime() {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public void sleepUntil(Instant then) throws InterruptedException {
      Duration wait = Duration.between(now(), then);
      if (wait.isPositive()) Thread.sleep(wait);
      else if (Thread.interrupted()) throw new InterruptedException();
    }
  };

  Instant now();

  /** Returns when the time has come, at once when it has passed. */
  void sleepUntil(Instant then) throws InterruptedException;
}
