package civiz.local;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Posts that somebody may write to do harm to whoever reads them: all of them pass the contract's limits, and some just fail. */
final class HostilePosts {
  private static final JsonMapper JSON = new JsonMapper();
  /** The contract's limits, in UTF-16 units. */
  private static final int TEXT = 10_000;
  private static final int NAME = 1_000;
  private static final int HASHTAGS = 100;
  /** More marks than these on one letter are not shown (text.js). */
  private static final int MARKS = 8;

  private static final String RLO = "\u202E";
  private static final String LRI = "\u2066";
  private static final String ZERO_WIDTH = "\u200B\u200C\u200D\u2060\uFEFF";
  private static final String MARK = "\u0316\u0301\u0489\u20DD";

  /**
   * One of them.
   *
   * @param name  what it tries
   * @param json  the Feature as it is published
   * @param shown the text that its card has to have
   */
  record Hostile(String name, String id, String json, String shown) {}

  private final List<Hostile> posts = new ArrayList<>();

  private HostilePosts() {}

  /** Those that are posts. */
  static List<Hostile> corpus() {
    HostilePosts all = new HostilePosts();
    all.texts();
    all.shapes();
    all.links();
    all.names();
    return List.copyOf(all.posts);
  }

  /** Those that are over a limit: they must not be shown at all. */
  static List<String> refused() {
    ObjectNode tooMany = feature("refused-hashtags", "a thousand hashtags");
    ArrayNode hashtags = properties(tooMany).putArray("hashtags");
    IntStream.range(0, 1_000).forEach(i -> hashtags.add("h" + i));
    ObjectNode tooLong = feature("refused-text", "x".repeat(TEXT + 1));
    ObjectNode nowhere = feature("refused-place", "nowhere");
    nowhere.putObject("geometry").put("type", "Point").putArray("coordinates").add(1e308).add(41.8);
    return List.of(tooMany.toString(), tooLong.toString(), nowhere.toString());
  }

  private void texts() {
    text("a script", "<script>alert(1)</script>");
    text("an event handler", "<img src=x onerror=alert(2)><svg/onload=alert(3)>");
    text("a frame", "<iframe srcdoc='<script>parent.alert(4)</script>'></iframe>");
    text("an end of everything", "</p></article></section></main></body></html><h1>Gone");
    text("a style", "<style>*{display:none}</style><link rel=stylesheet href=//example.com/x.css>");
    text("style sheet's words", "} .card { display: none } /* \\22 ; expression(alert(5)) */");
    text("entities", "&lt;b&gt; &amp;amp; &#x3C;script&#x3E; &nbsp;");
    text("templates", "${alert(6)} {{constructor.constructor('alert(7)')()}} <%= 8 %> `+alert(9)+`");
    text("a comment", "<!-- --!> <![CDATA[ ]]> ?> <?php -->");
    text("JSON's end", "\"}]}</script><script>alert(10)</script>\u2028\u2029");
    raw("lone surrogates", "a\\ud800b\\udc00c\\udfff", "a\uFFFDb\uFFFDc\uFFFD");
    raw("control characters", "a\\u0000b\\u0007c\\u001b[31md\\u0085e", "a\u0000b\u0007c\u001b[31md\u0085e");
  }

  private void shapes() {
    text("right to left over all", RLO.repeat(50) + "gnp.exe" + RLO);
    text("isolates that don't end", LRI.repeat(200) + "abc \u05D0\u05D1\u05D2 \u0627\u0628\u062A");
    text("nothing to be seen", ZERO_WIDTH.repeat(500) + "!");
    text("marks", "Z" + MARK.repeat((TEXT - 1) / MARK.length()), "Z" + MARK.repeat(MARKS / MARK.length()));
    String marked = ("e" + MARK.repeat(50)).repeat(40);
    text("marks on every letter", marked, marked.replaceAll("(\\p{M}{8})\\p{M}+", "$1"));
    text("one word", "W".repeat(TEXT));
    text("wide letters", "\uFDFD".repeat(500) + "\uD808\uDC2B".repeat(500));
    text("a family", "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66".repeat(400));
    text("half a flag at the cut", "x".repeat(399) + "\uD83C\uDDEB\uD83C\uDDF7");
    text("newlines", "a" + "\n".repeat(5_000) + "b");
    text("tabs and blanks", "\t".repeat(3_000) + "\u00A0".repeat(3_000) + "\u3000".repeat(3_000) + "b");
    text("hashtags without end", "#a".repeat(TEXT / 2));
    text("a hashtag of marks", "#" + "a\u0301".repeat(2_000));
  }

