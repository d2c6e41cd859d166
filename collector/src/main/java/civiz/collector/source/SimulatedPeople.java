package civiz.collector.source;

import civiz.contract.Post;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The invented authors of a simulated city: the same for the same seed. Immutable. */
final class SimulatedPeople {
  /** Authors of each language: enough that a list rarely shows one twice, few enough that one is met again. */
  private static final int AUTHORS = 160;
  /** Characters of a handle before its number. */
  private static final int HANDLE = 18;

  private final Map<String, List<Post.Author>> authors = new HashMap<>();

  /**
   * @param city  the first part of the authors' native ids
   * @param talks by language
   */
  SimulatedPeople(String city, Map<String, SimulatedTalk> talks, long seed) {
    talks.forEach((lang, talk) -> {
      SplittableRandom random = new SplittableRandom(SimulatedCity.mix(seed, lang.hashCode()));
      List<Post.Author> speakers = new ArrayList<>(AUTHORS);
      for (int i = 0; i < AUTHORS; i++) {
        String name = talk.fill(talk.about("name", random).text(), slot -> null, random);
        speakers
            .add(new Post.Author("simulated:" + city + "-" + lang + i, name, handle(name) + (i + 1), null));
      }
      authors.put(lang, List.copyOf(speakers));
    });
  }

  /** An author of this language; some write far more than others. */
  Post.Author author(String lang, RandomGenerator random) {
    List<Post.Author> speakers = authors.getOrDefault(lang, List.of());
    double u = random.nextDouble();
    return speakers.get((int) (u * Math.sqrt(u) * speakers.size()));
  }

  /** "Zośka z piętra" as "zoskazpietra". */
  private static String handle(String name) {
    String ascii = Normalizer.normalize(name.replace('ł', 'l').replace('Ł', 'L'), Normalizer.Form.NFD)
        .replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    return ascii.substring(0, Math.min(HANDLE, ascii.length()));
  }
}
