package civiz.collector.source;

import civiz.contract.Area;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import twitter4j.TwitterException;

/**
 * Located tweets from a server that speaks X's v1.1 {@code statuses/filter}, through Twitter4J. {@link StreamLoop}
 * keeps it connected; Twitter4J hands the lines to {@link TwitterListener} on a thread of its own, which lives as long
 * as the connection.
 *
 * <p>Answers that a person must do something about (401, 403, 404, 406, 413, 416) are tried again all the same, at
 * the longest wait that v1.1 documents for HTTP errors, because a gateway that comes back or an account that is put
 * right should not need a restart here.
 */
public final class Twitter4jSource implements PostSource {
  private static final Duration CHECK = Duration.ofSeconds(10);

  private final Twitter4jConfig config;
  private final double[][] locations;
  private final StreamTiming timing;
  private final StreamLoop loop;
  private final AtomicLong limited = new AtomicLong();
  private final AtomicLong stalls = new AtomicLong();

  /** A source for these areas, at least one. */
  public Twitter4jSource(Twitter4jConfig config, List<Area> areas) {
    this(config, areas, StreamTiming.V1);
  }

  Twitter4jSource(Twitter4jConfig config, List<Area> areas, StreamTiming timing) {
    this.config = config;
    this.timing = timing;
    locations = areas.stream().flatMap(area -> Stream.of(area.box().toTwitterLocations()))
        .toArray(double[][]::new);
    loop = new StreamLoop(name(), timing, InstantSource.system());
  }

  @Override
  public String name() {
    return "twitter4j";
  }

  @Override
  public void start(Intake intake) {
    loop.start(live -> read(new TwitterListener(intake, limited, stalls), live));
  }

  private StreamFailure read(TwitterListener listener, Runnable live) {
    StreamFailure failure = StreamFailure.LOST;
    try (TwitterConnection connection = TwitterConnection.open(config, locations, timing.silence())) {
      live.run();
      while (!loop.isClosed())
        connection.next(listener);
    } catch (TwitterException | RuntimeException e) {
      failure = StreamFailure.of(e);
    }
    StreamFailure goodbye = listener.goodbye();
    return goodbye != null ? goodbye : failure;
  }

  /** Opens the stream and closes it. Servers end an older connection with the same credentials for it. */
  @Override
  public String check() throws Unusable {
    try (TwitterConnection _ = TwitterConnection.open(config, locations, CHECK)) {
      return "the stream opens";
    } catch (TwitterException e) {
      throw new Unusable(StreamFailure.of(e).why());
    }
  }

  /** Counts {@code limited}: posts the server withheld; {@code stalls}: its warnings that we read too slowly. */
  @Override
  public SourceStatus status() {
    return loop.status(Map.of("limited", limited.get(), "stalls", stalls.get()), null);
  }

  @Override
  public void close() {
    loop.close();
  }
}
