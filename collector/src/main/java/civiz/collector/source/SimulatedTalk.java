package civiz.collector.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated city says in one language, from the file simulated-LANG.txt: headings in square brackets, one
 * template a line. {@code [coffee 5-11]} is a topic and the local hours in which people talk about it,
 * {@code [airport 4-23 here]} one of the places known for it alone, a heading without hours a burst's topic or a
 * list of words. {@code {coffee}} stands for one of the words under
 * {@code [coffee]} or for what the place gives (see {@link Here}); words may have slots themselves; {@code | photo: …} at the end for a picture and
 * its alternative text. Immutable; callable from any thread.
 */
final class SimulatedTalk {
  /** The order in which a spot gives its parts. */
  static final List<String> LANGUAGES = List.of("en", "es", "pl");

  private static final Pattern HEADING = Pattern.compile("\\[(\\S.*?)(?: (\\d+)-(\\d+)( here)?)?\\]");
  private static final Pattern MEDIA = Pattern.compile("(.*) \\| (photo|video|gif): (.*)");
  /** Draws against saying the same word twice in one text. */
  private static final int DRAWS = 4;

  /**
   * A text with slots.
   *
   * @param text what to fill in
   * @param kind photo, video or gif; null without a medium
   * @param alt  the medium's alternative text
   */
  record Template(String text, @Nullable String kind, @Nullable String alt) {}

  /** The words that depend on who speaks where and when. */
  interface Here {
    /** The word for a slot, or null when it is one of the language's own. */
    @Nullable
    String word(String slot);
  }

  private record Topic(int from, int to, boolean everywhere, List<Template> templates) {
    boolean at(int hour) {
      return from < to ? hour >= from && hour < to : hour >= from || hour < to;
    }
  }

  private final Map<String, List<Template>> sections = new HashMap<>();
  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private final List<List<Template>> byHour;

  SimulatedTalk(String lang) {
    List<Template> section = new ArrayList<>();
    for (String line : lines("simulated-" + lang + ".txt")) {
      if (line.isBlank() || line.startsWith("# ")) continue;
      Matcher heading = HEADING.matcher(line);
      if (!heading.matches()) {
        Matcher media = MEDIA.matcher(line);
        section.add(media.matches()
            ? new Template(media.group(1), media.group(2), media.group(3))
            : new Template(line, null, null));
        continue;
      }
      section = new ArrayList<>();
      if (heading.group(2) == null) {
        sections.put(heading.group(1), section);
      } else {
        topics.put(heading.group(1),
            new Topic(Integer.parseInt(heading.group(2)), Integer.parseInt(heading.group(3)),
                heading.group(4) == null, section));
      }
    }
    byHour = IntStream.range(0, 24).mapToObj(hour -> topics.values().stream()
        .filter(topic -> topic.everywhere() && topic.at(hour))
        .flatMap(topic -> topic.templates().stream()).toList()).toList();
  }

  private static List<String> lines(String name) {
    try (InputStream in = SimulatedTalk.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** Something to say at this local hour, half of the time about what the place is known for. */
  Template everyday(int hour, List<String> favourites, RandomGenerator random) {
    if (random.nextBoolean()) {
      Topic topic = topics.get(favourites.get(random.nextInt(favourites.size())));
      if (topic != null && topic.at(hour)) return any(topic.templates(), random);
    }
    return any(byHour.get(hour), random);
  }

  /** Something to say about a burst, or a line under any heading without hours. */
  Template about(String heading, RandomGenerator random) {
    List<Template> section = sections.get(heading);
    if (section == null) throw new IllegalStateException("no texts are under [" + heading + "]");
    return any(section, random);
  }

  /** The text with every slot filled in, a capital letter at the start of a sentence. */
  String fill(String text, Here here, RandomGenerator random) {
    StringBuilder out = new StringBuilder(text.length() + 64);
    fill(text, here, out, random);
    return out.toString();
  }

  private void fill(String text, Here here, StringBuilder out, RandomGenerator random) {
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      out.append(text, from, open);
      int start = out.length();
      fill(word(text.substring(open + 1, close), here, out, random), here, out, random);
      if (startsSentence(out, start)) out.setCharAt(start, Character.toUpperCase(out.charAt(start)));
      from = close + 1;
    }
    out.append(text, from, text.length());
  }

  private static boolean startsSentence(CharSequence out, int at) {
    if (at == 0 || "¿¡".indexOf(out.charAt(at - 1)) >= 0) return true;
    return at > 1 && out.charAt(at - 1) == ' ' && ".!?".indexOf(out.charAt(at - 2)) >= 0;
  }

  private String word(String slot, Here here, StringBuilder said, RandomGenerator random) {
    String word = "";
    for (int i = 0; i < DRAWS; i++) {
      String local = here.word(slot);
      word = local != null ? local : about(slot, random).text();
      if (said.indexOf(word) < 0) break;
    }
    return word;
  }

  private static Template any(List<Template> templates, RandomGenerator random) {
    return templates.get(random.nextInt(templates.size()));
  }
}
