package civiz.contract;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Posts of every shape that the contract allows. */
final class RandomPost {
  private static final List<String> CHARACTERS = List.of("a", "Z", "0", " ", "<", ">", "&", "\"", "'", "\\",
      "/",
      "\n", "\t", "\r", "\u0000", "\u001f", "\u007f", "\u2028", "\u200f", "\u202e", "\ufeff", "ż", "ش", "ם",
      "\u0308",
      "漢", "🐢", "👩🏽‍🚒", "𝔘", "\uffff");
  private static final long YEAR_0 = -62_167_219_200_000L;
  private static final long YEAR_10000 = 253_402_300_800_000L;

  private RandomPost() {}

  static Post next(Random random) {
    boolean exact = random.nextBoolean();
    String source = "s-" + random.nextInt(9);
    return new Post(source + ":" + nativeId(random), exact ? point(random) : place(random), exact, source,
        Instant.ofEpochMilli(random.nextLong(YEAR_0, YEAR_10000)), maybe(random, () -> author(random)),
        text(random, 300), maybe(random, () -> text(random, 11)), maybe(random, () -> url(random)),
        maybe(random, () -> new Post.Place(text(random, 20), maybe(random, () -> "city"), more(random))),
        list(random, () -> text(random, 20)), list(random, () -> media(random)),
        random.nextBoolean() ? Rights.OPEN : Rights.DISPLAY, more(random));
  }

  private static Post.Author author(Random random) {
    return new Post.Author(maybe(random, () -> "a:" + nativeId(random)), text(random, 30),
        maybe(random, () -> text(random, 20)), maybe(random, () -> url(random)), more(random));
  }

  private static Post.Media media(Random random) {
    return new Post.Media("photo", maybe(random, () -> url(random)), maybe(random, () -> text(random, 50)),
        more(random));
  }

  private static String nativeId(Random random) {
    StringBuilder id = new StringBuilder();
    for (int i = random.nextInt(1, 40); i > 0; i--)
      id.append((char) random.nextInt(0x21, 0x7f));
    return id.toString();
  }

  private static String url(Random random) {
    return "https://example.com/" + random.nextInt() + "?q=ż&b=%20#c";
  }

  private static Point point(Random random) {
    return new Point(degrees(random, 180), degrees(random, 90));
  }

  /** A box, also over the antimeridian, or a place so small that it is a point. */
  private static Location place(Random random) {
    if (random.nextInt(5) == 0) return point(random);
    double south = degrees(random, 89);
    return new BoundingBox(degrees(random, 180), south, degrees(random, 180),
        random.nextDouble(south + 0.1, 90));
  }

  private static double degrees(Random random, int most) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(-most, most + 1);
      case 1 -> random.nextInt(-most, most) + random.nextInt(10_000) / 10_000.0;
      case 2 -> random.nextBoolean() ? most : -most;
      default -> random.nextDouble(-most, most);
    };
  }

  static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most / 9 + 1); i > 0; i--)
      text.append(CHARACTERS.get(random.nextInt(CHARACTERS.size())));
    return text.toString();
  }

  private static Map<String, JsonNode> more(Random random) {
    Map<String, JsonNode> more = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--)
      more.put("more-" + random.nextInt() + text(random, 20), json(random, 4));
    return more;
  }

  private static JsonNode json(Random random, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.stringNode(text(random, 50));
      case 3 -> nodes.numberNode(random.nextInt());
      case 4 -> nodes.numberNode(random.nextLong(Long.MAX_VALUE / 2, Long.MAX_VALUE));
      case 5 ->
        nodes.numberNode(new BigDecimal(random.nextInt() + "." + random.nextLong(1, Long.MAX_VALUE) + "5"));
      case 6 -> {
        ArrayNode array = nodes.arrayNode();
        list(random, () -> json(random, depth - 1)).forEach(array::add);
        yield array;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        list(random, () -> json(random, depth - 1)).forEach(one -> object.set("m" + random.nextInt(), one));
        yield object;
      }
    };
  }

  private static <T> @Nullable T maybe(Random random, Supplier<T> supplier) {
    return random.nextBoolean() ? supplier.get() : null;
  }

  private static <T> List<T> list(Random random, Supplier<T> supplier) {
    return Stream.generate(supplier).limit(random.nextInt(4)).toList();
  }
}
