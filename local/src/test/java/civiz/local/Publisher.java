package civiz.local;

import civiz.testing.JetstreamServer;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Writes tweets and records all the time, and now and then takes one back: the truth that {@link FaultsIT} compares
 * with. A v1.1 stream does not repeat what it sent while nobody listened, Jetstream does: so tweets are written only
 * where a collector lives that hears them. Writes on a thread of its own; the other methods are callable from any.
 */
final class Publisher implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(25);
  /** One in so many is a deletion. */
  private static final int DELETION = 12;
  private static final String AUTHOR = "did:plc:aaaabbbbccccddddeeeeffff";
  private static final String COLLECTION = "app.beaconbits.beacon";

  private final TwitterStreamServer twitter;
  private final JetstreamServer jetstream;
  private final Random random;
  private final List<Written> kept = new ArrayList<>();
  private final Set<String> retracted = new HashSet<>();
  private boolean tweeting = true;
  private int number;
  private volatile boolean writing;
  private Thread thread;

  private record Written(String id, Runnable delete) {}

  Publisher(TwitterStreamServer twitter, JetstreamServer jetstream, long seed) {
    this.twitter = twitter;
    this.jetstream = jetstream;
    random = new Random(seed);
    resume();
  }

  /** Writes on after {@link #pause}. */
  void resume() {
    writing = true;
    thread = Thread.ofPlatform().name("publisher").start(this::write);
  }

  private void write() {
    while (writing) {
      if (random.nextInt(DELETION) == 0) delete();
      else post();
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  /** Writes one; gives back its post's id. */
  synchronized String post() {
    return keep(tweeting && random.nextBoolean() ? tweet() : record());
  }

  /** Writes one of each kind; gives back their posts' ids. When these are in the log, so is all that was written before. */
  synchronized List<String> postBoth() {
    return List.of(keep(tweet()), keep(record()));
  }

  private String keep(Written written) {
    kept.add(written);
    number++;
    return written.id();
  }

  private double lon() {
    return -87.9 + random.nextDouble() * 0.45;
  }

  private double lat() {
    return 41.7 + random.nextDouble() * 0.3;
  }

  private Written tweet() {
    Tweets tweet = Tweets.at(lon(), lat()).text("number " + number);
    twitter.send(tweet.json());
    return new Written("x:" + tweet.id(), () -> twitter.delete(tweet.id(), 42));
  }

  private Written record() {
    String key = "post" + number;
    jetstream.commit("create", AUTHOR, COLLECTION, key, String.format(Locale.ROOT, """
        {"$type":"app.beaconbits.beacon","shout":"number %d","createdAt":"%s",
         "location":{"latitude":"%f","longitude":"%f"}}""", number, Instant.now(), lat(), lon()));
    return new Written("jetstream:%s/%s/%s".formatted(AUTHOR, COLLECTION, key),
        () -> jetstream.commit("delete", AUTHOR, COLLECTION, key, ""));
  }

  private synchronized void delete() {
    if (kept.isEmpty()) return;
    // of the latest ones, so that some are still on their way
    int from = Math.max(0, kept.size() - 30);
    int one = from + random.nextInt(kept.size() - from);
    if (!tweeting && kept.get(one).id().startsWith("x:")) return;
    Written written = kept.remove(one);
    written.delete().run();
    retracted.add(written.id());
  }

  /** Writes a tweet, and none after it: nobody will hear them. Gives back its post's id; it is never taken back. */
  synchronized String lastTweet() {
    tweeting = false;
    return keep(tweet());
  }

  /** A collector listens to both streams again. */
  synchronized void tweetAgain() {
    tweeting = true;
  }

  /** Waits until a collector listens to both streams. */
  void awaitListener(Duration patience) {
    Awaitility.await("a collector listens").atMost(patience)
        .until(() -> twitter.open() > 0 && jetstream.open() > 0);
  }

  /** The ids of the posts that were written and not taken back. */
  synchronized Set<String> kept() {
    return kept.stream().map(Written::id).collect(Collectors.toSet());
  }

  /** Counts as kept only what Redis still has after it lost data. */
  synchronized void keepOnly(Set<String> ids) {
    kept.removeIf(written -> !ids.contains(written.id()));
  }

  /** The ids of those taken back. */
  synchronized Set<String> retracted() {
    return Set.copyOf(retracted);
  }

  /** Pauses. */
  void pause() {
    writing = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    pause();
  }
}
