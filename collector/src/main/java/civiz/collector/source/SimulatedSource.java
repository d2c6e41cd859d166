package civiz.collector.source;

import civiz.contract.Area;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Plays a {@link SimulatedCity} in each area by the wall clock: the source when no credentials are set. It begins
 * with a thinned past, so that the first look at the map is alive, and goes on second by second on a thread of its
 * own. Nothing can fail but the clock: when that jumps, it begins anew at the new time.
 */
public final class SimulatedSource implements PostSource {
  /** What is told at the start, of each area. */
  private static final int PAST_SECONDS = 30 * 60;
  private static final int PAST_POSTS = 200;
  /** Milliseconds. What is due within a tick goes out together: 5,000 posts a second are 50 ticks. */
  private static final long TICK = 20;
  /** Milliseconds. Less is made up for; more is a clock that was set or a machine that slept. */
  private static final long CLOCK_JUMP = 60_000;

  private final List<SimulatedCity> cities;
  private final Clock clock;
  private volatile SourceStatus status;
  private final SourceThread thread = new SourceThread(Thread.ofPlatform().name("simulated").daemon());

  /** @param areas share the rate */
  public SimulatedSource(SimulatedConfig config, List<Area> areas) {
    this(config, areas, Clock.systemUTC());
  }

  SimulatedSource(SimulatedConfig config, List<Area> areas, Clock clock) {
    double rate = config.rate() / areas.size();
    this.cities = areas.stream().map(area -> new SimulatedCity(area, rate, config.seed())).toList();
    this.clock = clock;
    this.status = status(SourceStatus.State.CONNECTING);
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public void start(Intake intake) {
    status = status(SourceStatus.State.LIVE);
    thread.start(() -> {
      while (true)
        play(intake);
    });
  }

  @Override
  public String check() {
    return "simulated posts, not real ones";
  }

  private record Due(SimulatedCity city, SimulatedCity.Moment moment) {}

  /** The past, then what happens, until the clock jumps. */
  private void play(Intake intake) throws InterruptedException {
    long second = clock.instant().getEpochSecond();
    for (SimulatedCity city : cities) {
      city.past(second, PAST_SECONDS, PAST_POSTS).forEach(intake::post);
    }
    while (Math.abs(clock.millis() - second * 1000) < CLOCK_JUMP) {
      for (Due due : due(second)) {
        waitFor(due.moment().at());
        due.city().deliver(due.moment(), intake);
      }
      second++;
      waitFor(second * 1000);
    }
  }

  private List<Due> due(long second) {
    List<Due> due = new ArrayList<>();
    for (SimulatedCity city : cities) {
      for (SimulatedCity.Moment moment : city.moments(second))
        due.add(new Due(city, moment));
    }
    due.sort(Comparator.comparingLong(d -> d.moment().at()));
    return due;
  }

  /** Returns when the time has come, at most a tick later, or when the clock has jumped. */
  private void waitFor(long at) throws InterruptedException {
    long wait = at - clock.millis();
    if (wait > 0 && wait < CLOCK_JUMP) TimeUnit.MILLISECONDS.sleep(Math.max(wait, TICK));
    else if (Thread.interrupted()) throw new InterruptedException();
  }

  @Override
  public SourceStatus status() {
    return status;
  }

  @Override
  public void close() {
    thread.close();
    status = status(SourceStatus.State.ENDED);
  }

  private SourceStatus status(SourceStatus.State state) {
    return new SourceStatus(state, Instant.now(clock), "simulated posts, not real ones", Map.of());
  }
}
