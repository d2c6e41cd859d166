package civiz.web;

import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Rights;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The feed's lines and posts as they may leave the app: a post that may only be displayed is reduced to its id and link, as
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
    ((ObjectNode) event).set("post", reduced(event.path("post").path("id").asString(""),
        properties.path("source").asString(null), properties.path("url").asString(null)));
    return event.toString();
  }

  /** A post as a Feature on one line. */
  static byte[] feature(Post post) {
    return post.rights() == Rights.OPEN
        ? PostJson.write(post)
        : reduced(post.id(), post.source(), post.url()).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode reduced(String id, @Nullable String source, @Nullable String url) {
    ObjectNode post = JsonMapper.shared().createObjectNode().put("type", "Feature").put("id", id)
        .putNull("geometry");
    ObjectNode properties = post.putObject("properties");
    if (source != null) properties.put("source", source);
    if (url != null) properties.put("url", url);
    properties.put("rights", "display");
    return post;
  }

  /**
   * The post of a line of the log.
   *
   * @return null when the line has none, or one that the contract knows no more about than its id
   */
  static @Nullable Post post(byte[] line) {
    try (JsonParser in = JsonMapper.shared().createParser(line)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isPost = "post".equals(in.currentName());
        in.nextToken();
        int from = (int) in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        int to = (int) in.currentTokenLocation().getByteOffset() + 1;
        if (isPost) return PostJson.read(Arrays.copyOfRange(line, from, to));
      }
      return null;
    } catch (JacksonException e) {
      throw new IllegalStateException("the log holds a line that is not JSON", e);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
