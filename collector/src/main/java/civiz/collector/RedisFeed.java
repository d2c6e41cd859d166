package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.FeedKeys;
import civiz.contract.PasswordPatience;
import civiz.contract.RedisAdvice;
import civiz.contract.Retraction;
import civiz.contract.SharedConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The collector's side of Redis, and with {@link RedisServers} its only importer of Jedis. One connection, on a cluster
 * one to each node that has what is asked for; opened when it is needed and again after any error. Threads may share it:
 * each question waits for those before it, in their order, a few seconds at most. Only one of them may publish.
 *
 * <p>A node of a cluster that has not, or not yet, what it is asked for is as good as away: nothing was done, and the next
 * question goes to the one that has it then.
 */
final class RedisFeed implements AutoCloseable {
  /** Entries of the log read at once, a megabyte or so. */
  private static final int PAGE = 1_000;

  private static final String PUBLISH = resource("publish.lua");
  /** On a cluster PUBLISH would go to all its nodes; this goes only to those that have the area. */
  private static final String SPUBLISH = PUBLISH.replace("local PUBLISH = 'PUBLISH'",
      "local PUBLISH = 'SPUBLISH'");
  /** Greater than any before it, by the clock even when Redis has forgotten those. */
  private static final String TOKEN = """
      local time = redis.call('TIME')
      local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
      local token = math.max(tonumber(redis.call('HGET', KEYS[1], 'token') or '0') + 1, now)
      redis.call('HDEL', KEYS[1], 'token')
      redis.call('HSET', KEYS[1], 'token', string.format('%.0f', token))
      return token""";

  /** What only an event with a post has. */
  private static final String POST = ",\"post\":";
  private static final Pattern RUN_ID = Pattern.compile("^run_id:(\\w+)", Pattern.MULTILINE);
  private static final Pattern NUMBER = Pattern.compile("^(\\w+):(\\d+)\\r?$", Pattern.MULTILINE);

  static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

  private final SharedConfig config;
  private final RedisServers servers;
  private final PasswordPatience patience;
  /** The connection that was published over last; null after an error. */
  private @Nullable Connection known;
  /** Of the server at the other end of it. */
  private String runId = "";
  private byte[] publishSha = {};

  /** Connects nothing yet. */
  RedisFeed(SharedConfig config) {
    this(config, new PasswordPatience());
  }

  /** @param patience with a password that is refused */
  RedisFeed(SharedConfig config, PasswordPatience patience) {
    this.config = config;
    this.patience = patience;
    servers = RedisServers.of(config);
  }

  /** Redis can't be reached, or the answer was lost: nobody knows whether it was done. */
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;

    Away(JedisException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Redis has refused the password for so long that only a restart helps. Thrown by everything that asks Redis. */
  static final class LockedOut extends RuntimeException {
    private static final long serialVersionUID = 1;

    LockedOut(JedisException cause) {
      super(PasswordPatience.lastWords(), cause);
    }
  }

  /** Redis answered that it won't: it was not done. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(JedisDataException cause) {
      super(cause.getMessage(), cause);
    }

    /** Because it has no memory left. Redis 6.2 puts words of its own before the code. */
    boolean isOutOfMemory() {
      return String.valueOf(getMessage()).contains("OOM ");
    }
  }

  /** A later collector publishes: this one never may again. */
  static final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1;

