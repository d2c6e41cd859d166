package civiz.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * A Redis with the limits of Heroku's smallest, which is watched all the time: how many connections it has, how much
 * memory it uses.
 */
final class SmallRedis implements AutoCloseable {
  /** For watching, and for another look. */
  private static final int WATCHING = 2;
  private static final long MEMORY = 25L << 20;
  /** Longer than the 5 s between two uses of a connection, much shorter than Heroku's 300 s. */
  private static final int IDLE_SECONDS = 8;

  private static final int BALLAST = 100_000;

  private final RedisClient client;
  private final int connections;
  private final int ballast;
  private final Thread watcher = Thread.ofPlatform().name("watcher").unstarted(this::watch);
  private volatile boolean watching = true;
  private volatile long mostConnections;
  private volatile long mostMemory;
  private volatile long mostKept;

  /**
   * Sets the limits.
   *
   * @param budget  connections of web processes and collectors
   * @param ballast bytes that something else has taken
   */
  SmallRedis(URI uri, int budget, int ballast) {
    connections = budget + WATCHING;
    this.ballast = ballast;
    client = RedisClient.create(uri);
    client.flushAll();
    for (int i = 0; i < ballast; i += BALLAST)
      client.set("ballast:" + i, "x".repeat(BALLAST));
    // Heroku's smallest writes nothing to disk; and while Redis 6 writes its file anew, it takes 10 MB for that from what it may use
    client.configSet("appendonly", "no");
    client.configSet("maxmemory-policy", "noeviction");
    client.configSet("maxmemory", String.valueOf(MEMORY));
    client.configSet("maxclients", String.valueOf(connections));
    client.configSet("timeout", String.valueOf(IDLE_SECONDS));
    watcher.start();
  }

  private void watch() {
    try {
      while (watching) {
        mostConnections = Math.max(mostConnections, numbers("clients").getOrDefault("connected_clients", 0L));
        mostMemory = Math.max(mostMemory, numbers("memory").getOrDefault("used_memory", 0L));
        mostKept = Math.max(mostKept, kept());
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes of all keys; what is on its way to clients is in none, and Redis bounds it otherwise. */
  private long kept() {
    return client.keys("civiz:*").stream().map(client::memoryUsage).filter(Objects::nonNull)
        .mapToLong(Long::longValue).sum() + ballast;
  }

  private Map<String, Long> numbers(String section) {
    return client.info(section).lines().filter(line -> line.matches("\\w+:\\d+"))
        .map(line -> line.split(":"))
        .collect(Collectors.toMap(line -> line[0], line -> Long.valueOf(line[1])));
  }

  /** How many connections there are by each name that begins with civiz. */
  Map<String, Long> names() {
    byte[] clients = (byte[]) client
        .executeCommand(new CommandArguments(Protocol.Command.CLIENT).add("LIST"));
    return new String(clients, UTF_8).lines().map(line -> line.replaceFirst(".* name=(\\S*) .*", "$1"))
        .filter(name -> name.startsWith("civiz"))
        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
  }

  /** It never had to refuse a connection, and there was always room for what is on its way to clients. */
  void check() {
    assertThat(numbers("stats")).containsEntry("rejected_connections", 0L);
    assertThat(mostConnections).isLessThanOrEqualTo(connections);
    assertThat(mostKept).isBetween(MEMORY * 6 / 10, MEMORY * 9 / 10);
  }

  @Override
  public String toString() {
    return "at most %d of %d connections, %.1f of %.1f MB kept, %.1f MB with what is on its way to clients"
        .formatted(mostConnections, connections, mostKept / 1048576.0, MEMORY / 1048576.0,
            mostMemory / 1048576.0);
  }

  @Override
  public void close() {
    watching = false;
    watcher.interrupt();
    client.close();
  }
}
