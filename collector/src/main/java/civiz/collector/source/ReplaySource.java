package civiz.collector.source;

import civiz.contract.Limits;
import civiz.contract.Post;
import civiz.contract.Retraction;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a recorded file as if it happened now: posts and retractions, one JSON object a line (see
 * {@link ReplayLine}), packed with gzip when its name ends in .gz. A post keeps its id and its source; {@code created}
 * becomes the time it is played, so that the map shows it as new, and the member {@code recorded} keeps the original
 * time. The pace is that of its arrival where the recording has it, else that of {@code created}. From its second pass on a looping replay adds {@code ~2}, {@code ~3} to the ids.
 *
 * <p>Reads and waits on a thread of its own, "replay". A line that can't be read is told as malformed and the next
 * one is played; a file that can't be read ends the replay as failed.
 */
public final class ReplaySource implements PostSource {
  private static final Logger LOG = LoggerFactory.getLogger(ReplaySource.class);
  private static final byte[] NONE = {};
  /** Between two passes, so that a file of one post does not fill the feed with it. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ReplayConfig config;
  private final InputStream standardInput;
  private final ReplayTime time;
  private final @Nullable PrintStream terminal;
  /** As shown to everybody: without the folders, which are nobody's business. */
  private final String shown;
  private volatile SourceStatus status;
  private volatile boolean closed;
  private final SourceThread thread = new SourceThread(Thread.ofPlatform().name("replay").daemon());

  /** Replays the file, or what arrives on standard input. */
  public ReplaySource(ReplayConfig config) {
    this(config, System.in, ReplayTime.WALL, ReplayProgress.terminal());
  }

  ReplaySource(ReplayConfig config, InputStream standardInput, ReplayTime time,
      @Nullable PrintStream terminal) {
    this.config = config;
    this.standardInput = standardInput;
    this.time = time;
    this.terminal = terminal;
    Path name = Path.of(config.file()).getFileName();
    this.shown = isStandardInput() ? "standard input" : name == null ? config.file() : name.toString();
    this.status = new SourceStatus(SourceStatus.State.CONNECTING, time.now(), "", Map.of());
  }

  private boolean isStandardInput() {
    return config.file().equals("-");
  }

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public void start(Intake intake) {
    thread.start(() -> run(intake));
  }

  private void run(Intake intake) throws InterruptedException {
    try {
      long all = 0;
      long posts = 1;
      for (int number = 1; posts > 0 && !closed && (number == 1 || config.loop()); number++) {
        if (number > 1) time.sleepUntil(time.now().plus(PAUSE));
        posts = play(new ReplayPass(number), intake);
        all += posts;
      }
      LOG.atInfo().addKeyValue("file", shown).addKeyValue("posts", all).log("replay ended");
      become(SourceStatus.State.ENDED, all == 0 ? "no post in " + shown : status.detail());
    } catch (IOException e) {
      if (closed) return;
      LOG.atError().addKeyValue("file", shown).addKeyValue("why", why(e)).log("replay failed");
      become(SourceStatus.State.FAILED, "can't read %s: %s".formatted(shown, why(e)));
    }
  }

  /** Reads the first post; of standard input nothing, which can't be put back. */
  @Override
  public String check() throws Unusable {
    if (isStandardInput()) return "standard input";
    try (ReplayLines lines = open()) {
      for (byte[] json = lines.next(); json != null; json = lines.next()) {
        if (!isBlank(json) && ReplayLine.read(json) instanceof ReplayLine.Located) {
          return "line %d of %s is a post".formatted(lines.number(), shown);
        }
      }
      throw new Unusable("no post in " + shown);
    } catch (IOException e) {
      throw new Unusable("can't read %s: %s".formatted(shown, why(e)));
    } catch (IllegalArgumentException e) {
      throw new Unusable("can't read %s: %s".formatted(shown, e.getMessage()));
    }
  }

  /** Without the path, which the messages of the file system hold. */
  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException none -> "there is no such file";
      case AccessDeniedException denied -> "it may not be read";
      case FileSystemException other -> String.valueOf(other.getReason());
      default -> Limits.quote(String.valueOf(e.getMessage()));
    };
  }

  /** One pass over the file; returns how many posts it had. */
  private long play(ReplayPass pass, Intake intake) throws IOException, InterruptedException {
    ReplayProgress progress = new ReplayProgress(terminal, shown, size());
    ReplayPace pace = new ReplayPace(config.speed());
    long posts = 0;
    try (ReplayLines lines = open()) {
      byte[] json;
      do {
        try {
          json = lines.next();
          progress.tell(lines.bytes(), posts, time.now());
          if (json != null && !closed && play(json, pass, pace, intake)) posts++;
        } catch (IllegalArgumentException e) {
          json = NONE;
          intake.malformed("line %d of %s: %s".formatted(lines.number(), shown, e.getMessage()));
        }
      } while (json != null && !closed);
    } finally {
      progress.end();
    }
    return posts;
  }

  /** Plays a line when it is due; returns whether it was a post. */
  private boolean play(byte[] json, ReplayPass pass, ReplayPace pace, Intake intake)
      throws InterruptedException {
    if (isBlank(json)) return false;
    switch (ReplayLine.read(json)) {
      case ReplayLine.Located(Post recorded, Instant at) -> {
        if (status.state() == SourceStatus.State.CONNECTING) begin(recorded);
        Instant due = pace.due(at, time.now());
        Post post = pass.post(recorded, due);
        time.sleepUntil(due);
        intake.post(post);
        return true;
      }
      case ReplayLine.TakenBack(Retraction retraction, @Nullable Instant at) -> {
        if (at != null) time.sleepUntil(pace.due(at, time.now()));
        intake.retract(pass.retraction(retraction));
      }
      case ReplayLine.Unlocated() -> intake.unlocated();
    }
    return false;
  }

  private void begin(Post first) {
    LocalDate day = LocalDate.ofInstant(first.created(), ZoneOffset.UTC);
    become(SourceStatus.State.LIVE, "replayed from %s, recorded on %s".formatted(shown, day));
  }

  private ReplayLines open() throws IOException {
    InputStream in = isStandardInput() ? standardInput : Files.newInputStream(Path.of(config.file()));
    return new ReplayLines(in, config.file().endsWith(".gz"));
  }

  private long size() throws IOException {
    return isStandardInput() ? 0 : Files.size(Path.of(config.file()));
  }

  /** Blank lines are the keep-alives of a recorded stream. */
  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') return false;
    }
    return true;
  }

  private void become(SourceStatus.State state, String detail) {
    status = new SourceStatus(state, time.now(), detail, Map.of());
  }

  @Override
  public SourceStatus status() {
    return status;
  }

  /** A read of standard input can't be interrupted; such a thread ends at the next line, without telling it. */
  @Override
  public void close() {
    closed = true;
    thread.close();
    if (status.state() != SourceStatus.State.FAILED) become(SourceStatus.State.ENDED, status.detail());
  }
}