    Fenced(JedisDataException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** A new fencing token for an area: whoever has an older one may not publish there any more. */
  long token(FeedKeys keys) {
    return (Long) on(keys.head(), COMMANDS.eval(TOKEN, List.of(keys.head()), List.of()));
  }

  /** The ids of the posts in the log that a retraction covers, oldest first. */
  List<String> postsOf(FeedKeys keys, Retraction.OfAuthor retraction) {
    List<String> ids = new ArrayList<>();
    readLog(keys, fields -> {
      String id = fields.getOrDefault("ids", "");
      boolean post = fields.getOrDefault("event", "").contains(POST);
      if (post && retraction.covers(id, fields.get("author"))) ids.add(id);
    });
    return ids;
  }

  /** Whether the log has this post. */
  boolean has(FeedKeys keys, String id) {
    String last = on(keys.ids(), COMMANDS.hget(keys.ids(), id));
    return last != null && !last.startsWith("r");
  }

  /**
   * Asks whether commands would be carried out, without carrying any out: a transaction takes note of each, refuses
   * what this user may not do or this server can't, and is given up.
   *
   * @param key on a cluster, the node that has it is asked
   * @return the server's name and version
   * @throws Refused when one would not be
   */
  String rehearse(String key, List<List<String>> commands) {
    return ask(() -> {
      try (Connection connection = servers.connection(key)) {
        String server = RedisAdvice.server(info(connection));
        connection.executeCommand(new CommandArguments(Protocol.Command.MULTI));
        for (List<String> command : commands) {
          CommandArguments arguments = new CommandArguments(Protocol.Command.valueOf(command.getFirst()));
          connection.executeCommand(arguments.addObjects(command.subList(1, command.size())));
        }
        connection.executeCommand(new CommandArguments(Protocol.Command.DISCARD));
        return server;
      } catch (JedisDataException e) {
        disconnect();
        throw refused(e);
      }
    });
  }

  /**
   * Looks how much memory there is, and what the areas take of it: on a cluster the node's that has them, and after them
   * those of its other areas.
   *
   * @param areas of one server
   * @throws Refused when this user may not know
   */
  LogRoom room(List<FeedKeys> areas) {
    return ask(() -> {
      Response<Object> memory;
      List<Response<Long>> answers = new ArrayList<>();
      try (Pipeline pipeline = new Pipeline(servers.connection(areas.getFirst().head()), true)) {
        memory = pipeline.sendCommand(Protocol.Command.INFO, "memory");
        for (FeedKeys keys : here(areas)) {
          answers.add(pipeline.xlen(keys.log()));
          answers.add(pipeline.memoryUsage(keys.log()));
          answers.add(pipeline.memoryUsage(keys.ids()));
        }
        pipeline.sync();
      }
      try {
        Map<String, Long> told = numbers(new String((byte[]) memory.get(), UTF_8));
        List<LogRoom.Log> logs = new ArrayList<>();
        for (int i = 0; i < answers.size(); i += 3) {
          logs.add(new LogRoom.Log(number(answers.get(i)),
              number(answers.get(i + 1)) + number(answers.get(i + 2))));
        }
        // what goes to replicas and to the disk does not count
        long used = told.getOrDefault("used_memory", 0L) - told.getOrDefault("mem_not_counted_for_evict", 0L);
        return new LogRoom(told.getOrDefault("maxmemory", 0L), used,
            told.getOrDefault("mem_clients_normal", 0L), logs);
      } catch (JedisDataException e) {
        throw refused(e);
      }
    });
  }

  private List<FeedKeys> here(List<FeedKeys> areas) {
    String key = areas.getFirst().head();
    Stream<FeedKeys> others = config.areas().stream().map(FeedKeys::of)
        .filter(other -> !areas.contains(other) && servers.together(key, other.head()));
    return Stream.concat(areas.stream(), others).toList();
  }

  private static Map<String, Long> numbers(String info) {
    return NUMBER.matcher(info).results()
        .collect(Collectors.toMap(match -> match.group(1), match -> Long.valueOf(match.group(2))));
  }

  /** Of a key that is not there, 0. */
  private static long number(Response<@Nullable Long> answer) {
    Long number = answer.get();
    return number == null ? 0 : number;
  }

  /** Reads an area's whole log, oldest first, an entry's fields at a time. */
  void readLog(FeedKeys keys, Consumer<Map<String, String>> reader) {
    String from = "-";
    while (true) {
      String start = from;
      List<StreamEntry> page = on(keys.log(), COMMANDS.xrange(keys.log(), start, "+", PAGE));
      for (StreamEntry entry : page)
        reader.accept(entry.getFields());
      if (page.size() < PAGE) return;
      from = "(" + page.getLast().getID();
    }
  }

  /**
   * Sends the shares of areas in one go, and gives each its answer.
   *
   * @param parts of areas that are on one server
   * @throws Away    when the answers were lost: send all again
   * @throws Refused when Redis refused some: those have no answer, and were not applied
   * @throws Fenced  when a later collector publishes in one of the areas
   */
  void publish(List<Batch.Part> parts) {
    if (parts.isEmpty()) return;
    List<JedisDataException> refusals = ask(() -> tryPublish(parts));
    if (refusals.stream().anyMatch(JedisNoScriptException.class::isInstance)) {
      disconnect();
      refusals = ask(() -> tryPublish(parts.stream().filter(part -> !part.isAnswered()).toList()));
    }
    for (JedisDataException refusal : refusals) {
      if (String.valueOf(refusal.getMessage()).contains("FENCED")) throw new Fenced(refusal);
    }
    if (!refusals.isEmpty()) {
      disconnect();
      throw new Refused(refusals.getFirst());
    }
  }

  private List<JedisDataException> tryPublish(List<Batch.Part> parts) {
    List<Response<Object>> answers = new ArrayList<>(parts.size());
    try (Connection connection = servers.connection(parts.getFirst().feed.keys.head())) {
      if (!connection.equals(known)) meet(connection);
      Pipeline pipeline = new Pipeline(connection);
      for (Batch.Part part : parts)
        answers.add(pipeline.evalsha(publishSha, 4, part.arguments(runId)));
      pipeline.sync();
    }
    List<JedisDataException> refusals = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      try {
        List<?> answer = (List<?>) answers.get(i).get();
        parts.get(i).answer((byte[]) answer.get(0), (byte[]) answer.get(1), (byte[]) answer.get(2));
      } catch (JedisRedirectionException | JedisClusterException e) {
        throw e;
      } catch (JedisDataException e) {
        refusals.add(e);
      }
    }
    return refusals;
  }

