package civiz.contract;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads members of JSON objects, each refusal an {@link IllegalArgumentException} that names the member. */
final class Json {
  /** A name that is there twice is refused: two readers could believe two different values. */
  static final JsonMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /** Keeps Jackson's sentence and drops its excerpt of the input. */
  static IllegalArgumentException notJson(JacksonException e) {
    return new IllegalArgumentException("not JSON: " + Limits.quote(String.valueOf(e.getOriginalMessage())),
        e);
  }

  static ObjectNode object(String name, @Nullable JsonNode node) {
    if (node instanceof ObjectNode object) return object;
    throw wrong(name, "an object", node);
  }

  /** The elements of an array, none where it is missing. */
  static Iterable<JsonNode> array(String name, @Nullable JsonNode node) {
    if (node == null || node.isNull()) return List.of();
    if (node instanceof ArrayNode array) return array;
    throw wrong(name, "an array", node);
  }

  /** A string that must be there. */
  static String string(String name, @Nullable JsonNode node) {
    return require(name, text(name, node));
  }

  /** A string or null where it is missing. */
  static @Nullable String text(String name, @Nullable JsonNode node) {
    if (node == null || node.isNull()) return null;
    if (node.isString()) return node.stringValue();
    throw wrong(name, "a string", node);
  }

  static String require(String name, @Nullable String value) {
    if (value == null) throw new IllegalArgumentException(name + " is missing");
    return value;
  }

  /** The members that are not known, in their order. */
  static Map<String, JsonNode> others(ObjectNode object, Set<String> known) {
    Map<String, JsonNode> others = new LinkedHashMap<>();
    object.properties().forEach(member -> {
      if (!known.contains(member.getKey())) others.put(member.getKey(), member.getValue());
    });
    return others;
  }

  static IllegalArgumentException wrong(String name, String wanted, @Nullable JsonNode node) {
    return new IllegalArgumentException(
        node == null
            ? name + " is missing"
            : name + " is not " + wanted + ": " + Limits.quote(node.toString()));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
