package civiz.web;

import civiz.contract.Area;
import civiz.contract.FeedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** Publishes to one area as the collector does, by its own script, an event a call. */
final class TestPublisher implements AutoCloseable {
  private static final String SCRIPT = script();

  final FeedKeys keys;
  RedisClient redis;
  int most = 100_000;
  long retentionMillis = 3_600_000;
  private String run = "run";
  private String epoch = "";
  private String seq = "0";

  TestPublisher(URI uri, Area area) {
    redis = RedisClient.create(uri);
    keys = FeedKeys.of(area);
  }

  /** The collector's own, read where it lies, so that neither module waits for the other's tests. */
  private static String script() {
    try {
      return Files.readString(Path.of("../collector/src/main/resources/civiz/collector/publish.lua"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A post with a text; gives back its number. */
  long post(String id, String text) {
    return send("post", id, "test:author", post(id, "test:author", text, "open"), "");
  }

  long post(String id, String author, String json) {
    return send("post", id, author, json, "");
  }

  long retract(String id) {
    return send("retract", id, "", "{\"id\":\"%s\"}".formatted(id), "");
  }

  /** The collector's heartbeat, which also trims the log. */
  void heartbeat(String status) {
    send(status);
  }

  private long send(String kind, String ids, String author, String json, String status) {
    return run(status, kind, ids, author, json);
  }

  private void send(String status) {
    run(status);
  }

  private long run(String status, String... event) {
    List<String> arguments = new ArrayList<>(List.of("1", UUID.randomUUID().toString(), epoch, seq,
        UUID.randomUUID().toString().substring(0, 8), run, Long.toString(retentionMillis),
        Integer.toString(most),
        status));
    arguments.addAll(List.of(event));
    List<?> reply = (List<?>) redis.eval(SCRIPT, List.of(keys.head(), keys.log(), keys.ids(), keys.channel()),
        arguments);
    epoch = String.valueOf(reply.get(0));
    seq = String.valueOf(reply.get(1));
    return Long.parseLong(seq);
  }

  /** As a collector that starts again, on a server that has restarted: it can't prove continuity. */
  void forget() {
    epoch = "";
    seq = "0";
    run = UUID.randomUUID().toString();
  }

  String epoch() {
    return epoch;
  }

  /** A post that is in the log and never came on the channel. */
  void lose(long seq, long at) {
    String id = "test:" + seq;
    lose(seq, Map.of("event",
        "{\"epoch\":\"%s\",\"seq\":%d,\"post\":%s}".formatted(epoch, seq, post(id, "test:a", "", "open")),
        "ids", id,
        "author", "test:a", "at", Long.toString(at)));
  }

  /** An entry that is in the log and never came on the channel. */
  void lose(long seq, Map<String, String> entry) {
    redis.xadd(keys.log(), new StreamEntryID(seq, 0), entry);
    redis.hset(keys.head(), Map.of("seq", Long.toString(seq), "left", Long.toString(seq)));
    this.seq = Long.toString(seq);
  }

  /** Sets a value of the server's configuration. */
  void configure(String name, String value) {
    redis.executeCommand(new CommandArguments(Protocol.Command.CONFIG).add("SET").add(name).add(value));
  }

  /** With new connections, after the server was restarted. */
  void reconnect(URI uri) {
    redis.close();
    redis = RedisClient.create(uri);
  }

  /** Anything at all, on the channel. */
  void raw(String message) {
    redis.publish(keys.channel(), message);
  }

  static String post(String id, String author, String text, String rights) {
    return """
        {"type":"Feature","id":"%s","geometry":{"type":"Point","coordinates":[-87.63,41.88]},\
        "properties":{"source":"test","precision":"point","created":"2026-11-21T09:00:00Z",\
        "author":{"id":"%s","name":"Ada"},"text":"%s","url":"https://example.com/1","rights":"%s"}}\
        """.formatted(id, author, text, rights);
  }

  @Override
  public void close() {
    redis.close();
  }
}
