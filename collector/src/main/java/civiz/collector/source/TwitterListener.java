package civiz.collector.source;

import civiz.contract.Retraction;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import twitter4j.v1.RawStreamListener;
import twitter4j.v1.StallWarning;
import twitter4j.v1.Status;
import twitter4j.v1.StatusDeletionNotice;
import twitter4j.v1.StatusListener;

/**
 * Passes on what one connection delivers: posts and retractions to the intake, notices of the server to the counts.
 * Twitter4J calls it on its dispatcher thread, one line after the other, first {@link #onMessage} with the line and
 * then the method for what Twitter4J found in it. What can't be read is counted once and costs nothing else.
 */
final class TwitterListener implements StatusListener, RawStreamListener {
  private static final Logger LOG = LoggerFactory.getLogger(TwitterListener.class);
  /** Twitter4J only logs this notice. */
  private static final Pattern DISCONNECT = Pattern
      .compile("\\s*\\{\\s*\"disconnect\"\\s*:\\s*\\{[^{}]*?\"code\"\\s*:\\s*(\\d{1,4})\\b");

  private final Intake intake;
  private final AtomicLong limited;
  private final AtomicLong stalls;
  private String line = "";
  private int limitedHere;
  private boolean stalledHere;
  private volatile @Nullable StreamFailure goodbye;

  /**
   * @param limited all posts that the server has withheld, over all connections
   * @param stalls  all warnings that we read too slowly
   */
  TwitterListener(Intake intake, AtomicLong limited, AtomicLong stalls) {
    this.intake = intake;
    this.limited = limited;
    this.stalls = stalls;
  }

  /** Why the server ends the stream, when it said so. */
  @Nullable
  StreamFailure goodbye() {
    return goodbye;
  }

  @Override
  public void onMessage(String line) {
    this.line = line;
    Thread dispatcher = Thread.currentThread();
    if (!dispatcher.getName().equals("twitter4j-lines")) adopt(dispatcher);
    Matcher disconnect = DISCONNECT.matcher(line);
    if (disconnect.lookingAt()) goodbye = StreamFailure.ofNotice(Integer.parseInt(disconnect.group(1)));
  }

  /** Twitter4J catches exceptions only: an error ends its thread, which it then replaces. */
  private void adopt(Thread dispatcher) {
    dispatcher.setName("twitter4j-lines");
    dispatcher.setUncaughtExceptionHandler((thread, error) -> {
      if (error instanceof StackOverflowError) {
        intake.malformed(Unreadable.why(error));
      } else {
        thread.getThreadGroup().uncaughtException(thread, error);
      }
    });
  }

  @Override
  public void onStatus(Status status) {
    try {
      Status whole = StatusMapper.isShortened(line) ? StatusMapper.parse(line) : status;
      StatusMapper.map(whole).ifPresentOrElse(intake::post, intake::unlocated);
    } catch (IllegalArgumentException e) {
      intake.malformed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void onDeletionNotice(StatusDeletionNotice notice) {
    if (notice.getStatusId() > 0) {
      intake.retract(new Retraction.OfPost("x:" + notice.getStatusId()));
    } else {
      intake.malformed("delete.status.id is missing");
    }
  }

  @Override
  public void onScrubGeo(long userId, long upToStatusId) {
    if (userId > 0 && upToStatusId > 0) {
      intake.retract(new Retraction.OfAuthor("x:" + userId, "x:" + upToStatusId));
    } else {
      intake.malformed("scrub_geo.user_id or up_to_status_id is missing");
    }
  }

  /** The number counts from the beginning of this connection. */
  @Override
  public void onTrackLimitationNotice(int number) {
    if (number <= limitedHere) return;
    if (limitedHere == 0) LOG.atWarn().addKeyValue("limited", number).log("the server withholds posts");
    limited.addAndGet(number - limitedHere);
    limitedHere = number;
  }

  @Override
  public void onStallWarning(StallWarning warning) {
    if (!stalledHere)
      LOG.atWarn().addKeyValue("full", warning.getPercentFull() + "%").log("we read too slowly");
    stalledHere = true;
    stalls.incrementAndGet();
  }

  /** A line that Twitter4J can't read; failures of the connection do not come here. */
  @Override
  public void onException(Exception e) {
    intake.malformed(Unreadable.why(e));
  }
}
