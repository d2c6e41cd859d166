package civiz.collector;

import static org.assertj.core.api.Assertions.assertThat;

import civiz.contract.BoundingBox;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.Retraction;
import civiz.contract.Rights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CollectorTest {
  private final CountedSource source = new CountedSource(new TestSource());
  private final Counts counts = source.counts();
  private final List<PendingEvent> passedOn = new ArrayList<>();
  private final Collector collector = new Collector(List.of(Samples.CHICAGO, Samples.LOOP),
      Samples.NOTHING_BLOCKED, source,
      passedOn::add);

  @Test
  void aPostGoesToTheAreasItTouches() {
    collector.post(Samples.post("test:1", Samples.IN_CHICAGO, "one area"));
    collector.post(Samples.post("test:2", Samples.IN_LOOP, "both"));
    collector.post(Samples.post("test:3", new BoundingBox(-88, 41, -87, 42), "a place that overlaps both"));
    collector.post(Samples.post("test:4", new Point(2.35, 48.85), "Paris"));
    assertThat(passedOn).extracting(event -> event.areas).containsExactly(List.of(Samples.CHICAGO),
        List.of(Samples.CHICAGO, Samples.LOOP), List.of(Samples.CHICAGO, Samples.LOOP));
    assertThat(counts.snapshot()).hasToString("received 4 = 1 outside + 3 waiting");
  }

  @Test
  void aPostOverTheLimitIsMalformedAndThoseAfterItGoOn() {
    Post.Media wordy = new Post.Media("photo", null, "ł".repeat(9_000));
    collector
        .post(new Post("test:1", Samples.IN_LOOP, true, "test", Instant.EPOCH, null, "", null, null, null,
            List.of(), List.of(wordy, wordy), Rights.OPEN, Map.of()));
    collector.post(Samples.post(2));
    assertThat(passedOn).hasSize(1);
    assertThat(counts.snapshot()).hasToString("received 2 = 1 malformed + 1 waiting");
  }

  @Test
  void whatIsBlockedIsCountedAndKeptOut() {
    Collector strict = new Collector(List.of(Samples.CHICAGO), new Blocklist(List.of("spoiler"), List.of()),
        source,
        passedOn::add);
    strict.post(Samples.post("test:1", Samples.IN_LOOP, "a SPOILER"));
    strict.post(Samples.post("test:2", Samples.IN_LOOP, "spoilers are another word"));
    assertThat(passedOn).hasSize(1);
    assertThat(counts.snapshot()).hasToString("received 2 = 1 blocked + 1 waiting");
  }

  @Test
  void whatIsNoLocatedPostIsCounted() {
    collector.unlocated();
    collector.malformed("id is missing");
    collector.malformed("id is missing");
    assertThat(passedOn).isEmpty();
    assertThat(counts.snapshot()).hasToString("received 3 = 1 unlocated + 2 malformed");
  }

  @Test
  void aRetractionGoesToEveryAreaAndIsNoPost() {
    collector.retract(new Retraction.OfPost("test:1"));
    collector.retract(new Retraction.OfAuthor("test:ada", null));
    assertThat(passedOn).extracting(event -> event.areas)
        .containsOnly(List.of(Samples.CHICAGO, Samples.LOOP));
    assertThat(counts.snapshot().received()).isZero();
  }

  @Test
  void everyPostReceivedHasOneFateAtEveryMoment() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    ConcurrentLinkedQueue<PendingEvent> waiting = new ConcurrentLinkedQueue<>();
    Collector busy = new Collector(List.of(Samples.CHICAGO), Samples.NOTHING_BLOCKED, source, waiting::add);
    AtomicBoolean done = new AtomicBoolean();
    List<String> broken = Collections.synchronizedList(new ArrayList<>());
    // a thread each: the common pool has as many as there are processors, less one
    Executor threads = task -> Thread.ofPlatform().daemon().start(task);
    CompletableFuture<Void> settling = CompletableFuture.runAsync(() -> {
      Random random = new Random(seed);
      List<Counts.Fate> fates = List.of(Counts.Fate.PUBLISHED, Counts.Fate.DUPLICATE, Counts.Fate.DROPPED);
      while (!done.get() || !waiting.isEmpty()) {
        if (waiting.poll() != null) counts.settle(fates.get(random.nextInt(3)));
      }
    }, threads);
    CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
      while (!done.get()) {
        Counts.Snapshot now = counts.snapshot();
        long sum = now.fates().values().stream().mapToLong(Long::longValue).sum();
        if (sum != now.received() || now.of(Counts.Fate.WAITING) < 0) broken.add(now.toString());
      }
    }, threads);
    int each = 5_000;
    CompletableFuture.allOf(IntStream.range(0, 3).mapToObj(source -> CompletableFuture.runAsync(() -> {
      Random random = new Random(seed + source);
      for (int i = 0; i < each; i++) {
        switch (random.nextInt(4)) {
          case 0 -> busy.unlocated();
          case 1 -> busy.malformed("because");
          case 2 -> busy.post(Samples.post("test:1", new Point(0, 0), "outside"));
          default -> busy.post(Samples.post(i));
        }
      }
    }, threads)).toArray(CompletableFuture<?>[]::new)).join();
    done.set(true);
    CompletableFuture.allOf(settling, watching).join();
    assertThat(broken).isEmpty();
    assertThat(counts.snapshot().received()).isEqualTo(3L * each);
    assertThat(counts.snapshot().of(Counts.Fate.WAITING)).isZero();
  }

  @Test
  void theRateIsOfTheLastMinute() {
    long second = 1_000_000_000L;
    assertThat(counts.perMinute(0)).isZero();
    for (int i = 1; i <= 24; i++) {
      counts.receive(Counts.Fate.PUBLISHED);
      assertThat(counts.perMinute(5 * second * i)).isEqualTo(Math.min(i, 12));
    }
    assertThat(counts.perMinute(1000 * second)).isZero();
  }
}
