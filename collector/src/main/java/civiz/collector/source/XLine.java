package civiz.collector.source;

import civiz.contract.Post;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** What one line of X's filtered stream says. X adds kinds of lines without notice. */
sealed interface XLine {
  /** A post with a location. */
  record Located(Post post) implements XLine {}

  /** A post without one. */
  record Unlocated() implements XLine {}

  /**
   * What should have been a post and can't be read.
   *
   * @param why names the member, quotes nothing
   */
  record Malformed(String why) implements XLine {}

  /**
   * X ends the stream.
   *
   * @param name X's word for the reason, for example {@code UpstreamOperationalDisconnect}; of the world
   */
  record Problem(String name) implements XLine {}

  /** Something else. */
  record Unknown() implements XLine {}

  /** Whether X charges for it. What can't be read is taken for a post. */
  default boolean isPost() {
    return switch (this) {
      case Located l -> true;
      case Unlocated u -> true;
      case Malformed m -> true;
      case Problem p -> false;
      case Unknown u -> false;
    };
  }

  /**
   * Reads the first bytes of the array as one line. Never throws for what they are.
   *
   * @param places take the places that the line describes, and know those that earlier lines did
   */
  static XLine read(byte[] line, int length, XPlaces places) {
    try (JsonParser json = XJson.FACTORY.createParser(ObjectReadContext.empty(), line, 0, length)) {
      return read(json, places);
    } catch (JacksonException e) {
      return new Malformed("not JSON, or nested too deep");
    } catch (IllegalArgumentException e) {
      return new Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static XLine read(JsonParser json, XPlaces places) {
    json.nextToken();
    if (!json.hasToken(JsonToken.START_OBJECT)) throw new IllegalArgumentException("not a JSON object");
    XPost data = null;
    XIncludes includes = new XIncludes();
    XProblem problem = new XProblem();
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      switch (member) {
        case "data" -> {
          if (XJson.isObject(json)) data = XPost.read(json);
        }
        case "includes" -> includes.read(json, places);
        case "errors" -> problem.readFirst(json);
        default -> problem.read(member, json);
      }
    }
    if (json.nextToken() != null) throw new IllegalArgumentException("not one JSON object");
    if (data == null) return problem.name().isEmpty() ? new Unknown() : new Problem(problem.name());
    Optional<Post> post = data.join(includes, places);
    return post.isPresent() ? new Located(post.get()) : new Unlocated();
  }
}
