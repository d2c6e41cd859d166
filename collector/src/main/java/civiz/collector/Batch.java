package civiz.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import civiz.contract.Retraction;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to Redis together, or a heartbeat. It is sent until every area has answered; the script knows
 * it by its id, so nothing is applied twice. Used by the publisher's thread.
 */
final class Batch {
  private static final byte[] POST = "post".getBytes(UTF_8);
  private static final byte[] RETRACT = "retract".getBytes(UTF_8);
  private static final SecureRandom RANDOM = new SecureRandom();

  final List<PendingEvent> events;
  private final byte[] id;
  private final byte[] status;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param id     never used before
   * @param events in their order; none in a heartbeat
   * @param status a heartbeat's JSON, else empty; it goes to every area
   */
  Batch(String id, List<PendingEvent> events, byte[] status, Collection<AreaFeed> feeds) {
    this.id = id.getBytes(UTF_8);
    this.events = events;
    this.status = status;
    for (AreaFeed feed : feeds) {
      List<PendingEvent> share = events.stream().filter(event -> event.areas.contains(feed.area)).toList();
      if (!share.isEmpty() || isHeartbeat()) parts.add(new Part(feed, share));
    }
  }

  boolean isHeartbeat() {
    return status.length > 0;
  }

  /** About how much it adds to the logs. */
  long bytes() {
    return events.stream().mapToLong(event -> (long) event.bytes() * event.areas.size()).sum();
  }

  /** The areas that have not answered yet. */
  List<Part> unanswered() {
    return parts.stream().filter(Predicate.not(Part::isAnswered)).toList();
  }

  /** One area's share. */
  final class Part {
    final AreaFeed feed;
    private final List<PendingEvent> share;
    private byte @Nullable [] found;
    private boolean answered;

    private Part(AreaFeed feed, List<PendingEvent> share) {
      this.feed = feed;
      this.share = share;
    }

    boolean isAnswered() {
      return answered;
    }

    /** The author whose posts must be looked up in the log before this is sent, or null. */
    Retraction.@Nullable OfAuthor wanted() {
      return found == null && !share.isEmpty()
          && share.getFirst().retraction instanceof Retraction.OfAuthor all
              ? all
              : null;
    }

    /** @param ids the posts of the author that the log has; what is sent again has the same ones */
    void found(List<String> ids) {
      found = String.join(" ", ids).getBytes(UTF_8);
    }

    /**
     * Keys and arguments of {@code publish.lua}.
     *
     * @param runId of the server, read over the connection that will send them
     */
    byte[][] arguments(String runId) {
      byte[][] arguments = new byte[AreaFeed.ARGUMENTS + 4 * share.size()][];
      byte[] fresh = HexFormat.of().toHexDigits(RANDOM.nextInt()).getBytes(UTF_8);
      feed.write(arguments, id, fresh, runId.getBytes(UTF_8), status);
      int i = AreaFeed.ARGUMENTS;
      for (PendingEvent event : share) {
        arguments[i++] = event.isPost() ? POST : RETRACT;
        arguments[i++] = found == null ? event.id : found;
        arguments[i++] = event.author;
        arguments[i++] = event.json;
      }
      return arguments;
    }

    /** Takes the script's answer: where the feed is now, and what became of each event. */
    void answer(byte[] epoch, byte[] seq, byte[] outcome) {
      if (outcome.length != share.size()) {
        throw new IllegalStateException("publish.lua answered \"%s\" for %d events"
            .formatted(new String(outcome, ISO_8859_1), share.size()));
      }
      feed.moved(epoch, seq);
      answered = true;
      for (int i = 0; i < outcome.length; i++)
        if (outcome[i] == 'p') share.get(i).published = true;
    }
  }
}
