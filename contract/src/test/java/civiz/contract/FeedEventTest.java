package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedEventTest {
  @Test
  void anyPostIsRecognizedAroundItsBytes() {
    Random random = Seed.random();
    for (int i = 0; i < 2_000; i++) {
      Post post = RandomPost.next(random);
      String message = "{\"epoch\":\"9f3a\",\"seq\":%d,\"post\":%s}".formatted(i,
          new String(PostJson.write(post), StandardCharsets.UTF_8));
      FeedEvent event = FeedEvent.read(bytes(message));
      assertThat(event).isEqualTo(new FeedEvent(FeedEvent.Kind.POST, "9f3a", i, post.id(),
          post.author() == null ? null : post.author().id(), null));
    }
  }

  @Test
  void aRetractionIsWrittenAsItIsRead() {
    for (Retraction retraction : new Retraction[]{new Retraction.OfPost("x:1"),
      new Retraction.OfAuthor("x:42", null),
      new Retraction.OfAuthor("x:42", "x:18446744073709551616")}) {
      String message = "{\"epoch\":\"9f3a\",\"seq\":1,\"retract\":"
          + new String(FeedEvent.write(retraction), StandardCharsets.UTF_8) + "}";
      assertThat(FeedEvent.read(bytes(message)).retraction()).isEqualTo(retraction);
    }
  }

  @Test
  void theLargestPostFitsIntoAMessageAndNothingMuchLargerDoes() {
    byte[] post = PostJsonTest.post("\"more\":\"\"");
    String largest = new String(
        PostJsonTest.post("\"more\":\"" + "a".repeat(Limits.POST_BYTES - post.length) + "\""),
        StandardCharsets.UTF_8);
    String message = "{\"epoch\":\"%s\",\"seq\":9007199254740991,\"post\":%s}".formatted("a".repeat(40),
        largest);
    assertThat(FeedEvent.read(bytes(message)).id()).isEqualTo("x:1");
    assertThatIllegalArgumentException().isThrownBy(() -> FeedEvent.read(bytes(message + " ".repeat(1024))))
        .withMessageContaining("bytes");
  }

  @Test
  void theDoorTakesSeveralLinesForOneFeatureOrRetraction() {
    assertThat(FeedEvent.read(bytes("{\n  \"type\": \"Feature\",\n  \"properties\": {}\n}\n")).kind())
        .isEqualTo(FeedEvent.Kind.FEATURE);
    assertThat(FeedEvent.read(bytes("{\"retract\":{\"id\":\"x:1\"}}\n")).retraction())
        .isEqualTo(new Retraction.OfPost("x:1"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
