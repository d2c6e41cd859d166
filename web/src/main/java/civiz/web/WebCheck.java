package civiz.web;

import civiz.contract.Area;
import civiz.contract.CheckReport;
import civiz.contract.FeedKeys;
import civiz.contract.Limits;
import civiz.contract.RedisAdvice;
import civiz.contract.SharedConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command {@code check}: tries what the web process needs, one thing after the other, since a small Redis has few
 * connections. Nothing is written. A Redis that hangs costs {@link RedisFeed}'s time limits.
 */
final class WebCheck {
  private static final String CONFIGURATION = "configuration";
  private static final String PORT = "port";
  private static final String BASEMAP = "basemap";
  private static final String REDIS = "redis";
  /** After the last event there can be. */
  private static final long END = Long.MAX_VALUE - 1;

  private final WebConfig config;
  private final CheckReport report;

  private WebCheck(WebConfig config, PrintStream out) {
    this.config = config;
    List<String> names = new ArrayList<>(List.of(CONFIGURATION, PORT, BASEMAP, REDIS));
    areas().forEach(names::add);
    report = new CheckReport(out, names);
  }

  private Stream<String> areas() {
    return config.shared().areas().stream().map(Area::name);
  }

  /** Tells one line for each thing. Returns whether all is well. */
  static boolean run(WebConfig config, PrintStream out) {
    WebCheck check = new WebCheck(config, out);
    check.report.ok(CONFIGURATION, "can be read; areas: " + String.join(", ", check.areas().toList()));
    check.port();
    Path file = config.basemap().file();
    if (file != null) check.report.ok(BASEMAP, "%s is a map of pictures".formatted(file));
    check.redis();
    return check.report.isWell();
  }

  private void port() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(config.port()));
      report.ok(PORT, "%d is free".formatted(socket.getLocalPort()));
    } catch (IOException e) {
      report.fail(PORT, "can't listen at %d, change PORT: %s".formatted(config.port(), e.getMessage()));
    }
  }

  private void redis() {
    RedisServers servers = new RedisServers(config.shared());
    boolean told = false;
    for (SharedConfig part : config.shared().parts()) {
      Subscribed subscribed = new Subscribed();
      try (RedisFeed redis = new RedisFeed(part, servers, subscribed)) {
        String server = redis.server();
        subscribed.await(redis);
        if (!told) report.ok(REDIS, "%s at %s lets subscribe".formatted(server, part.redis().getHost()));
        for (Area area : part.areas())
          area(redis, area);
      } catch (RedisFeed.Unavailable e) {
        if (!told) report.fail(REDIS, why(e));
        String reason = told ? why(e) : "it needs Redis, which can't be asked";
        part.areas().forEach(area -> report.fail(area.name(), reason));
      }
      told = true;
    }
  }

  private void area(RedisFeed redis, Area area) {
    try (RedisFeed.Reading log = redis.reading(FeedKeys.of(area))) {
      report.ok(area.name(), found(log.read(END, 1)));
    } catch (RedisFeed.Unavailable e) {
      report.fail(area.name(), why(e));
    }
  }

  private static String found(LogPage head) {
    if (head.epoch().isEmpty()) return "no collector has published yet";
    String heard = head.heard() == 0
        ? "no collector was heard"
        : "a collector was heard %d s ago".formatted((head.now() - head.heard()) / 1_000);
    return "the feed stands at %s:%d; %s".formatted(head.epoch(), head.seq(), heard);
  }

  private static String why(RedisFeed.Unavailable failure) {
    String known = RedisAdvice.why(failure);
    if (known != null) return known;
    String message = String.valueOf(failure.getMessage());
    // a transaction's end does not say why
    return message.startsWith("EXECABORT")
        ? "Redis refuses to be read: may the user in REDIS_URL read civiz:*?"
        : "Redis can't be used, check REDIS_URL: " + Limits.quote(message);
  }

  /** Ends a subscription as soon as it stands. */
  private static final class Subscribed implements RedisFeed.Listener {
    private boolean stands;

    @Override
    public void subscribed() throws RedisFeed.Unavailable {
      stands = true;
      throw new RedisFeed.Unavailable("that was all", null);
    }

    @Override
    public void message(FeedKeys keys, byte[] message) {
      // not looked at
    }

    void await(RedisFeed redis) throws RedisFeed.Unavailable {
      try {
        redis.subscribe();
      } catch (RedisFeed.Unavailable e) {
        if (!stands) throw e;
      }
    }
  }
}
