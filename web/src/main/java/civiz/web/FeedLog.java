package civiz.web;

import civiz.contract.Retraction;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recent events of one area, held as {@link Fragment}s that all viewers share. The subscriber's thread writes:
 * it appends, takes back, and begins anew where continuity is lost. The fan-out's thread seals what was appended
 * into a fragment, which is when viewers get to see it. Both are brief, and exclude each other by this object's
 * monitor. Viewers read {@link #window()}, an immutable view, on any thread and without waiting. Bounded by count,
 * bytes and age: what is over leaves at the front.
 */
final class FeedLog {
  /** More points than a map can show apart; about 2.5 MB deflated. */
  static final int MOST_EVENTS = 20_000;
  /** What an area may take of a small dyno's memory, when posts are long. */
  static final long MOST_BYTES = 16 << 20;

  /** While a log is read, lines are sealed into fragments of this size. */
  private static final int FULL_BYTES = 64 * 1024;
  /** A run of so many fragments under a limit becomes one: for the ratio, and so that a snapshot has few frames. */
  private static final int RUN = 8;
  private static final int[] SMALL_BYTES = {4 * 1024, 32 * 1024};
  /** The newest fragments stay apart: viewers that are a little behind stand between them. */
  private static final int YOUNG = 4;
  /** Age is looked at in steps of this part of the retention, so that the front is not deflated anew each time. */
  private static final int AGE_STEPS = 1000;

  private final Hello hello;
  private final AreaMetrics metrics;
  private volatile @Nullable Window window;

  private String epoch = "";
  private long seq = -1;
  private long trimmed;
  private volatile long since;
  private long start;
  private long next;
  private List<Fragment> fragments = new ArrayList<>();
  private @Nullable Fragment status;
  private long statusPosition = -1;
  private ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private List<Line> pendingLines = new ArrayList<>();
  /** Whether what there is is still being read; so it is before the first {@link #begin}. */
  private boolean reading = true;
  private boolean news;
  private long newsSince;

  FeedLog(Hello hello, AreaMetrics metrics) {
    this.hello = hello;
    this.metrics = metrics;
  }

  /** What viewers see; null until the log was read for the first time. */
  @Nullable
  Window window() {
    return window;
  }

  synchronized String epoch() {
    return epoch;
  }

  /** The number of the latest event taken, -1 before the first {@link #begin}. */
  synchronized long seq() {
    return seq;
  }

  /** Everything that came after this moment is here, Unix milliseconds; 0 before the first {@link #begin}. */
  long since() {
    return since;
  }

  /**
   * Forgets everything, to be followed by what there is and {@link #end}. Until then viewers keep seeing what they
   * saw; after it each gets a greeting and all of it.
   *
   * @param seq   what is older than the first event that follows
   * @param since all that came later follows, Unix milliseconds
   */
  synchronized void begin(String epoch, long seq, long since) {
    this.epoch = epoch;
    this.seq = seq;
    this.since = since;
    trimmed = seq;
    // one position is skipped: a viewer who has seen everything until now must still be before the start
    start = ++next;
    fragments = new ArrayList<>();
    pending = new ByteArrayOutputStream();
    pendingLines = new ArrayList<>();
    reading = true;
  }

  /** What there is has been appended. Without a {@link #begin} before it, it changes nothing. */
  synchronized void end() {
    if (!reading) return;
    reading = false;
    if (status != null) statusPosition = next++;
    show();
  }

  /**
   * Takes a numbered event.
   *
   * @param json   one JSON object in UTF-8; the log may change the array
   * @param at     when it entered the feed, Unix milliseconds
   * @param id     the post's id
   * @param author the post's author's id
   */
  synchronized void append(byte[] json, long seq, long at, @Nullable String id, @Nullable String author) {
    this.seq = seq;
    add(json, seq, at, id, author);
  }

  /** Takes what came in by the open door. */
  synchronized void append(byte[] json, long at, @Nullable String id, @Nullable String author) {
    add(json, -1, at, id, author);
  }

  private void add(byte[] json, long seq, long at, @Nullable String id, @Nullable String author) {
    for (int i = 0; i < json.length; i++) {
      // a line feed in JSON stands only between tokens, where a blank does as well
      if (json[i] == '\n' || json[i] == '\r') json[i] = ' ';
    }
    pending.writeBytes(json);
    pending.write('\n');
    pendingLines.add(new Line(next++, seq, at, id == null ? 0 : id.hashCode(),
        author == null ? 0 : author.hashCode()));
    if (pending.size() >= FULL_BYTES) flush();
    if (!reading) tell();
  }

  /** A number is accounted for by nothing: its event can't be read, or is too old. */
  synchronized void skip(long seq) {
    this.seq = seq;
  }

  /** Removes posts from memory, at once; that they are taken back is an event of its own, to be appended. */
  synchronized void retract(Retraction retraction) {
    flush();
    List<Fragment> kept = new ArrayList<>();
    boolean changed = false;
    for (Fragment fragment : fragments) {
      Fragment left = fragment.without(retraction);
      changed |= left != fragment;
      if (left != null) kept.add(left);
    }
    fragments = kept;
    if (changed && !reading) show();
  }

  /** Puts the latest status in the place of the one before. */
  synchronized void status(byte[] line) {
    status = Fragment.of(line);
    statusPosition = next++;
    if (!reading) tell();
  }

  /** Removes what entered the feed before a time; a little late, by at most a thousandth of the retention. */
  synchronized void expire(long before) {
    Duration slack = hello.retention().dividedBy(AGE_STEPS);
    if (fragments.isEmpty() || fragments.getFirst().lines().getFirst().at() >= before - slack.toMillis())
      return;
    while (!fragments.isEmpty() && fragments.getFirst().lines().getFirst().at() < before) {
      Fragment oldest = fragments.removeFirst();
      Fragment kept = oldest.notBefore(before);
      forget(oldest.lines().stream().filter(line -> line.at() < before).toList());
      if (kept != null) {
        fragments.addFirst(kept);
        break;
      }
    }
    if (!reading) show();
  }

  private void forget(List<Line> lines) {
    for (Line line : lines)
      trimmed = Math.max(trimmed, line.seq());
    since = Math.max(since, lines.getLast().at());
    start = lines.getLast().position() + 1;
  }

  /** Waits until there is something that viewers have not seen. */
  synchronized void awaitNews() throws InterruptedException {
    while (!news)
      wait();
  }

  /**
   * Lets viewers see what there is.
   *
   * @return when the oldest of what they had not seen came, by {@link System#nanoTime()}
   */
  synchronized long seal() {
    news = false;
    if (!reading) publish();
    return newsSince;
  }

  private void publish() {
    flush();
    window = new Window(hello, epoch, seq, trimmed, start, next, fragments, status, statusPosition);
  }

  /** For changes that must not wait for the next fan-out; it still has to send them. */
  private void show() {
    publish();
    tell();
  }

  private void tell() {
    if (!news) newsSince = System.nanoTime();
    news = true;
    notifyAll();
  }

  private void flush() {
    if (pendingLines.isEmpty()) return;
    Fragment sealed = Fragment.of(pending.toByteArray(), pending.size(), pendingLines);
    fragments.add(sealed);
    metrics.fragments.inc();
    metrics.fragmentRawBytes.inc(sealed.rawSize());
    metrics.fragmentBytes.inc(sealed.size());
    // new ones, so that nothing that is taken back later stays in an old buffer
    pending = new ByteArrayOutputStream();
    pendingLines = new ArrayList<>();
    for (int limit : SMALL_BYTES)
      mergeRun(limit);
    bound();
  }

  /** Merges what is small at the end of the old fragments, when it is many. */
  private void mergeRun(int limit) {
    int end = reading ? fragments.size() : fragments.size() - YOUNG;
    int begin = end;
    while (begin > 0 && fragments.get(begin - 1).rawSize() < limit)
      begin--;
    if (end - begin < RUN) return;
    List<Fragment> run = fragments.subList(begin, end);
    Fragment merged = Fragment.merge(run);
    run.clear();
    fragments.add(begin, merged);
  }

  private void bound() {
    int events = fragments.stream().mapToInt(fragment -> fragment.lines().size()).sum();
    long bytes = fragments.stream().mapToLong(Fragment::size).sum();
    while (fragments.size() > 1 && (events > MOST_EVENTS || bytes > MOST_BYTES)) {
      Fragment oldest = fragments.removeFirst();
      events -= oldest.lines().size();
      bytes -= oldest.size();
      forget(oldest.lines());
    }
  }
}