  private void meet(Connection connection) {
    Matcher matcher = RUN_ID.matcher(info(connection));
    runId = matcher.find() ? matcher.group(1) : "";
    connection.sendCommand(Protocol.Command.SCRIPT, "LOAD", config.redisCluster() ? SPUBLISH : PUBLISH);
    publishSha = connection.getBinaryBulkReply();
    known = connection;
  }

  private static String info(Connection connection) {
    connection.sendCommand(Protocol.Command.INFO, "server");
    return connection.getBulkReply();
  }

  /** What Redis answered that it won't; but what another node of a cluster has, this one can't. */
  private static RuntimeException refused(JedisDataException answer) {
    boolean elsewhere = answer instanceof JedisRedirectionException
        || answer instanceof JedisClusterException;
    return elsewhere ? answer : new Refused(answer);
  }

  /** Asks the server that has a key; what Redis refuses counts as {@link Away}. */
  <T extends @Nullable Object> T on(String key, CommandObject<T> command) {
    return ask(() -> {
      try (Connection connection = servers.connection(key)) {
        return connection.executeCommand(command);
      }
    });
  }

  /**
   * The same, where it matters why nothing was done.
   *
   * @throws Refused when Redis answers that it won't
   */
  <T extends @Nullable Object> T onOrRefused(String key, CommandObject<T> command) {
    return ask(() -> {
      try (Connection connection = servers.connection(key)) {
        return connection.executeCommand(command);
      } catch (JedisDataException e) {
        throw refused(e);
      }
    });
  }

  private <T extends @Nullable Object> T ask(Supplier<T> question) {
    try {
      T answer = question.get();
      patience.accepted();
      return answer;
    } catch (JedisException e) {
      disconnect();
      if (patience.isOver(e.getMessage())) throw new LockedOut(e);
      throw new Away(e);
    }
  }

  /** The server may have become a replica, or another one may have its name: the next connection will see. */
  private void disconnect() {
    servers.disconnect();
    known = null;
  }

  private static String resource(String name) {
    try (InputStream in = RedisFeed.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is not in the jar");
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
