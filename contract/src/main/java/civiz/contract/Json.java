package civiz.contract;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads members of JSON objects, each refusal an {@link IllegalArgumentException} that names the member. */
final class Json {
  /**
   * A name that is there twice is refused, as two readers could believe two different values. Numbers that are passed
   * on keep all their digits. The encoding is UTF-8, whatever the first bytes look like.
   */
  static final JsonMapper MAPPER = mapper(Limits.DEPTH);

  /** The same, for messages that wrap a post. */
  static final JsonMapper MESSAGES = mapper(Limits.DEPTH + 1);

  private Json() {}

  private static JsonMapper mapper(int depth) {
    JsonFactory factory = JsonFactory.builder().disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(depth).build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(depth).build()).build();
    return JsonMapper.builder(factory).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }

  static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /** Keeps Jackson's sentence and drops its excerpt of the input. */
  static IllegalArgumentException notJson(JacksonException e) {
    return new IllegalArgumentException(
        "not JSON: " + Limits.excerpt(String.valueOf(e.getOriginalMessage()), 200), e);
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

  /**
   * An unmodifiable copy in the same order.
   *
   * @throws IllegalArgumentException when a name is one that is known: it would be written twice
   */
  static Map<String, JsonNode> unknown(String at, Map<String, JsonNode> more, Set<String> known) {
    if (more.isEmpty()) return Map.of();
    for (String name : more.keySet()) {
      if (known.contains(name))
        throw new IllegalArgumentException(at + "." + name + " is not an unknown member");
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(more));
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
