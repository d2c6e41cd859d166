package civiz.collector.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the values of X's JSON token by token, without a tree. Every refusal is an {@link IllegalArgumentException}
 * that names the member and quotes nothing. A member that is null is as good as missing.
 */
final class XJson {
  /** The encoding is UTF-8, whatever the first bytes look like. */
  static final JsonFactory FACTORY = JsonFactory.builder()
      .disable(TokenStreamFactory.Feature.CHARSET_DETECTION).build();

  private XJson() {}

  /** Moves on to the value of the object's next member, and returns the member's name; null at the object's end. */
  static @Nullable String next(JsonParser json) {
    String name = json.nextName();
    if (name != null) json.nextToken();
    return name;
  }

  static @Nullable String text(JsonParser json) {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getString();
      case VALUE_NULL -> null;
      default -> throw wrong(json, "is not a string");
    };
  }

  /** A number of X's: it is longer than 2^53, so its JSON is a string of digits. */
  static @Nullable String digits(JsonParser json) {
    String id = text(json);
    if (id != null && !isDigits(id)) throw wrong(json, "is not a string of digits");
    return id;
  }

  private static boolean isDigits(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') return false;
    }
    return !id.isEmpty() && id.length() < 20;
  }

  /** Strings; none when it is null. */
  static List<String> texts(JsonParser json) {
    if (!isArray(json)) return List.of();
    List<String> texts = new ArrayList<>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String text = text(json);
      if (text != null) texts.add(text);
    }
    return texts;
  }

  /** Exactly so many numbers; null when it is null. */
  static double @Nullable [] numbers(JsonParser json, int count) {
    if (!isArray(json)) return null;
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      if (!json.nextToken().isNumeric()) throw wrong(json, "is not a number");
      numbers[i] = json.getDoubleValue();
    }
    if (json.nextToken() != JsonToken.END_ARRAY) throw wrong(json, "is one too many");
    return numbers;
  }

  /** False when it is null. */
  static boolean isObject(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> true;
      case VALUE_NULL -> false;
      default -> throw wrong(json, "is not an object");
    };
  }

  /** False when it is null. */
  static boolean isArray(JsonParser json) {
    return switch (json.currentToken()) {
      case START_ARRAY -> true;
      case VALUE_NULL -> false;
      default -> throw wrong(json, "is not an array");
    };
  }

  /** Moves on to the array's next element, which must be an object; false at the array's end. */
  static boolean nextObject(JsonParser json) {
    return switch (json.nextToken()) {
      case START_OBJECT -> true;
      case END_ARRAY -> false;
      default -> throw wrong(json, "is not an object");
    };
  }

  /** The message names members that the caller looked for, none that the document made up. */
  static IllegalArgumentException wrong(JsonParser json, String what) {
    String path = json.streamReadContext().pathAsPointer().toString();
    return new IllegalArgumentException(
        path.isEmpty() ? "the line " + what : path.substring(1).replace('/', '.') + " " + what);
  }
}
