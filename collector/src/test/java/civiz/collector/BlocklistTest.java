package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import civiz.contract.Environment;
import civiz.contract.Post;
import civiz.contract.Rights;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocklistTest {
  private static Blocklist read(String words, String authors) {
    Environment environment = new Environment(Map.of("BLOCK_WORDS", words, "BLOCK_AUTHORS", authors));
    return environment.checked(Blocklist.read(environment));
  }

  private static Post says(String text) {
    return Samples.post("test:1", Samples.IN_LOOP, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a spoiler", "SPOILER!", "#spoiler", "ｓｐｏｉｌｅｒ", "spo\u200biler", "see  below",
    "see\nBelow", "¡Über alles", "いまネタバレです"})
  void wordsAreFoundHoweverTheyAreWritten(String text) {
    assertThat(read("spoiler, see below ,über,ネタバレ", "").blocks(says(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spoilers", "aspoiler", "see\u00e9 below", "überall", "", "spoil er", "anything"})
  void otherWordsAreNot(String text) {
    assertThat(read("spoiler,see below,über,.*,", "").blocks(says(text))).isFalse();
  }

  @Test
  void hashtagsNamesAndAlternativeTextsAreSearchedToo() {
    Blocklist blocked = read("spoiler", "");
    assertThat(blocked.blocks(post("Ada", List.of("Spoiler"), "", ""))).isTrue();
    assertThat(blocked.blocks(post("The Spoiler", List.of(), "", ""))).isTrue();
    assertThat(blocked.blocks(post("Ada", List.of(), "spoiler", ""))).isTrue();
    assertThat(blocked.blocks(post("Ada", List.of(), "", "Spoiler Alley"))).isTrue();
    assertThat(blocked.blocks(post("Ada", List.of("cubs"), "a dog", "Chicago"))).isFalse();
  }

  private static Post post(String author, List<String> hashtags, String alt, String place) {
    return new Post("test:1", Samples.IN_LOOP, true, "test", Instant.EPOCH,
        new Post.Author("test:ada", author, "Ada_L", null), "", null, null, new Post.Place(place, null),
        hashtags,
        List.of(new Post.Media("photo", null, alt)), Rights.OPEN, Map.of());
  }

  @Test
  void authorsAreBlockedByIdOrHandle() {
    Post post = post("Ada", List.of(), "", "");
    assertThat(read("", "x:1 test:ada").blocks(post)).isTrue();
    assertThat(read("", "@ada_l,x:1").blocks(post)).isTrue();
    assertThat(read("", "test:adam,@ada").blocks(post)).isFalse();
  }

  @Test
  void unsetBlocksNothing() {
    assertThat(Blocklist.read(new Environment(Map.of())).isEmpty()).isTrue();
    assertThat(read(" , ", "").isEmpty()).isTrue();
  }

  @Test
  void anAuthorOfNoFormIsAMistake() {
    assertThatExceptionOfType(Environment.BadConfiguration.class).isThrownBy(() -> read("", "test:ada, ada"))
        .withMessageContaining("BLOCK_AUTHORS: \"ada\" is neither source:id nor @handle");
  }
}
