package civiz.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What X's own description of its API (x-api.openapi.json) allows in the requests and answers of its filtered stream. */
final class XApiSchema {
  static final JsonMapper JSON = new JsonMapper();

  private static final JsonNode API = api();
  private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
      Dialect.builder(Dialects.getOpenApi30()).keyword(new NonValidationKeyword("components")).build());
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private XApiSchema() {}

  /** What is wrong with a document; empty when nothing is. */
  static List<String> errors(String schema, JsonNode document) {
    JsonNode reference = JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    return SCHEMAS.computeIfAbsent(schema, name -> compile(reference)).validate(document).stream()
        .map(Error::toString).toList();
  }

  /** @throws IllegalArgumentException when the text is not JSON, or not what the schema allows */
  static void require(String schema, String json) {
    List<String> errors;
    try {
      errors = errors(schema, JSON.readTree(json));
    } catch (JacksonException e) {
      errors = List.of(e.getOriginalMessage());
    }
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "X would not send this as a %s: %s%n%s".formatted(schema, errors, json));
    }
  }

  /** The name of a query parameter that X does not know, or whose value it does not take; null when there is none. */
  static @Nullable String badParameter(String path, String method, Map<String, String> query) {
    JsonNode known = API.path("paths").path(path).path(method.toLowerCase(Locale.ROOT)).path("parameters");
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      JsonNode schema = known.valueStream()
          .filter(one -> one.path("name").asString().equals(parameter.getKey())).findFirst()
          .map(one -> one.path("schema")).orElse(null);
      if (schema == null || !compile(schema).validate(value(schema, parameter.getValue())).isEmpty())
        return parameter.getKey();
    }
    return null;
  }

  private static JsonNode value(JsonNode schema, String text) {
    switch (schema.path("type").asString()) {
      case "array" -> {
        ArrayNode values = JSON.createArrayNode();
        for (String value : text.split(",", -1))
          values.add(value);
        return values;
      }
      case "integer", "boolean" -> {
        try {
          return JSON.readTree(text);
        } catch (JacksonException e) {
          return JSON.stringNode(text);
        }
      }
      default -> {
        return JSON.stringNode(text);
      }
    }
  }

  /** A schema of its own, in which references to the API's components resolve. */
  private static Schema compile(JsonNode schema) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("allOf").add(schema);
    root.set("components", API.path("components"));
    return REGISTRY.getSchema(root);
  }

  private static JsonNode api() {
    try (
        InputStream in = Objects.requireNonNull(XApiSchema.class.getResourceAsStream("x-api.openapi.json"))) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