  private void links() {
    text("addresses that are none", "javascript:alert(1) data:text/html,<script>alert(2)</script> vbscript:x "
        + "file:///etc/passwd JaVaScRiPt:alert(3)");
    text("a name and a password", "https://example.com@example.org/ https://a:b@example.org/");
    text("look-alikes",
        "https://ex\u0430mple.com/ https://example.com.example.org/ https://xn--80ak6aa92e.com/",
        "ex\u0430mple.com/ example.com.example.org/ xn--80ak6aa92e.com/");
    text("dots without end", "http://" + ".".repeat(TEXT - 8) + "x", ".".repeat(59) + "…");
    text("markup in an address", "https://example.com/\"onmouseover=\"alert(1) https://example.com/'><b>",
        "example.com/\"onmouseover=\"alert(1) example.com/'><b>");
    ObjectNode post = feature("addresses of its members", "addresses");
    properties(post).put("url", "https://example.com/" + "a".repeat(2_000));
    properties(post).putObject("author").put("name", "A").put("avatar", "http://example.com/plain.png");
    ArrayNode media = properties(post).putArray("media");
    for (String kind : List.of("photo", "constructor", "__proto__", "video"))
      media.addObject().put("kind", kind).put("thumbnail", "http://example.com/plain.png")
          .put("alt", "<b>" + "M".repeat(5_000));
    add("addresses of its members", post, "addresses");
  }

  private void names() {
    for (String word : List.of("__proto__", "constructor", "toString", "hasOwnProperty")) {
      ObjectNode post = feature("named-" + word, "#" + word + " " + word + " @" + word);
      everywhere(post, word);
      add(word, post, "#" + word + " " + word + " @" + word);
    }
    String name = "a name of ";
    everywhere(name + "markup", "<b onclick=alert(1)>\"'`&");
    everywhere(name + "wide letters", "\uFDFD".repeat(NAME));
    everywhere(name + "marks", "Z" + MARK.repeat((NAME - 1) / MARK.length()));
    everywhere(name + "one word", "M".repeat(NAME));
    everywhere(name + "newlines", "a\n".repeat(NAME / 2));
    everywhere(name + "bidi controls", RLO + LRI + "moc.elpmaxe");
    everywhere(name + "nothing", ZERO_WIDTH.repeat(NAME / 5));
    ObjectNode source = feature("x", "from a source with a name of the language");
    source.put("id", "constructor:1");
    properties(source).put("source", "constructor");
    add("a source", source, "from a source with a name of the language");
  }

  /** The word in every member that has a name. */
  private void everywhere(String what, String word) {
    ObjectNode post = feature(what, what);
    everywhere(post, word);
    add(what, post, what);
  }

  private static void everywhere(ObjectNode post, String word) {
    ObjectNode properties = properties(post);
    properties.putObject("author").put("name", word).put("handle", word).put("id",
        "shell:" + (word.matches("[!-~]{1,190}") ? word : "a"));
    properties.putObject("place").put("name", word).put("kind", word);
    properties.put("precision", "place");
    properties.put("lang", word.length() > 35 ? word.substring(0, 35) : word);
    ArrayNode hashtags = properties.putArray("hashtags");
    for (int i = 0; i < HASHTAGS; i++)
      hashtags.add(word.length() < 20 ? word + i : "h" + Math.abs(word.hashCode() % 1_000) + "n" + i);
    hashtags.set(0, JSON.getNodeFactory().stringNode(word));
    hashtags.set(1, JSON.getNodeFactory().stringNode("__proto__"));
    properties.putArray("media").addObject().put("kind", word).put("alt", word);
  }

  private void text(String name, String text) {
    text(name, text, text);
  }

  private void text(String name, String text, String shown) {
    add(name, feature(name, text), shown);
  }

  /** With a text that is written as JSON has it. */
  private void raw(String name, String escaped, String shown) {
    ObjectNode post = feature(name, "TEXT");
    posts.add(
        new Hostile(name, post.get("id").stringValue(), post.toString().replace("TEXT", escaped), shown));
  }

  private void add(String name, ObjectNode post, String shown) {
    posts.add(new Hostile(name, post.get("id").stringValue(), post.toString(), shown));
  }

  private static ObjectNode feature(String id, String text) {
    ObjectNode feature = JSON.createObjectNode().put("type", "Feature").put("id",
        "shell:" + id.replaceAll("\\W+", "-"));
    feature.putObject("geometry").put("type", "Point").putArray("coordinates").add(-87.63).add(41.88);
    feature.putObject("properties").put("text", text);
    return feature;
  }

  private static ObjectNode properties(ObjectNode feature) {
    return (ObjectNode) feature.get("properties");
  }
}
