package civiz.benchmarks;

import civiz.collector.LoadCollector;
import civiz.testing.FreePort;
import civiz.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A Redis and a collector on the client's core, a server on its own, and viewers who can be let in. There may be more
 * servers: each connection goes to one of those that are routed to by chance, as Heroku's router does it.
 */
final class Rig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  /** For what the arrival of viewers set off to end. */
  static final Duration SETTLE = Duration.ofSeconds(3);

  final TestRedis redis;
  final LoadCollector collector;
  final Server server;
  final LoadClient client;
  private final Contender contender;
  private volatile List<Server> routed;

  /** Starts all of it, the viewers not yet connected. */
  Rig(Contender contender, int viewers) {
    System.setProperty("CIVIZ_TEST_REDIS", "embedded");
    redis = new TestRedis().open();
    collector = new LoadCollector(redis.uri());
    this.contender = contender;
    server = start();
    routed = List.of(server);
    client = new LoadClient(() -> routed.get(ThreadLocalRandom.current().nextInt(routed.size())).address(),
        contender.dialect(), viewers);
  }

  /** Starts another server, which nobody is sent to yet; who calls ends it. */
  Server start() {
    return new Server(contender, redis.uri(), FreePort.next());
  }

  /** From now on connections go to these. */
  void route(List<Server> servers) {
    routed = List.copyOf(servers);
  }

  /** Lets all viewers in, evenly over a time, and waits until they are. */
  void letIn(Duration ramp) {
    client.connect(client.viewers(), ramp);
    await("viewers connected", () -> client.open() == client.viewers().size());
    sleep(SETTLE);
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "not all %s: %d of %d are connected, %s%n%s".formatted(what, client.open(),
                client.viewers().size(), Verdict.of(client), server.output()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** The i-th post at an even rate from now on. */
  void play(double rate) {
    long start = System.nanoTime();
    collector.source().play(i -> start + (long) (i * 1e9 / rate));
  }

  static void sleep(Duration time) {
    sleepUntil(System.nanoTime() + time.toNanos());
  }

  static void sleepUntil(long nanos) {
    for (long wait = nanos - System.nanoTime(); wait > 0; wait = nanos - System.nanoTime())
      LockSupport.parkNanos(wait);
  }

  @Override
  public void close() {
    client.close();
    server.close();
    collector.close();
    redis.close();
  }
}
