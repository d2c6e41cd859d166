package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.Retraction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBufferTest {
  private static PendingEvent post(int number) {
    return Samples.pending(Samples.post(number), Samples.CHICAGO);
  }

  private static PendingEvent retraction(int number) {
    return PendingEvent.of(new Retraction.OfPost("test:" + number), List.of(Samples.CHICAGO), new Counts());
  }

  private static List<String> ids(List<PendingEvent> events) {
    return events.stream().map(event -> new String(event.id, StandardCharsets.UTF_8)).toList();
  }

  @Test
  void eventsComeOutInTheirOrder() {
    EventBuffer buffer = new EventBuffer();
    IntStream.rangeClosed(1, 9).forEach(i -> buffer.add(i % 3 == 0 ? retraction(i) : post(i)));
    assertThat(ids(buffer.take(4, Long.MAX_VALUE))).containsExactly("test:1", "test:2", "test:3", "test:4");
    assertThat(ids(buffer.take(100, Long.MAX_VALUE))).hasSize(5).startsWith("test:5").endsWith("test:9");
    assertThat(buffer.take(100, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void whenFullTheOldestPostGoesAndRetractionsGoLast() {
    EventBuffer buffer = new EventBuffer(3, Long.MAX_VALUE);
    buffer.add(retraction(1));
    buffer.add(post(2));
    assertThat(buffer.add(post(3))).isEmpty();
    assertThat(ids(buffer.add(post(4)))).containsExactly("test:2");
    assertThat(ids(buffer.add(retraction(5)))).containsExactly("test:3");
    assertThat(ids(buffer.add(retraction(6)))).containsExactly("test:4");
    assertThat(ids(buffer.add(retraction(7)))).containsExactly("test:1");
    assertThat(ids(buffer.take(9, Long.MAX_VALUE))).containsExactly("test:5", "test:6", "test:7");
  }

  @Test
  void bytesAreBoundedToo() {
    int size = post(1).bytes();
    EventBuffer buffer = new EventBuffer(100, 3L * size);
    IntStream.rangeClosed(1, 3).forEach(i -> assertThat(buffer.add(post(i))).isEmpty());
    assertThat(ids(buffer.add(post(4)))).containsExactly("test:1");
    assertThat(ids(buffer.take(100, 2L * size))).containsExactly("test:2", "test:3");
    assertThat(ids(buffer.take(100, 1))).as("at least one").containsExactly("test:4");
  }

  @Test
  void anAuthorsRetractionComesAlone() {
    EventBuffer buffer = new EventBuffer();
    buffer.add(post(1));
    buffer.add(
        PendingEvent.of(new Retraction.OfAuthor("test:ada", null), List.of(Samples.CHICAGO), new Counts()));
    buffer.add(post(2));
    assertThat(ids(buffer.take(9, Long.MAX_VALUE))).containsExactly("test:1");
    assertThat(buffer.take(9, Long.MAX_VALUE)).hasSize(1);
    assertThat(ids(buffer.take(9, Long.MAX_VALUE))).containsExactly("test:2");
  }
}
