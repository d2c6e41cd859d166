package civiz.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one area's status line says: whether Redis and a collector are there, what the collector told, when the last
 * post came. The subscriber's thread writes, the pulse's thread reads.
 */
final class FeedStatus {
  /** Three of the collector's heartbeats. */
  static final Duration UNHEARD = Duration.ofSeconds(15);

  /**
   * Whether Redis is there.
   *
   * @param up    whether the subscription stands
   * @param since when that began
   */
  record Redis(boolean up, Instant since) {}

  private record Collector(ObjectNode told, Instant heard) {}

  private final AtomicLong malformed = new AtomicLong();
  private volatile Redis redis = new Redis(false, Instant.now());
  private volatile @Nullable Collector collector;
  private volatile @Nullable Instant lastPost;
  private volatile long redisLog;

  Redis redis() {
    return redis;
  }

  void redis(Redis state) {
    redis = state;
  }

  /** Messages and log entries that could not be read, since the start. */
  long malformed() {
    return malformed.get();
  }

  /** Counts one; gives back how many there are. */
  long countMalformed() {
    return malformed.incrementAndGet();
  }

  /**
   * The collector's latest heartbeat.
   *
   * @param told  its status object
   * @param heard when, by Redis's clock
   */
  void collector(ObjectNode told, Instant heard) {
    collector = new Collector(told, heard);
  }

  /** How far back the log in Redis goes: all that came later is in it, Unix milliseconds by Redis's clock. */
  void redisLog(long since) {
    redisLog = since;
  }

  /** The same. */
  long redisLog() {
    return redisLog;
  }

  void post(Instant at) {
    lastPost = at;
  }

  /** When the latest post came; null before the first. */
  @Nullable
  Instant lastPost() {
    return lastPost;
  }

  /** Whether a collector is heard. */
  boolean isCollectorUp(Instant now) {
    Collector last = collector;
    return last != null && isUp(last, now);
  }

  /** Changes whenever viewers should be told at once. */
  String state(Instant now) {
    Collector last = collector;
    return redis.up() + " "
        + (last == null ? "none" : isUp(last, now) + states(last.told().path("sources")));
  }

  /** Without what each source counts, which changes all the time. */
  private static String states(JsonNode sources) {
    StringBuilder states = new StringBuilder();
    for (JsonNode source : sources)
      states.append(' ').append(source.path("name")).append(source.path("state"))
          .append(source.path("detail"));
    return states.toString();
  }

  private static boolean isUp(Collector collector, Instant now) {
    return collector.heard().plus(UNHEARD).isAfter(now);
  }

  /**
   * The status object as contract/README.md has it.
   *
   * @param complete since when the log is; null when it is as long as it may be
   */
  ObjectNode object(Instant now, int viewers, @Nullable Instant complete) {
    ObjectNode status = JsonMapper.shared().createObjectNode().put("at", time(now)).put("viewers", viewers);
    Instant last = lastPost;
    status.put("lastPost", last == null ? null : time(last));
    status.putObject("log").put("since", complete == null ? null : time(complete));
    Redis state = redis;
    status.putObject("redis").put("up", state.up()).put("since", time(state.since()));
    status.set("collector", collector(now));
    return status;
  }

  /** What the collector told, but for its own id, with what only this process can know. */
  private @Nullable JsonNode collector(Instant now) {
    Collector last = collector;
    if (last == null) return null;
    ObjectNode object = JsonMapper.shared().createObjectNode().put("up", isUp(last, now))
        .put("heard", time(last.heard()));
    last.told().properties().forEach(member -> {
      if (!"collector".equals(member.getKey())) object.set(member.getKey(), member.getValue());
    });
    return object;
  }

  /** The line for viewers, ended. */
  byte[] line(Instant now, int viewers, @Nullable Instant complete) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.set("status", object(now, viewers, complete));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
