package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import civiz.testing.FeedReader;
import civiz.testing.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * Whatever a client sends, it costs nobody but itself. {@code -Dhostile=200000} for that many cases, {@code -Dseed=…}
 * to repeat a run.
 */
class HostileInputTest {
  @RegisterExtension
  static final TestRedis redis = new TestRedis();

  private static final int CASES = Integer.getInteger("hostile", 2000);
  private static final long SEED = Long.getLong("seed", System.nanoTime() % 1_000_000);
  private static final int CLIENTS = 16;
  private static final Duration LONG = Duration.ofSeconds(60);
  /** Instead of a code: an answer over HTTP. */
  private static final int REFUSED = 400;

  /** What is sent after an upgrade, and how the server has to end it. */
  private enum Attack {
    RANDOM(0) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.upgrade("area=chicago");
        socket.send(bytes(random, 1 + random.nextInt(400)));
        socket.halfClose();
        return socket.awaitEnd();
      }
    },
    RANDOM_REQUEST(0) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.send(bytes(random, 1 + random.nextInt(400)));
        socket.halfClose();
        int status = socket.status();
        return status == 400 || status == 0 ? 0 : status;
      }
    },
    WRONG_QUERY(REFUSED) {
      @Override
      int run(RawSocket socket, Random random) {
        String[] queries = {"area=%zz&since=x", "since=e:-1", "area=chicago&format=%00",
          "since=" + "e".repeat(65) + ":1",
          "area=chicago&since=e:1&since=&format=html", "area=&area=atlantis",
          "area=chicago&since=e%0d%0ax:1"};
        int status = socket.upgrade(queries[random.nextInt(queries.length)]);
        return status == 404 ? REFUSED : status;
      }
    },
    BROKEN_UPGRADE(REFUSED) {
      @Override
      int run(RawSocket socket, Random random) {
        String request = new String(RawSocket.request("area=chicago"), UTF_8);
        String[][] changes = {{"Version: 13", "Version: 7"}, {"Sec-WebSocket-Key", "X-Key"},
          {"Host: ", "Hos"},
          {"area=chicago", "area=%zz"}, {"Upgrade: websocket", "Upgrade: h2c"}, {"GET", "POST"},
          {"Connection: Upgrade", "Connection: close"}};
        String[] change = changes[random.nextInt(changes.length)];
        socket.send(request.replace(change[0], change[1]).getBytes(UTF_8));
        int status = socket.status();
        return status >= 400 && status < 500 ? REFUSED : status;
      }
    },
    TRUNCATED_UPGRADE(0) {
      @Override
      int run(RawSocket socket, Random random) {
        byte[] request = RawSocket.request("area=chicago");
        socket.send(Arrays.copyOf(request, random.nextInt(request.length)));
        if (random.nextBoolean()) socket.halfClose();
        else socket.reset();
        return 0;
      }
    },
    TEXT(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        return afterUpgrade(socket,
            RawSocket.frame(RawSocket.FIN | RawSocket.TEXT, new byte[random.nextInt(20)]));
      }
    },
    TEXT_NOT_UTF8(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        byte[] text = {'a', (byte) 0xFF, 'b'};
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | RawSocket.TEXT, text));
      }
    },
    EMPTY(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | RawSocket.BINARY, new byte[0]));
      }
    },
    FRAGMENT(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        return afterUpgrade(socket, RawSocket.frame(RawSocket.BINARY, bytes(random, 10)));
      }
    },
    ENDLESS_FRAGMENTS(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.upgrade("area=chicago");
        socket.send(RawSocket.frame(RawSocket.TEXT, new byte[100]));
        byte[] more = RawSocket.frame(RawSocket.CONTINUATION, new byte[100]);
        for (int i = 0; i < 500 && socket.send(more); i++) {}
        return orReset(socket, 1008);
      }
    },
    OVERSIZED(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.upgrade("area=chicago");
        socket.send(RawSocket.frame(RawSocket.FIN | RawSocket.BINARY, new byte[200_000]));
        return orReset(socket, 1008);
      }
    },
    TOO_LONG_TO_COUNT(1009) {
      @Override
      int run(RawSocket socket, Random random) {
        long[] lengths = {1L << 31, 1L << 62, Long.MIN_VALUE, -1};
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | RawSocket.BINARY, new byte[0], true,
            lengths[random.nextInt(lengths.length)]));
      }
    },
    BEFORE_THE_ANSWER(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        byte[] request = RawSocket.request("area=chicago");
        byte[] frame = RawSocket.frame(RawSocket.FIN | RawSocket.TEXT, new byte[3]);
        byte[] both = Arrays.copyOf(request, request.length + frame.length);
        System.arraycopy(frame, 0, both, request.length, frame.length);
        socket.send(both);
        assertThat(socket.status()).isEqualTo(101);
        return socket.awaitEnd();
      }
    },
    CONTINUATION_OF_NOTHING(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | RawSocket.CONTINUATION, new byte[5]));
      }
    },
    UNMASKED(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        int[] opcodes = {RawSocket.TEXT, RawSocket.PING, RawSocket.PONG};
        return afterUpgrade(socket,
            RawSocket.frame(RawSocket.FIN | opcodes[random.nextInt(3)], new byte[5], false, 5));
      }
    },
    RESERVED_OPCODE(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        int opcode = (random.nextBoolean() ? 3 : 11) + random.nextInt(5);
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | opcode, new byte[5]));
      }
    },
    RESERVED_BITS(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        int[] opcodes = {RawSocket.TEXT, RawSocket.PING};
        int bits = (1 + random.nextInt(7)) << 4;
        return afterUpgrade(socket,
            RawSocket.frame(RawSocket.FIN | bits | opcodes[random.nextInt(2)], new byte[5]));
      }
    },
    LONG_CONTROL(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        int[] opcodes = {RawSocket.PING, RawSocket.PONG, RawSocket.CLOSE};
        return afterUpgrade(socket,
            RawSocket.frame(RawSocket.FIN | opcodes[random.nextInt(3)], new byte[126 + random.nextInt(100)]));
      }
    },
    FRAGMENTED_CONTROL(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        return afterUpgrade(socket, RawSocket.frame(RawSocket.PING, new byte[5]));
      }
    },
    WRONG_CLOSE_CODE(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        int[] codes = {0, 1, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535};
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | RawSocket.CLOSE,
            RawSocket.closing(codes[random.nextInt(codes.length)])));
      }
    },
    HALF_A_CLOSE_CODE(1002) {
      @Override
      int run(RawSocket socket, Random random) {
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | RawSocket.CLOSE, new byte[1]));
      }
    },
    CLOSE_REASON_NOT_UTF8(1007) {
      @Override
      int run(RawSocket socket, Random random) {
        return afterUpgrade(socket, RawSocket.frame(RawSocket.FIN | RawSocket.CLOSE,
            RawSocket.closing(1000, (byte) 0xC0, (byte) 0xAF)));
      }
    },
    FLOOD(1008) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.upgrade("area=chicago");
        int opcode = random.nextBoolean() ? RawSocket.PING : RawSocket.PONG;
        byte[] frame = RawSocket.frame(RawSocket.FIN | opcode, bytes(random, random.nextInt(126)));
        for (int i = 0; i < 10 * Viewer.MOST_CONTROLS && socket.send(frame); i++) {}
        return orReset(socket, 1008);
      }
    },
    TRUNCATED_FRAME(RawSocket.ABNORMAL) {
      @Override
      int run(RawSocket socket, Random random) {
        byte[] frame = RawSocket.frame(RawSocket.FIN | RawSocket.PING, bytes(random, 100));
        socket.upgrade("area=chicago");
        socket.send(Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1)));
        socket.halfClose();
        return socket.awaitEnd();
      }
    },
    HALF_CLOSED(RawSocket.ABNORMAL) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.upgrade("area=chicago");
        socket.halfClose();
        return socket.awaitEnd();
      }
    },
    RESET(0) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.upgrade("area=chicago");
        socket.send(bytes(random, random.nextInt(3)));
        socket.reset();
        return 0;
      }
    },
    GOOD_CLOSE(1000) {
      @Override
      int run(RawSocket socket, Random random) {
        socket.upgrade("area=chicago");
        socket.send(RawSocket.frame(RawSocket.FIN | RawSocket.PING, new byte[125]));
        return afterUpgraded(socket,
            RawSocket.frame(RawSocket.FIN | RawSocket.CLOSE, RawSocket.closing(1000)));
      }
    };

    /** The close code; 0 where any clean end will do. */
    final int expected;

    Attack(int expected) {
      this.expected = expected;
    }

    abstract int run(RawSocket socket, Random random);

    static int afterUpgrade(RawSocket socket, byte[] frame) {
      assertThat(socket.upgrade("area=chicago")).isEqualTo(101);
      return afterUpgraded(socket, frame);
    }

    static int afterUpgraded(RawSocket socket, byte[] frame) {
      socket.send(frame);
      return socket.awaitEnd();
    }

    /** Who goes on sending may be reset before it reads the close frame. */
    static int orReset(RawSocket socket, int code) {
      int end = socket.awaitEnd();
      return end == RawSocket.ABNORMAL ? code : end;
    }

    static byte[] bytes(Random random, int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }
  }

  /** Ends without the close frame that was due; TCP lets a reset overtake it. */
  private final AtomicInteger resets = new AtomicInteger();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  @Test
  void whateverIsSentEndsCleanlyAndNobodyElseNotices() throws InterruptedException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    try (TestPublisher publisher = new TestPublisher(redis.uri(), TestLines.AREA);
        WebApp app = start(publisher);
        FeedReader reader = new FeedReader(URI.create("http://localhost:" + app.port()), "chicago")) {
      await().atMost(LONG).until(reader::connected);
      long events = attack(app, publisher);
      Feed feed = app.feed("chicago");
      await().atMost(LONG).untilAsserted(() -> assertThat(feed.viewers()).as("seed %d", SEED).isEqualTo(1));
      await().atMost(LONG).until(() -> reader.taken().size() == events);
      assertThat(reader.taken()).isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.hellos()).isEqualTo(1);
      Metrics metrics = app.metrics();
      await().untilAsserted(() -> assertThat(metrics.viewersOpened.labelValues("chicago").getLongValue())
          .as("opened = left + cut + here")
          .isEqualTo(metrics.viewersLeft.labelValues("chicago").getLongValue() + cut(metrics) + 1));
      assertThat(cut(metrics)).isGreaterThan(CASES / 4);
      assertThat(resets.get()).as("ends without a close frame, seed %d", SEED)
          .isLessThanOrEqualTo(1 + CASES / 1000);
      assertThat(surprises).as("seed %d", SEED).isEmpty();
    } finally {
      root.detachAppender(logged);
    }
    assertThat(logged.list).as("what was logged, seed %d", SEED)
        .noneMatch(
            event -> event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
        .hasSizeLessThan(50);
  }

  private static long cut(Metrics metrics) {
    return Arrays.stream(Cut.values())
        .mapToLong(why -> metrics.viewersCut.labelValues("chicago", why.label()).getLongValue()).sum();
  }

  private static WebApp start(TestPublisher publisher) {
    redis.flush();
    publisher.heartbeat("{}");
    WebApp app = new WebApp(WebConfig.read(Map.of("PORT", "0", "REDIS_URL", redis.uri().toString(),
        "MAX_VIEWERS_PER_ADDRESS", "1000000"))).start();
    Awaitility.await().atMost(LONG).until(() -> app.feed("chicago").isReady());
    return app;
  }

  /** Runs all cases, publishing the while; gives back how many events there were. */
  private long attack(WebApp app, TestPublisher publisher) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofVirtual().start(() -> {
        for (int index = next.getAndIncrement(); index < CASES; index = next.getAndIncrement())
          attack(app, index);
      }));
    }
    long events = 0;
    for (Thread client : clients) {
      while (!client.join(Duration.ofMillis(50)))
        publisher.post("test:" + ++events, "calm");
    }
    return events;
  }

  private void attack(WebApp app, int index) {
    Random random = new Random(SEED + index);
    Attack attack = Attack.values()[random.nextInt(Attack.values().length)];
    try (RawSocket socket = new RawSocket(app.port(), 0)) {
      int end = attack.run(socket, random);
      if (attack.expected != 0 && end != attack.expected) {
        if (end == RawSocket.ABNORMAL) resets.incrementAndGet();
        else surprises.add("%s, case %d, ended with %d".formatted(attack, index, end));
      }
    } catch (RuntimeException | AssertionError e) {
      surprises.add("%s, case %d: %s".formatted(attack, index, e));
    }
  }
}
