package civiz.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A real Redis Cluster: three masters, each with a replica that takes its place when it is gone. Made of the redis-server
 * on the PATH, each a child process on free ports of this machine. Used by one thread.
 */
public final class RedisCluster implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  /** How soon nodes take one of them for gone; a replica stands for election about as long after it. */
  private static final String NODE_TIMEOUT_MILLIS = "1500";
  private static final Duration START = Duration.ofSeconds(40);

  /** The first three are the masters of the beginning, and each one's replica is three after it. */
  private final List<Node> nodes;

  private record Node(int port, int bus, Path directory, Process process) {}

  /**
   * Starts it, and waits until all of it works.
   *
   * @throws org.opentest4j.TestAbortedException where no redis-server is installed
   */
  public RedisCluster() {
    Path server = Installed.find("Redis 7", "redis-server");
    nodes = IntStream.range(0, 2 * MASTERS).mapToObj(i -> start(server)).toList();
    try {
      join();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Node start(Path server) {
    int port = FreePort.next();
    int bus = FreePort.next();
    try {
      Path directory = Files.createTempDirectory("civiz-test-cluster-");
      Process process = new ProcessBuilder(server.toString(), "--bind", "127.0.0.1", "--port", "" + port,
          "--cluster-port", "" + bus, "--dir", directory.toString(), "--save", "", "--cluster-enabled", "yes",
          "--cluster-node-timeout", NODE_TIMEOUT_MILLIS, "--cluster-require-full-coverage", "no",
          "--repl-diskless-sync-delay", "0").redirectErrorStream(true)
          .redirectOutput(directory.resolve("redis.log").toFile()).start();
      return new Node(port, bus, directory, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void join() {
    for (Node node : nodes)
      Awaitility.await("a node answers").atMost(START).ignoreExceptions().until(() -> ask(node, "PING"),
          "PONG"::equals);
    Node first = nodes.getFirst();
    for (int i = 0; i < MASTERS; i++) {
      ask(nodes.get(i), "CLUSTER", "ADDSLOTSRANGE", "" + SLOTS * i / MASTERS,
          "" + (SLOTS * (i + 1) / MASTERS - 1));
      // elections need different ones
      ask(nodes.get(i), "CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
    }
    for (Node node : nodes.subList(1, nodes.size()))
      ask(first, "CLUSTER", "MEET", "127.0.0.1", "" + node.port, "" + node.bus);
    for (Node node : nodes) {
      Awaitility.await("a node knows all").atMost(START)
          .until(() -> ask(node, "CLUSTER", "INFO").contains("cluster_known_nodes:" + nodes.size()));
    }
    for (int i = 0; i < MASTERS; i++) {
      Node replica = nodes.get(i + MASTERS);
      String master = ask(nodes.get(i), "CLUSTER", "MYID");
      Awaitility.await("a replica has a master").atMost(START).ignoreExceptions()
          .until(() -> ask(replica, "CLUSTER", "REPLICATE", master), "OK"::equals);
    }
    for (Node node : nodes) {
      Awaitility.await("a node works").atMost(START)
          .until(() -> ask(node, "CLUSTER", "INFO").contains("cluster_state:ok")
              && (nodes.indexOf(node) < MASTERS
                  ? ask(node, "CLUSTER", "NODES").lines().filter(line -> line.contains("slave"))
                      .count() == MASTERS
                  : ask(node, "INFO", "replication").contains("master_link_status:up")));
    }
  }

  /** The node that has an area's keys now, {@code redis://host:port}. */
  public URI uri(String area) {
    return uri(owner(area));
  }

  private static URI uri(Node node) {
    return URI.create("redis://127.0.0.1:" + node.port);
  }

  /** Ends the node that has an area's keys now by SIGKILL. */
  public void kill(String area) {
    end(owner(area));
  }

  /** Moves the slot of an area, with all that is in it, to the node that has another area, as resharding does. */
  public void move(String area, String another) {
    Node source = owner(area);
    Node target = owner(another);
    String key = "civiz:{" + area + "}";
    String slot = String.valueOf(JedisClusterCRC16.getSlot(key));
    String id = ask(target, "CLUSTER", "MYID");
    ask(target, "CLUSTER", "SETSLOT", slot, "IMPORTING", ask(source, "CLUSTER", "MYID"));
    ask(source, "CLUSTER", "SETSLOT", slot, "MIGRATING", id);
    for (String part : List.of("head", "log", "ids"))
      ask(source, "MIGRATE", "127.0.0.1", "" + target.port, key + ":" + part, "0", "5000");
    ask(target, "CLUSTER", "SETSLOT", slot, "NODE", id);
    ask(source, "CLUSTER", "SETSLOT", slot, "NODE", id);
  }

  private Node owner(String area) {
    for (Node node : nodes) {
      try {
        if (!node.process.isAlive()) continue;
        ask(node, "EXISTS", "civiz:{" + area + "}:head");
        return node;
      } catch (JedisMovedDataException e) {
        // the next one
      }
    }
    throw new IllegalStateException("no node has " + area);
  }

  private static String ask(Node node, String command, String... arguments) {
    CommandArguments all = new CommandArguments(Protocol.Command.valueOf(command))
        .addObjects(List.of(arguments));
    try (Connection connection = new Connection("127.0.0.1", node.port)) {
      Object answer = connection.executeCommand(all);
      return answer instanceof byte[] text ? new String(text, UTF_8) : String.valueOf(answer);
    }
  }

  private static void end(Node node) {
    try {
      node.process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Redis ends", e);
    }
  }

  @Override
  public void close() {
    for (Node node : nodes) {
      end(node);
      try (Stream<Path> inside = Files.walk(node.directory)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList())
          Files.delete(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
