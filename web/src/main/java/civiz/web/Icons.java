package civiz.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the drawings of Lucide's webjar into the page's sprite of icons, which names each as
 * <code>{{lucide/NAME}}</code>, below Lucide's licence. {@link Assets} asks at the start, on one thread; a name that
 * Lucide does not have stops the start and is named.
 */
final class Icons {
  private static final String LUCIDE = "lucide-static";
  private static final Pattern NAMED = Pattern.compile("\\{\\{lucide/([\\w-]+)}}");
  private static final Pattern DRAWING = Pattern.compile("<svg\\b[^>]*>(.*)</svg>", Pattern.DOTALL);

  private final Webjars webjars;

  Icons(Webjars webjars) {
    this.webjars = webjars;
  }

  /** The sprite. */
  byte[] sprite(byte[] named) {
    String licence = new String(webjars.read(LUCIDE, "LICENSE"), UTF_8);
    String symbols = NAMED.matcher(new String(named, UTF_8))
        .replaceAll(name -> Matcher.quoteReplacement(drawing(name.group(1))));
    return "<!--\nIcons from Lucide (https://lucide.dev)\n\n%s-->\n%s".formatted(licence, symbols)
        .getBytes(UTF_8);
  }

  private String drawing(String name) {
    String path = "icons/" + name + ".svg";
    Matcher icon = DRAWING.matcher(new String(webjars.read(LUCIDE, path), UTF_8));
    if (!icon.find())
      throw new IllegalStateException("the webjar %s draws nothing in %s".formatted(LUCIDE, path));
    return icon.group(1).replaceAll("\\s*\n\\s*", "");
  }
}
