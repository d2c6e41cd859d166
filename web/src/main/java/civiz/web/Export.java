package civiz.web;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The feed's lines as they may leave the app: a post that may only be displayed is reduced to its id and link, as
 * contract/README.md says of {@code format=text}. Pure functions.
 */
final class Export {
  private Export() {}

  /** @param ndjson lines in UTF-8, each ended by a line feed */
  static String text(byte[] ndjson) {
    StringBuilder out = new StringBuilder(ndjson.length);
    new String(ndjson, StandardCharsets.UTF_8).lines().forEach(line -> out.append(reduce(line)).append('\n'));
    return out.toString();
  }

  private static String reduce(String line) {
    JsonNode event;
    try {
      event = JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      throw new IllegalStateException("the log holds a line that is not JSON", e);
    }
    JsonNode properties = event.path("post").path("properties");
    if (!event.has("post") || "open".equals(properties.path("rights").asString(""))) return line;
    ObjectNode post = JsonMapper.shared().createObjectNode().put("type", "Feature");
    post.set("id", event.path("post").get("id"));
    post.putNull("geometry");
    ObjectNode reduced = post.putObject("properties");
    for (String name : new String[]{"source", "url"}) {
      JsonNode value = properties.get(name);
      if (value != null) reduced.set(name, value);
    }
    reduced.put("rights", "display");
    ((ObjectNode) event).set("post", post);
    return event.toString();
  }
}
