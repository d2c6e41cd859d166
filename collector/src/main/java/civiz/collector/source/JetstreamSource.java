package civiz.collector.source;

import civiz.contract.Area;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records with coordinates from the whole AT Protocol network, as Bluesky's Jetstream, version 1, streams them: no
 * account, no cost, a trickle. One virtual thread connects, reads and connects again, from where it was: the events
 * since then come again, across servers, restarts and takeovers, so none is lost, and the few that come twice have
 * the same ids. When a server fails, the next one has its turn almost at once; only when all have failed, one after
 * the other, does the kind of failure say how long to wait.
 *
 * <p>Redis remembers the place in the stream and whose posts were handed over. When it is away and has to be asked,
 * the stream is left, and taken up again later at the same place.
 */
public final class JetstreamSource implements PostSource {
  /**
   * Jetstream documents no waits. A server of a public service that restarts is back within seconds; one that answers
   * with errors, or refuses, should not be asked all the time. Silence is two pings of 15 s.
   */
  static final StreamTiming TIMING = new StreamTiming(Duration.ofMillis(250), Duration.ofSeconds(16),
      Duration.ofSeconds(5), Duration.ofSeconds(240), Duration.ofMinutes(1), Duration.ofMinutes(16),
      Duration.ofSeconds(30), Duration.ofSeconds(30));
  /** Between looks at what is due: a checkpoint, a ping. */
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofSeconds(10);

  private final List<URI> urls;
  private final List<Area> areas;
  private final SourceMemory memory;
  private final StreamTiming timing;
  private final InstantSource clock;
  private final StreamLoop loop;
  private volatile @Nullable JetstreamEvents events;

  // of the stream's thread
  private final JetstreamCursor cursor;
  private int server;
  private int failed;

  /**
   * @param areas  whose posts are wanted; the network can't be asked for a place, so all are read and few are here
   * @param memory keeps the place in the stream
   */
  public JetstreamSource(JetstreamConfig config, List<Area> areas, SourceMemory memory) {
    this(config, areas, memory, TIMING, InstantSource.system());
  }

  JetstreamSource(JetstreamConfig config, List<Area> areas, SourceMemory memory, StreamTiming timing,
      InstantSource clock) {
    urls = config.urls();
    this.areas = areas;
    this.memory = memory;
    this.timing = timing;
    this.clock = clock;
    loop = new StreamLoop(name(), timing, clock);
    cursor = new JetstreamCursor(clock);
  }

  @Override
  public String name() {
    return JetstreamRecord.SOURCE;
  }

  @Override
  public void start(Intake intake) {
    JetstreamEvents taker = new JetstreamEvents(areas, new JetstreamAuthors(memory), intake, clock);
    events = taker;
    loop.start(live -> read(taker, intake, live));
  }

  private StreamFailure read(JetstreamEvents taker, Intake intake, Runnable live)
      throws InterruptedException {
    try {
      cursor.recall(memory);
      return subscribe(taker, intake, live);
    } catch (SourceMemory.Away e) {
      return new StreamFailure(StreamFailure.Kind.NETWORK, "Redis is away, which knows where to go on");
    }
  }

  private StreamFailure subscribe(JetstreamEvents taker, Intake intake, Runnable live)
      throws InterruptedException {
    try (JetstreamConnection connection = connect(urls.get(server), timing.silence(), intake::malformed)) {
      while (true) {
        switch (connection.next(look())) {
          case JetstreamHeard.Open open -> {
            failed = 0;
            cursor.opened();
            live.run();
          }
          case JetstreamHeard.Message message -> cursor.passed(taker.take(message.text()));
          case JetstreamHeard.End end -> {
            return next(end.why());
          }
          case null -> {
            // nothing yet
          }
        }
        cursor.tell(intake);
      }
    } finally {
      cursor.tellNow(intake);
    }
  }

  private Duration look() {
    Duration often = timing.silence().dividedBy(8);
    return often.compareTo(LOOK) < 0 ? often : LOOK;
  }

  /** The next server's turn. */
  private StreamFailure next(StreamFailure why) {
    server = (server + 1) % urls.size();
    failed++;
    return failed % urls.size() == 0 ? why : new StreamFailure(StreamFailure.Kind.NETWORK, why.why());
  }

  private JetstreamConnection connect(URI url, Duration most, Consumer<String> malformed) {
    return new JetstreamConnection(URI.create(url + query()), most, timing.silence(), malformed);
  }

  private String query() {
    String query = "?wantedCollections=" + String.join("&wantedCollections=", JetstreamRecords.collections())
        + "&maxMessageSizeBytes=" + JetstreamListener.LONGEST;
    return cursor.from().isEmpty() ? query : query + "&cursor=" + cursor.from().getAsLong();
  }

  /** Subscribes to one server after the other until one lets it, and leaves again. */
  @Override
  public String check() throws Unusable {
    String why = "";
    Duration share = CHECK.dividedBy(urls.size());
    for (URI url : urls) {
      try (JetstreamConnection connection = connect(url, share, malformed -> {})) {
        JetstreamHeard heard = connection.next(share);
        if (heard instanceof JetstreamHeard.Open) return url.getAuthority() + " takes the subscription";
        why = heard instanceof JetstreamHeard.End end ? end.why().why() : "the server did not answer in time";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Unusable("interrupted");
      }
    }
    throw new Unusable(urls.size() == 1
        ? why
        : "none of the %d servers can be used; the last one: %s"
            .formatted(urls.size(), why));
  }

  /** Counts what {@link JetstreamEvents#counts} says. */
  @Override
  public SourceStatus status() {
    JetstreamEvents taker = events;
    return loop.status(taker == null ? Map.of() : taker.counts(), null);
  }

  @Override
  public void close() {
    loop.close();
  }
}
