package civiz.collector.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a GeoJSON FeatureCollection feature by feature: only one of them is in memory at a time. Jackson refuses what
 * is nested too deeply or has endless numbers. Stateless.
 */
final class GeoJsonDocument {
  /** As many as the log of an area holds, so that more could not be shown. */
  static final int MOST = 20_000;

  private static final JsonMapper JSON = new JsonMapper();

  private GeoJsonDocument() {}

  /**
   * Reads to the very end, so that also what is cut off behind the last bracket is noticed.
   *
   * @param taker is given whatever stands among the features
   * @throws IOException    when the stream breaks
   * @throws GeoJsonFailure when it is not a FeatureCollection, or not a whole one; features before are taken
   */
  static void read(InputStream in, Consumer<JsonNode> taker) throws IOException, GeoJsonFailure {
    boolean features = false;
    try (JsonParser parser = JSON.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) throw none("it is no object");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if ("features".equals(member) && !features) {
          if (value != JsonToken.START_ARRAY) throw none("its features are no array");
          features = true;
          readFeatures(parser, taker);
        } else if ("type".equals(member) && !"FeatureCollection".equals(parser.getValueAsString())) {
          throw none("its type is not FeatureCollection");
        } else {
          parser.skipChildren();
        }
      }
      if (!features) throw none("it has no features");
      if (parser.nextToken() != null) throw none("something follows it");
    } catch (UnexpectedEndOfInputException e) {
      throw GeoJsonFailure.passing("the answer ends too soon");
    } catch (StreamConstraintsException e) {
      throw GeoJsonFailure.lasting("the answer is nested too deeply, or has a number or text without end");
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException broken) throw broken;
      if (features) throw GeoJsonFailure.passing("the answer ends too soon, or is broken");
      throw none("it is no JSON");
    }
  }

  private static void readFeatures(JsonParser parser, Consumer<JsonNode> taker) throws GeoJsonFailure {
    for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
      if (number > MOST) {
        throw GeoJsonFailure.lasting("the answer has more than %d features, ask for fewer".formatted(MOST));
      }
      JsonNode feature = parser.readValueAsTree();
      taker.accept(feature);
    }
  }

  private static GeoJsonFailure none(String why) {
    return GeoJsonFailure.lasting("the answer is not a GeoJSON FeatureCollection: " + why);
  }
}
