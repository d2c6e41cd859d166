package civiz.testing;

import civiz.contract.FeedEvent;
import civiz.contract.Retraction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a {@link FeedReader} knows, message by message, and what the contract forbids of what it was told. */
final class FeedState {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long NOTHING = -1;

  final Map<String, JsonNode> posts = new LinkedHashMap<>();
  final List<Long> taken = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  @Nullable
  JsonNode status;
  int hellos;
  int resets;
  private @Nullable String epoch;
  private long seq = -1;
  private boolean greeted;
  private long after = NOTHING;

  /** {@code epoch:seq}, null before the first hello. */
  @Nullable
  String position() {
    return epoch == null ? null : epoch + ":" + seq;
  }

  /** A new connection begins, which must begin with a hello. */
  void connect() {
    greeted = false;
  }

  boolean greeted() {
    return greeted;
  }

  /** Takes one whole message. */
  void take(byte[] message) {
    try {
      takeLines(inflate(message));
    } catch (DataFormatException | RuntimeException e) {
      complaints.add("a message can't be read: " + e);
    }
  }

  /** The part of history to ask for next, {@code epoch:seq}; null when everything is here. */
  @Nullable
  String missing() {
    return epoch == null || after == NOTHING ? null : epoch + ":" + after;
  }

  /** Takes the part of history that was asked for; what is here already is newer. */
  void takeHistory(byte[] part) {
    try {
      List<String> lines = inflate(part).lines().toList();
      JsonNode head = JSON.readTree(lines.getFirst()).path("history");
      if (!head.path("epoch").asString("").equals(epoch) || head.path("upTo").asLong(NOTHING) != after) {
        complaints.add("history up to %d was asked for, and this came: %s".formatted(after, head));
      }
      long upTo = after;
      after = head.path("after").asLong(NOTHING);
      List<Long> numbers = new ArrayList<>();
      Map<String, JsonNode> older = new LinkedHashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        JsonNode node = JSON.readTree(line);
        if (node.has("seq")) numbers.add(number(node, numbers.isEmpty() ? after : numbers.getLast(), upTo));
        if (node.has("post")) older.put(node.at("/post/id").stringValue(), node.get("post"));
      }
      taken.addAll(0, numbers);
      older.forEach(posts::putIfAbsent);
    } catch (DataFormatException | RuntimeException e) {
      complaints.add("a part of history can't be read: " + e);
      after = NOTHING;
    }
  }

  private long number(JsonNode node, long before, long upTo) {
    long number = node.get("seq").longValue();
    if (number <= before || number > upTo)
      complaints.add("history has event %d after %d, up to %d".formatted(number, before, upTo));
    return number;
  }

  /** Forgets everything, because not everything can be had. */
  void forget() {
    posts.clear();
    taken.clear();
    epoch = null;
    seq = -1;
    after = NOTHING;
  }

  private void takeLines(String text) {
    if (!text.endsWith("\n")) complaints.add("a message does not end with a line feed");
    long target = -1;
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty()) continue;
      JsonNode node = JSON.readTree(line);
      if (node.has("hello")) {
        target = greet(node.get("hello"));
      } else if (!greeted) {
        complaints.add("before the hello came " + line);
      } else if (node.has("status")) {
        status = node.get("status");
      } else {
        event(line, node);
      }
    }
    // after a hello's message the reader is where the hello says, also when the last numbers left the log
    if (target >= 0) {
      if (target < seq) complaints.add("a message led to %d, past its hello's %d".formatted(seq, target));
      seq = target;
    }
  }

  private long greet(JsonNode hello) {
    hellos++;
    greeted = true;
    String newEpoch = hello.get("epoch").stringValue();
    if (hello.get("resumed").booleanValue()) {
      if (!newEpoch.equals(epoch)) complaints.add("resumed from epoch %s into %s".formatted(epoch, newEpoch));
    } else {
      if (epoch != null) resets++;
      posts.clear();
      taken.clear();
      seq = -1;
      after = hello.path("after").asLong(NOTHING);
    }
    epoch = newEpoch;
    return hello.get("seq").longValue();
  }

  private void event(String line, JsonNode node) {
    if (node.has("seq")) {
      long number = node.get("seq").longValue();
      String from = node.get("epoch").stringValue();
      if (!from.equals(epoch)) complaints.add("an event of epoch %s came in %s".formatted(from, epoch));
      if (number <= seq) complaints.add("event %d came after %d".formatted(number, seq));
      seq = number;
      taken.add(number);
    }
    if (node.has("post")) {
      JsonNode post = node.get("post");
      posts.put(post.get("id").stringValue(), post);
    } else {
      Retraction retraction = FeedEvent.read(line.getBytes(StandardCharsets.UTF_8)).retraction();
      if (retraction != null) posts.values().removeIf(post -> covers(retraction, post));
    }
  }

  private static boolean covers(Retraction retraction, JsonNode post) {
    return retraction.covers(post.get("id").stringValue(),
        post.at("/properties/author/id").stringValue(null));
  }

  private static String inflate(byte[] message) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(message);
      ByteArrayOutputStream out = new ByteArrayOutputStream(message.length * 4);
      byte[] chunk = new byte[16 * 1024];
      while (!inflater.finished()) {
        int length = inflater.inflate(chunk);
        if (length == 0 && inflater.needsInput()) throw new DataFormatException("it breaks off");
        out.write(chunk, 0, length);
      }
      if (inflater.getRemaining() > 0) throw new DataFormatException("bytes follow its end");
      return out.toString(StandardCharsets.UTF_8);
    } finally {
      inflater.end();
    }
  }
}
