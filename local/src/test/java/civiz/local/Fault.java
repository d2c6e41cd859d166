package civiz.local;

import civiz.testing.FeedReader;
import civiz.testing.RunningProcess;
import civiz.testing.TcpProxy;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens to the path in {@link FaultsIT}: each process is killed, restarted and stopped where it is; each hop is
 * cut, held, slowed down, and swallows. It lasts a few seconds at most; some things are found out only later.
 */
@SuppressWarnings("ImmutableEnumChecker") // what happens holds nothing of its own
enum Fault {
  REDIS_KILLED(path -> {
    path.redis.kill();
    path.pause(0, 1500);
    path.redis.start(true);
  }), REDIS_RESTARTED(path -> {
    path.redis.stop();
    path.pause(0, 1500);
    path.redis.start(true);
  }), REDIS_LOSES_ITS_DATA(path -> {
    path.redis.kill();
    path.pause(0, 500);
    path.redis.start(false);
  }), REDIS_STOPPED(path -> {
    path.redis.pause();
    path.pause(500, 4000);
    path.redis.resume();
  }),

  SOURCES_CUT_OFF(path -> {
    // what a v1.1 stream has not delivered by then is gone
    path.jetstream.cut();
  }),

  COLLECTOR_STOPPED(path -> stop(path, path.collector)), COLLECTOR_CUT_OFF(
      path -> cutOff(path, path.collectorToRedis)), COLLECTOR_STALLS_ON_REDIS(
          path -> stall(path, path.collectorToRedis)), COLLECTOR_SLOWED_DOWN(
              path -> slowDown(path, path.collectorToRedis)), COLLECTOR_INTO_THE_VOID(
                  path -> swallow(path, path.collectorToRedis)),

  WEB_KILLED(path -> {
    path.web.process().kill();
    path.pause(0, 500);
    path.startWeb();
  }), WEB_RESTARTED(path -> {
    path.web.process().terminate();
    path.web.process().awaitExit(FaultyPath.SETTLE);
    path.startWeb();
  }), WEB_STOPPED(path -> stop(path, path.web.process())), WEB_CUT_OFF(
      path -> cutOff(path, path.webToRedis)), WEB_STALLS_ON_REDIS(
          path -> stall(path, path.webToRedis)), WEB_SLOWED_DOWN(
              path -> slowDown(path, path.webToRedis)), WEB_INTO_THE_VOID(
                  path -> swallow(path, path.webToRedis)),

  READER_STALLS(path -> {
    FeedReader reader = path.anyReader();
    reader.stall();
    path.pause(500, 2500);
    reader.unstall();
  }), READER_DROPS(path -> path.anyReader().drop()), READERS_CUT_OFF(
      path -> cutOff(path, path.readerToWeb)), NETWORK_TO_READERS_STALLS(
          path -> stall(path, path.readerToWeb)), READERS_SLOWED_DOWN(
              path -> slowDown(path, path.readerToWeb)), READERS_INTO_THE_VOID(
                  path -> swallow(path, path.readerToWeb)),

  /** The lease of the dead one lasts up to 10 s. */
  COLLECTOR_KILLED(FaultyPath::replaceCollector, true),
  /** It must find out by silence: up to 15 s. */
  WEB_LOST(path -> path.webToRedis.lose(), true),
  /** They must find out by silence, and web by unanswered pings. */
  READERS_LOST(path -> path.readerToWeb.lose(), true);

  /** Whether it takes the path long to come back. */
  final boolean slow;
  private final Consumer<FaultyPath> what;

  Fault(Consumer<FaultyPath> what) {
    this(what, false);
  }

  Fault(Consumer<FaultyPath> what, boolean slow) {
    this.what = what;
    this.slow = slow;
  }

  /** Breaks it; where it is not for the processes themselves to come back, mends it. */
  void happen(FaultyPath path) {
    what.accept(path);
  }

  private static void stop(FaultyPath path, RunningProcess process) {
    process.pause();
    path.pause(500, 4000);
    process.resume();
  }

  private static void cutOff(FaultyPath path, TcpProxy proxy) {
    proxy.refuse();
    path.pause(0, 1500);
    proxy.carry();
  }

  private static void stall(FaultyPath path, TcpProxy proxy) {
    proxy.stall();
    path.pause(200, 2500);
    proxy.carry();
  }

  private static void swallow(FaultyPath path, TcpProxy proxy) {
    proxy.swallow();
    path.pause(500, 3500);
    proxy.carry();
  }

  private static void slowDown(FaultyPath path, TcpProxy proxy) {
    proxy.delay(Duration.ofMillis(path.random.nextInt(20, 500)));
    path.pause(1000, 3000);
    proxy.delay(Duration.ZERO);
  }
}
