package civiz.contract;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One message of an area's channel or log, read as far as a relay needs: its number, what kind it is and whom it
 * concerns. The post itself stays the bytes it came as, which the reader keeps. Immutable.
 *
 * @param kind       what it is
 * @param epoch      the feed's epoch; null on what was published without the script
 * @param seq        its number in the epoch, or on a status the number of the latest event; -1 without an epoch
 * @param id         a post's id; null on other kinds. A Feature's is made by {@link PostJson#readFeature}.
 * @param author     a post's author's id, where it has one; null on other kinds
 * @param retraction what is taken back; null on other kinds
 */
public record FeedEvent(Kind kind, @Nullable String epoch, long seq, @Nullable String id,
    @Nullable String author,
    @Nullable Retraction retraction) {

  /** What a message is. */
  public enum Kind {
    /** {@code {"epoch":…,"seq":…,"post":{…}}}. */
    POST,
    /** {@code {"epoch":…,"seq":…,"retract":{…}}}; without epoch and seq when any program published it. */
    RETRACT,
    /** {@code {"epoch":…,"seq":…,"status":{…}}}: the collector's heartbeat; it has no place in the log. */
    STATUS,
    /** A bare GeoJSON Feature that any program published; it has no place in the log. */
    FEATURE
  }

  /** What every reader's numbers hold exactly, JavaScript's too. */
  private static final long MAX_SEQ = (1L << 53) - 1;
  private static final Pattern EPOCH = Pattern.compile("[A-Za-z0-9-]{1,40}");

  /** The most a message may have: a post, and room for what is around it. */
  static final int MAX_BYTES = Limits.POST_BYTES + 1024;

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when it is not JSON, not of a known kind, or too long
   */
  public static FeedEvent read(byte[] json) {
    if (json.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the message has %d bytes, more than %d".formatted(json.length, MAX_BYTES));
    }
    try (JsonParser in = Json.MESSAGES.createParser(json)) {
      FeedEvent event = new Scan(in).read();
      if (event.epoch != null) requireOneLine(json);
      return event;
    } catch (JacksonException e) {
      throw Json.notJson(e);
    }
  }

  /** What has a number is passed on as it came, in lines. */
  private static void requireOneLine(byte[] json) {
    for (byte b : json) {
      if (b == '\n' || b == '\r') throw new IllegalArgumentException("the message is not one line");
    }
  }

  /** The {@code retract} object alone: {@code {"id":…}} or {@code {"author":…,"upTo":…}}. */
  public static byte[] write(Retraction retraction) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      switch (retraction) {
        case Retraction.OfPost post -> json.writeStringProperty("id", post.id());
        case Retraction.OfAuthor all -> {
          json.writeStringProperty("author", all.author());
          String upTo = all.upTo();
          if (upTo != null) json.writeStringProperty("upTo", upTo);
        }
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /** One pass over the tokens; what is not looked for is skipped, not built. */
  private static final class Scan {
    private final JsonParser in;
    private @Nullable Kind kind;
    private @Nullable String epoch;
    private long seq = -1;
    private @Nullable String id;
    private @Nullable String author;
    private @Nullable String retractId;
    private @Nullable String retractAuthor;
    private @Nullable String upTo;
    private boolean feature;

    Scan(JsonParser in) {
      this.in = in;
    }

    FeedEvent read() {
      if (in.nextToken() != JsonToken.START_OBJECT)
        throw new IllegalArgumentException("the message is not an object");
      while (in.nextToken() == JsonToken.PROPERTY_NAME)
        member(in.currentName());
      if (in.nextToken() != null) throw new IllegalArgumentException("there is more after the message");
      if (feature && kind == null) return new FeedEvent(Kind.FEATURE, null, -1, null, null, null);
      if (kind == null) throw new IllegalArgumentException("the message has no post, retract or status");
      if (kind == Kind.POST) Limits.requireId("post.id", Json.require("post.id", id));
      boolean unnumbered = epoch == null && seq < 0 && kind == Kind.RETRACT;
      if (!unnumbered && epoch == null) throw new IllegalArgumentException("epoch is missing");
      if (!unnumbered && seq < 0) throw new IllegalArgumentException("seq is missing");
      return new FeedEvent(kind, epoch, seq, kind == Kind.POST ? id : null,
          kind == Kind.POST ? author : null,
          kind == Kind.RETRACT ? retraction() : null);
    }

    private void member(String name) {
      JsonToken value = in.nextToken();
      switch (name) {
        case "epoch" -> epoch = epoch(string("epoch", value));
        case "seq" -> seq = seq(value);
        case "post" -> {
          one(Kind.POST, value);
          feature();
        }
        case "retract" -> {
          one(Kind.RETRACT, value);
          retract();
        }
        case "status" -> {
          one(Kind.STATUS, value);
          in.skipChildren();
        }
        case "type" -> feature |= value == JsonToken.VALUE_STRING && "Feature".equals(in.getString());
        default -> in.skipChildren();
      }
    }

    private static String epoch(String value) {
      if (EPOCH.matcher(value).matches()) return value;
      throw new IllegalArgumentException("epoch " + Limits.quote(value) + " is not 1 to 40 of A-Z a-z 0-9 -");
    }

    private long seq(JsonToken value) {
      boolean fits = value == JsonToken.VALUE_NUMBER_INT
          && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      if (fits && in.getLongValue() >= 0 && in.getLongValue() <= MAX_SEQ) return in.getLongValue();
      throw new IllegalArgumentException("seq is not a whole number from 0 to " + MAX_SEQ);
    }

    private void one(Kind found, JsonToken value) {
      if (kind != null) throw new IllegalArgumentException("the message is of two kinds");
      if (value != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(found.name().toLowerCase(Locale.ROOT) + " is not an object");
      }
      kind = found;
    }

    private void feature() {
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        switch (name) {
          case "id" -> id = string("post.id", value);
          case "properties" -> properties(value);
          default -> in.skipChildren();
        }
      }
    }

    private void properties(JsonToken value) {
      if (value != JsonToken.START_OBJECT) return;
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isAuthor = "author".equals(in.currentName());
        if (in.nextToken() != JsonToken.START_OBJECT || !isAuthor) {
          in.skipChildren();
          continue;
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean isId = "id".equals(in.currentName());
          if (in.nextToken() == JsonToken.VALUE_STRING && isId) author = in.getString();
          in.skipChildren();
        }
      }
    }

    private void retract() {
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        switch (name) {
          case "id" -> retractId = string("retract.id", value);
          case "author" -> retractAuthor = string("retract.author", value);
          case "upTo" -> upTo = string("retract.upTo", value);
          default -> in.skipChildren();
        }
      }
    }

    private Retraction retraction() {
      if (retractId != null) return new Retraction.OfPost(retractId);
      if (retractAuthor != null) return new Retraction.OfAuthor(retractAuthor, upTo);
      throw new IllegalArgumentException("retract has neither id nor author");
    }

    private String string(String name, JsonToken value) {
      if (value != JsonToken.VALUE_STRING) throw new IllegalArgumentException(name + " is not a string");
      return in.getString();
    }
  }
}
