package civiz.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the Feature of any program one that {@link PostJson} reads: fills in what a post needs and the Feature lacks,
 * and gives names and ids that have another form a form that is allowed. What is still wrong after that is refused
 * by the reader. The rules in prose: contract/README.md, "The open door".
 */
final class BareFeature {
  /** The source of what names none. */
  private static final String NAMELESS = "feature";

  private BareFeature() {}

  /**
   * Changes the tree.
   *
   * @param bytes   what it was read from; a Feature without an id gets one made from these
   * @param arrived stands in for a missing {@code created}
   */
  static void complete(ObjectNode feature, byte[] bytes, Instant arrived) {
    if (isMissing(feature.get("properties"))) feature.putObject("properties");
    if (!(feature.get("properties") instanceof ObjectNode properties)) return;

    String id = idText(feature.get("id"));
    String given = Json.text("properties.source", properties.get("source"));
    String source = given == null ? firstPart(id) : sourceName(given);
    properties.put("source", source);
    feature.put("id", id == null ? source + ":" + digest(bytes) : postId(source, id));

    if (isMissing(properties.get("created"))) properties.put("created", arrived.toString());
    nameAlone("author", properties);
    nameAlone("place", properties);
    if (properties.get("author") instanceof ObjectNode author) {
      String authorId = idText(author.get("id"));
      if (authorId != null) author.put("id", postId(source, authorId));
    }
  }

  private static boolean isMissing(@Nullable JsonNode node) {
    return node == null || node.isNull();
  }

  /** RFC 7946 allows strings and numbers; an empty one says nothing. */
  private static @Nullable String idText(@Nullable JsonNode node) {
    if (node == null || !(node.isString() || node.isNumber())) return null;
    String text = node.asString();
    return text.isBlank() ? null : text;
  }

  /** The source that an id names. */
  private static String firstPart(@Nullable String id) {
    String first = id == null ? "" : id.substring(0, Math.max(0, id.indexOf(':')));
    return Limits.isSource(first) ? first : NAMELESS;
  }

  /** The id itself where it is of this source, else behind the source's name, digested where it can't stay. */
  private static String postId(String source, String id) {
    if (id.startsWith(source + ":") && Limits.isId(id)) return id;
    String named = source + ":" + id;
    return Limits.isId(named) ? named : source + ":" + digest(id.getBytes(StandardCharsets.UTF_8));
  }

  /** "USGS Earthquakes" is usgs-earthquakes. */
  private static String sourceName(String text) {
    if (Limits.isSource(text)) return text;
    String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("^-", "");
    name = name.substring(0, Math.min(30, name.length())).replaceFirst("-$", "");
    return name.isEmpty() ? NAMELESS : name;
  }

  /** {@code "place":"Chicago"} means {@code "place":{"name":"Chicago"}}. */
  private static void nameAlone(String member, ObjectNode properties) {
    JsonNode node = properties.get(member);
    if (node != null && node.isString()) properties.putObject(member).put("name", node.stringValue());
  }

  /** Half a SHA-256 in hexadecimal: the same bytes get the same id in every process. */
  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(Json.sha256(bytes), 0, 16);
  }
}
