package civiz.collector.source;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** What X says is wrong: a problem document of its v2 interface, alone or as the first of {@code errors}. */
final class XProblem {
  private @Nullable String title;
  private @Nullable String reason;

  /** X's most special word for it; empty when there is none. Of the world. */
  String name() {
    if (reason != null) return reason;
    return title == null ? "" : title;
  }

  /**
   * The name of the problem in the body of an answer.
   *
   * @return empty when there is none, or the body is no JSON
   */
  static String nameIn(byte[] body) {
    XProblem problem = new XProblem();
    try (JsonParser json = XJson.FACTORY.createParser(ObjectReadContext.empty(), body, 0, body.length)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
          if (member.equals("errors")) {
            problem.readFirst(json);
          } else {
            problem.read(member, json);
          }
        }
      }
    } catch (JacksonException | IllegalArgumentException e) {
      // the name, if any, has been read
    }
    return problem.name();
  }

  /** Reads a member of the document, or passes it over. */
  void read(String member, JsonParser json) {
    if (json.hasToken(JsonToken.VALUE_STRING)) {
      switch (member) {
        case "title" -> title = json.getString();
        case "connection_issue", "disconnect_type" -> reason = json.getString();
        default -> {
        }
      }
    }
    json.skipChildren();
  }

  /** Reads the first element of {@code errors}. */
  void readFirst(JsonParser json) {
    if (!XJson.isArray(json)) return;
    boolean first = true;
    while (XJson.nextObject(json)) {
      for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
        if (first) {
          read(member, json);
        } else {
          json.skipChildren();
        }
      }
      first = false;
    }
  }
}
