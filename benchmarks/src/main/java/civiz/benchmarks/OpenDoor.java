package civiz.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;

/**
 * Publishes {@link CityPosts} at an even rate, twenty times a second, on a thread of its own, until it is closed. A
 * publisher that was late makes up for it.
 */
final class OpenDoor implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final RedisClient redis;
  private final String channel;
  private final CityPosts posts = new CityPosts();
  private final Thread thread;
  private volatile double rate;
  private volatile boolean closed;
  private volatile long published;

  /** @param area whose channel it publishes on */
  OpenDoor(URI redis, String area) {
    this.redis = RedisClient.create(redis);
    this.channel = "civiz:{" + area + "}";
    thread = Thread.ofPlatform().name("open-door").daemon().start(this::run);
  }

  /** Posts a second from now on. */
  void rate(double posts) {
    rate = posts;
  }

  /** How many there were so far. */
  long published() {
    return published;
  }

  private void run() {
    double due = 0;
    long before = System.nanoTime();
    while (!closed) {
      Rig.sleep(EVERY);
      long now = System.nanoTime();
      due += rate * (now - before) / TimeUnit.SECONDS.toNanos(1);
      before = now;
      for (; due >= 1 && !closed; due--)
        redis.publish(channel, posts.feature(published++, Instant.now()));
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redis.close();
  }
}
