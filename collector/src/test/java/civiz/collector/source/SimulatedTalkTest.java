package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedTalkTest {
  private static final List<String> BURSTS = List.of("game", "game won", "game lost", "festival",
      "festival over",
      "concert", "concert over", "fireworks", "fireworks over", "storm", "storm over", "edit", "name");
  private static final Set<String> LOCAL = Set.of("spot", "tag", "corner", "line", "bus", "mention", "link",
      "n",
      "hour", "later");

  private final SplittableRandom random = new SplittableRandom(1);

  @ParameterizedTest
  @ValueSource(strings = {"en", "es", "pl"})
  void everySlotHasWordsAndEveryHourHasManyTexts(String lang) {
    SimulatedTalk talk = new SimulatedTalk(lang);
    List<String> templates = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      Set<String> said = new HashSet<>();
      for (int i = 0; i < 2000; i++) {
        said.add(talk.everyday(hour, List.of("airport", "lake", "river", "campus"), random).text());
      }
      assertThat(said).as("texts at %d in %s", hour, lang).hasSizeGreaterThan(8);
      templates.addAll(said);
    }
    for (String heading : BURSTS) {
      for (int i = 0; i < 300; i++)
        templates.add(talk.about(heading, random).text());
    }
    SimulatedTalk.Here here = slot -> LOCAL.contains(slot) ? slot.toUpperCase(Locale.ROOT) : null;
    for (String template : templates) {
      assertThat(talk.fill(template, here, random)).doesNotContain("{", "}").isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "es", "pl"})
  void airportTalkIsForAirports(String lang) {
    SimulatedTalk talk = new SimulatedTalk(lang);
    Set<String> elsewhere = new HashSet<>();
    Set<String> there = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      elsewhere.add(talk.everyday(12, List.of("nothing"), random).text());
      there.add(talk.everyday(12, List.of("airport"), random).text());
    }
    assertThat(there).anyMatch(text -> text.contains("✈️"));
    assertThat(elsewhere).noneMatch(text -> text.contains("✈️"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{pet} sleeps.", "Hush. {pet} sleeps.", "¿{pet}?"})
  void aSentenceBeginsWithACapitalLetter(String template) {
    assertThat(new SimulatedTalk("en").fill(template, slot -> "a corgi", random)).contains("A corgi");
  }
}
