package civiz.web;

import civiz.contract.PasswordPatience;
import civiz.contract.SharedConfig;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * All that keeps this process in step with Redis: one {@link FeedSubscriber}, or on a cluster one for each area, so that an
 * area whose node is away keeps none of the others waiting. Callable on any thread.
 */
final class Subscribers implements AutoCloseable {
  private final List<FeedSubscriber> all;
  private final RedisClock clock;

  /** @param all at least one */
  Subscribers(List<FeedSubscriber> all, RedisClock clock) {
    this.all = all;
    this.clock = clock;
  }

  /**
   * Not started yet.
   *
   * @param lockedOut told when Redis has refused the password for too long
   */
  static Subscribers of(SharedConfig config, Collection<Feed> feeds, Runnable lockedOut) {
    RedisClock clock = new RedisClock();
    return new Subscribers(config.parts().stream().map(part -> new FeedSubscriber(part,
        feeds.stream().filter(feed -> part.areas().contains(feed.area)).toList(), clock,
        new PasswordPatience(),
        lockedOut)).toList(), clock);
  }

  void start() {
    all.forEach(FeedSubscriber::start);
  }

  /** Whether every subscription stands, and since when; or since when one does not. */
  FeedStatus.Redis state() {
    List<FeedStatus.Redis> states = all.stream().map(FeedSubscriber::state).toList();
    List<FeedStatus.Redis> down = states.stream().filter(state -> !state.up()).toList();
    Comparator<Instant> order = Comparator.naturalOrder();
    return down.isEmpty()
        ? new FeedStatus.Redis(true, states.stream().map(FeedStatus.Redis::since).max(order).orElseThrow())
        : new FeedStatus.Redis(false, down.stream().map(FeedStatus.Redis::since).min(order).orElseThrow());
  }

  /** How many subscriptions have stood. */
  long subscriptions() {
    return all.stream().mapToLong(FeedSubscriber::subscriptions).sum();
  }

  /** Redis's clock; on a cluster that of the node last heard. */
  RedisClock clock() {
    return clock;
  }

  /** Asks Redis for signs of life, so that its silence means something; on the pulse's thread. */
  void ping() {
    all.forEach(FeedSubscriber::ping);
  }

  @Override
  public void close() {
    all.forEach(FeedSubscriber::close);
  }
}
