package civiz.collector.source;

import civiz.collector.source.StreamFailure.Kind;
import civiz.contract.Area;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Located posts from X's filtered stream (API v2). {@link StreamLoop} keeps it connected, on its thread: before each
 * connection {@link XRuleClient} sees to the rules, then {@link XConnection} reads lines until one of the two fails or
 * {@link XBudget} says that the posts that may be paid for are used up. X delivers some posts twice and not in their
 * order; the collector knows their ids.
 *
 * <p>A token that X refuses (401, 403) ends it until the collector is started again: trying on would not help.
 */
public final class XSource implements PostSource {
  /**
   * X's documentation, "Handling disconnections": network errors by 250 ms up to 16 s, HTTP errors from 5 s doubling
   * to 320 s, 429 from one minute doubling, for which its window of 15 minutes is the end. X sends at least a line end
   * every 20 s; one that is late by less than the rest is borne.
   */
  static final StreamTiming DOCUMENTED = new StreamTiming(Duration.ofMillis(250), Duration.ofSeconds(16),
      Duration.ofSeconds(5), Duration.ofSeconds(320), Duration.ofMinutes(1), Duration.ofMinutes(16),
      Duration.ofSeconds(25), Duration.ofSeconds(30));

  private static final Duration CONNECT = Duration.ofSeconds(10);
  /** Of each of the two requests that a check takes. */
  private static final Duration CHECK = Duration.ofSeconds(4);
  /** All that a post needs, and nothing else. */
  private static final String STREAM = "/2/tweets/search/stream"
      + "?tweet.fields=created_at,geo,author_id,entities,lang,attachments"
      + "&expansions=geo.place_id,author_id,attachments.media_keys"
      + "&place.fields=full_name,geo,country_code,place_type"
      + "&user.fields=name,username,profile_image_url"
      + "&media.fields=preview_image_url,url,type,alt_text";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final XConfig config;
  private final HttpRequest request;
  private final List<XRules.Rule> wanted;
  private final XRuleClient rules;
  private final XBudget budget;
  private final XPlaces places = new XPlaces();
  private final StreamTiming timing;
  private final InstantSource clock;
  private final StreamLoop loop;
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicLong overBudget = new AtomicLong();

  /** A source for these areas, at least one. */
  public XSource(XConfig config, List<Area> areas, SourceMemory memory) {
    this(config, areas, memory, DOCUMENTED, InstantSource.system());
  }

  XSource(XConfig config, List<Area> areas, SourceMemory memory, StreamTiming timing, InstantSource clock) {
    this.timing = timing;
    this.clock = clock;
    this.config = config;
    request = XApi.request(config, STREAM).build();
    wanted = XRules.of(areas, config.rule());
    rules = new XRuleClient(http, config);
    budget = new XBudget(config.postsPerDay(), config.postsPerMonth(), memory, clock);
    loop = new StreamLoop(name(), timing, clock);
  }

  @Override
  public String name() {
    return "x";
  }

  @Override
  public void start(Intake intake) {
    loop.start(live -> read(intake, live));
  }

  private StreamFailure read(Intake intake, Runnable live) throws InterruptedException {
    StreamFailure closed = budget.closed();
    if (closed != null) return closed;
    try {
      rules.reconcile(wanted);
      return stream(intake, live);
    } catch (StreamFailureException e) {
      return e.failure();
    } catch (IOException e) {
      return XFailure.ofNetwork(e);
    } finally {
      budget.refresh();
    }
  }

  private StreamFailure stream(Intake intake, Runnable live) throws IOException, InterruptedException {
    try (XConnection stream = XConnection.open(http, request, timing.silence())) {
      if (stream.status() != 200) {
        String problem = XProblem.nameIn(stream.rest());
        return XFailure.ofAnswer(stream.status(), stream.headers(), problem, clock.instant());
      }
      live.run();
      return readLines(stream, intake);
    }
  }

  private StreamFailure readLines(XConnection stream, Intake intake)
      throws IOException, InterruptedException {
    while (!loop.isClosed()) {
      int length = stream.next();
      if (length == XConnection.END) return new StreamFailure(Kind.NETWORK, "X ended the stream");
      StreamFailure end = length == 0 ? keepAlive() : take(line(stream, length), intake);
      if (end != null) return end;
    }
    return StreamFailure.LOST;
  }

  private XLine line(XConnection stream, int length) {
    return length == XConnection.OVERSIZED
        ? new XLine.Malformed("the line has more than %d bytes".formatted(XConnection.LINE))
        : XLine.read(stream.line(), length, places);
  }

  /** Another collector may have spent what was left, or midnight may have passed. */
  private @Nullable StreamFailure keepAlive() {
    budget.refresh();
    return budget.spent();
  }

  /** Returns why the stream ends with this line, or null. What X charges for is counted first of all. */
  private @Nullable StreamFailure take(XLine line, Intake intake) {
    if (line.isPost() && !budget.count()) {
      overBudget.incrementAndGet();
      return budget.spent();
    }
    switch (line) {
      case XLine.Located located -> intake.post(located.post());
      case XLine.Unlocated u -> intake.unlocated();
      case XLine.Malformed malformed -> intake.malformed(malformed.why());
      case XLine.Unknown u -> unknown.incrementAndGet();
      case XLine.Problem problem -> {
        return XFailure.ofProblem(problem.name());
      }
    }
    return budget.spent();
  }

  /** Looks at the rules, and has X look at those that are missing; the stream itself is not opened, as it costs. */
  @Override
  public String check() throws Unusable {
    try {
      XRuleClient.Changes changes = new XRuleClient(http, config, CHECK, clock).preview(wanted);
      return "X takes the token; of the %d rules needed it has %d and takes %d more".formatted(wanted.size(),
          changes.kept(), changes.added());
    } catch (StreamFailureException e) {
      throw new Unusable(e.failure().why());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unusable("interrupted");
    }
  }

  /**
   * Counts {@code unknown}: lines of a kind that X has added since; {@code overBudget}: posts that arrived, and so
   * cost, when the limit was reached, and were not delivered.
   */
  @Override
  public SourceStatus status() {
    return loop.status(Map.of("unknown", unknown.get(), "overBudget", overBudget.get()), budget.status());
  }

  @Override
  public void close() {
    loop.close();
    http.shutdownNow();
  }
}
