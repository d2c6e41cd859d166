package civiz.collector.source;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import twitter4j.Twitter;
import twitter4j.TwitterException;
import twitter4j.v1.FilterQuery;
import twitter4j.v1.RawStreamListener;
import twitter4j.v1.StreamListener;
import twitter4j.v1.TwitterStream;

/**
 * One connection of Twitter4J to {@code statuses/filter}: request, signature, response and lines are Twitter4J's.
 * Only the loop around them is not. Twitter4J's own runs on a thread that dies without a word when the answer is
 * 403, sleeps through a request to stop, and can't be woken from a read, and every connection leaves a dispatcher
 * thread behind, for whose end there is no method. So this opens the stream and reads it on its caller's thread,
 * which gets every failure as an exception, and ends the dispatcher; for that it reaches four members that
 * Twitter4J 4.1.2 does not publish. Loading this class fails when another version lacks one.
 *
 * <p>All methods belong to one thread, best a virtual one: an interrupt closes the socket it waits for.
 */
final class TwitterConnection implements AutoCloseable {
  /** What Twitter4J itself allows for connecting. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  /** Lines read and not handled yet, some 3 KB each; more wait in the socket, and the server warns of a stall. */
  private static final int BACKLOG = 2_000;

  /** Twitter4J logs several lines an attempt; {@link Twitter4jSource} logs one an incident. Held, or it is collected. */
  private static final Logger TWITTER4J_LOG = Logger.getLogger("twitter4j");

  private static final MethodHandle OPEN;
  private static final MethodHandle NEXT;
  private static final MethodHandle CLOSE;
  private static final MethodHandle DISPATCHER;

  static {
    TWITTER4J_LOG.setLevel(Level.OFF);
    try {
      Class<?> opener = Class.forName("twitter4j.TwitterStreamImpl");
      Class<?> stream = Class.forName("twitter4j.StatusStreamBase");
      MethodHandles.Lookup inside = MethodHandles.privateLookupIn(stream, MethodHandles.lookup());
      OPEN = inside.findVirtual(opener, "getFilterStream",
          MethodType.methodType(Class.forName("twitter4j.StatusStream"), FilterQuery.class));
      NEXT = inside.findVirtual(stream, "next", MethodType.methodType(void.class, List.class, List.class));
      CLOSE = inside.findVirtual(stream, "close", MethodType.methodType(void.class));
      DISPATCHER = inside.findGetter(stream, "dispatcher", ExecutorService.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object stream;
  private final ThreadPoolExecutor dispatcher;

  private TwitterConnection(Object stream) throws TwitterException {
    this.stream = stream;
    dispatcher = (ThreadPoolExecutor) call(() -> DISPATCHER.invoke(stream));
  }

  /**
   * Opens the stream and returns when the server has accepted it.
   *
   * @param locations south-west and north-east corners, longitude before latitude
   * @param silence   how long the server may send nothing at all, then and later. It is the socket's read time-out,
   *                  the one watchdog that sees every byte: keep-alives, halves of lines, what is still compressed
   * @throws TwitterException when the server can't be reached or answers with an error
   */
  static TwitterConnection open(Twitter4jConfig config, double[][] locations, Duration silence)
      throws TwitterException {
    Twitter.TwitterBuilder builder = Twitter.newBuilder()
        .oAuthConsumer(config.consumerKey().value(), config.consumerSecret().value())
        .oAuthAccessToken(config.accessToken().value(), config.accessTokenSecret().value())
        .load(baseUrl(config.streamBaseUrl()))
        .httpConnectionTimeout(connectTimeout(silence)).httpReadTimeout((int) silence.toMillis());
    TwitterStream twitter = builder.build().v1().stream();
    FilterQuery query = FilterQuery.ofLocations(locations);
    return new TwitterConnection(call(() -> OPEN.invoke(twitter, query)));
  }

  /**
   * Waits for a line and hands it to the dispatcher.
   *
   * @param listener is called on the dispatcher's thread, for every line {@code onMessage} first
   * @throws TwitterException when the stream has ended or the server was silent for too long
   */
  void next(TwitterListener listener) throws TwitterException {
    while (dispatcher.getQueue().size() > BACKLOG && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(1_000_000);
    }
    List<StreamListener> listeners = List.of(listener);
    List<RawStreamListener> rawListeners = List.of(listener);
    call(() -> NEXT.invoke(stream, listeners, rawListeners));
  }

  /** Closes the socket, and returns when the lines read before have been handled; interrupted, it drops them. */
  @Override
  public void close() {
    try {
      call(() -> CLOSE.invoke(stream));
    } catch (TwitterException e) {
      // it is closed all the same
    } finally {
      dispatcher.close();
    }
  }

  private static int connectTimeout(Duration silence) {
    return (int) Math.min(CONNECT_TIMEOUT.toMillis(), silence.toMillis());
  }

  private static Properties baseUrl(@Nullable URI url) {
    Properties properties = new Properties();
    if (url != null) properties.setProperty("streamBaseURL", url.toString());
    return properties;
  }

  /** A call that reflection makes. */
  private interface Call {
    Object make() throws Throwable;
  }

  private static Object call(Call call) throws TwitterException {
    try {
      return call.make();
    } catch (TwitterException | RuntimeException | Error e) {
      throw e;
    } catch (IOException e) {
      throw new TwitterException(e);
    } catch (Throwable e) {
      throw new AssertionError("Twitter4J declares no other exception", e);
    }
  }
}
