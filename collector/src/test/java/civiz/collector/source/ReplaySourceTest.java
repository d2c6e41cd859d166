package civiz.collector.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import civiz.collector.source.SourceStatus.State;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import civiz.contract.Rights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceTest {
  private static final Instant RECORDED = Instant.parse("2013-05-01T12:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  /** Passes as fast as it is slept through. */
  private static final class TestTime implements ReplayTime {
    private Instant now = NOW;

    @Override
    public synchronized Instant now() {
      return now;
    }

    @Override
    public synchronized void sleepUntil(Instant then) throws InterruptedException {
      if (Thread.interrupted()) throw new InterruptedException();
      if (then.isAfter(now)) now = then;
    }
  }

  @TempDir
  Path folder;
  private final HeardIntake heard = new HeardIntake();
  private final TestTime time = new TestTime();

  private static String post(String id, long seconds) {
    return new String(PostJson.write(new Post(id, new Point(-87.63, 41.88), true, "x",
        RECORDED.plusSeconds(seconds), null, "Hello", "en", null, null, List.of(), List.of(), Rights.DISPLAY,
        Map.of())), UTF_8);
  }

  private ReplaySource source(String file, double speed, boolean loop) {
    return new ReplaySource(new ReplayConfig(file, speed, loop), InputStream.nullInputStream(), time, null);
  }

  /** Plays the lines to their end. */
  private SourceStatus replay(String... lines) throws IOException {
    Path file = Files.writeString(folder.resolve("day.ndjson"), String.join("\n", lines));
    return run(source(file.toString(), 1, false));
  }

  private SourceStatus run(ReplaySource source) {
    try (source) {
      source.start(heard);
      await().until(() -> source.status().state() == State.ENDED || source.status().state() == State.FAILED);
      return source.status();
    }
  }

  private List<String> ids() {
    return heard.posts.stream().map(Post::id).toList();
  }

  private List<Duration> times() {
    return heard.posts.stream().map(post -> Duration.between(NOW, post.created())).toList();
  }

  private static @Nullable String recorded(Post post) {
    var recorded = post.more().get("recorded");
    return recorded == null ? null : recorded.stringValue();
  }

  @Test
  void aRecordingIsPlayedAtItsPaceAsPostsOfNow() throws IOException {
    SourceStatus status = replay(post("x:1", 0), post("x:2", 90), post("x:3", 3600));
    assertThat(ids()).containsExactly("x:1", "x:2", "x:3");
    assertThat(times()).containsExactly(Duration.ZERO, Duration.ofSeconds(90), Duration.ofSeconds(3600));
    assertThat(heard.posts).extracting(ReplaySourceTest::recorded).containsExactly("2013-05-01T12:00:00Z",
        "2013-05-01T12:01:30Z", "2013-05-01T13:00:00Z");
    assertThat(time.now()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(status.state()).isEqualTo(State.ENDED);
    assertThat(status.detail()).isEqualTo("replayed from day.ndjson, recorded on 2013-05-01");
  }

  @Test
  void whatTheRecorderNotedIsItsPaceAndRetractionsKeepIt() throws IOException {
    String late = post("x:1", -7200).replaceFirst("\\{", "{\"arrived\":\"2013-05-01T12:00:00.000Z\",");
    String changed = post("x:1", -7200).replaceFirst("\\{", "{\"arrived\":\"2013-05-01T12:10:00Z\",");
    replay(late, "{\"arrived\":\"2013-05-01T12:05:00Z\",\"retract\":{\"id\":\"x:9\"}}", changed,
        "{\"arrived\":\"2013-05-01T12:15:00Z\",\"retract\":{\"author\":\"x:42\"}}",
        "{\"arrived\":\"yesterday\",\"retract\":{\"id\":\"x:9\"}}");
    assertThat(times()).containsExactly(Duration.ZERO, Duration.ofMinutes(10));
    assertThat(heard.posts).extracting(ReplaySourceTest::recorded).containsOnly("2013-05-01T10:00:00Z");
    assertThat(heard.retractions).containsExactly(new Retraction.OfPost("x:9"),
        new Retraction.OfAuthor("x:42", null));
    assertThat(time.now()).isEqualTo(NOW.plusSeconds(15 * 60));
    assertThat(heard.malformed).singleElement().asString().contains("arrived");
  }

  @Test
  void itIsPlayedManyTimesFaster() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), post("x:1", 0) + "\n" + post("x:2", 3600));
    run(source(file.toString(), 60, false));
    assertThat(times()).containsExactly(Duration.ZERO, Duration.ofSeconds(60));
  }

  @Test
  void tweetsAndPostsAndRetractionsCanBeInOneFile() throws IOException {
    String tweet = TweetFile.read("point").replaceAll("\\R\\s*", "");
    String retweet = TweetFile.read("retweet").replaceAll("\\R\\s*", "");
    replay(post("x:1", 0), tweet, "\r", retweet, "{\"retract\":{\"id\":\"x:1\"}}",
        "{\"epoch\":\"9f3a\",\"seq\":7,\"retract\":{\"author\":\"x:42\",\"upTo\":\"x:9\"}}",
        "{\"delete\":{\"status\":{\"id\":1234,\"id_str\":\"1234\",\"user_id\":3,\"user_id_str\":\"3\"}}}",
        "{\"scrub_geo\":{\"user_id\":14,\"user_id_str\":\"14\",\"up_to_status_id\":23,\"up_to_status_id_str\":\"23\"}}");
    assertThat(heard.malformed).isEmpty();
    assertThat(heard.posts).hasSize(2).allMatch(post -> post.source().equals("x"));
    assertThat(heard.unlocated).isEqualTo(1);
    assertThat(heard.retractions).containsExactly(new Retraction.OfPost("x:1"),
        new Retraction.OfAuthor("x:42", "x:9"), new Retraction.OfPost("x:1234"),
        new Retraction.OfAuthor("x:14", "x:23"));
  }

  @Test
  void garbageCostsExactlyTheGarbage() throws IOException {
    replay(post("x:1", 0), "{\"type\":\"Feature\"", "[]", "\u0000\u0001",
        "{\"type\":\"Feature\",\"id\":\"x:9\"}",
        "{\"retract\":{}}", "{\"retract\":7,\"post\":{\"id\":\"x:1\"}}", "{\"delete\":{}}",
        "{\"limit\":{\"track\":5}}",
        "x".repeat(ReplayLines.LONGEST + 1), "[".repeat(5000), post("x:2", 10));
    assertThat(ids()).containsExactly("x:1", "x:2");
    assertThat(heard.malformed).hasSize(10);
    assertThat(heard.malformed.getFirst()).startsWith("line 2 of day.ndjson: not JSON");
    assertThat(heard.malformed.get(3)).startsWith("line 5 of day.ndjson: ").contains("geometry");
    assertThat(heard.malformed.get(8)).startsWith("line 10 of day.ndjson: 262145 bytes");
  }

  @Test
  void linesOutOfOrderAreNotWaitedFor() throws IOException {
    replay(post("x:1", 0), post("x:3", 20), post("x:2", 10), post("x:4", 30));
    assertThat(ids()).containsExactly("x:1", "x:3", "x:2", "x:4");
    assertThat(time.now()).isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void aLoopGivesEachPassIdsAndTimesOfItsOwn() throws IOException {
    Path file = Files.writeString(folder.resolve("f"),
        post("x:1", 0) + "\n" + post("x:2", 60) + "\n{\"retract\":{\"id\":\"x:1\"}}\n");
    try (ReplaySource source = source(file.toString(), 1, true)) {
      source.start(heard);
      await().until(() -> heard.retractions.size() >= 3);
    }
    assertThat(ids()).startsWith("x:1", "x:2", "x:1~2", "x:2~2", "x:1~3", "x:2~3");
    assertThat(times()).startsWith(Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(61),
        Duration.ofSeconds(121));
    assertThat(heard.retractions).startsWith(new Retraction.OfPost("x:1"), new Retraction.OfPost("x:1~2"));
  }

  @Test
  void aFileWithoutAPostEndsEvenWhenItLoops() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.ndjson"), "\n\nnothing\n");
    SourceStatus status = run(source(file.toString(), 1, true));
    assertThat(status.state()).isEqualTo(State.ENDED);
    assertThat(status.detail()).isEqualTo("no post in empty.ndjson");
    assertThat(heard.malformed).hasSize(1);
  }

  @Test
  void aPackedFileIsUnpacked() throws IOException {
    Path file = folder.resolve("day.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((post("x:1", 0) + "\n" + post("x:2", 1)).getBytes(UTF_8));
    }
    assertThat(run(source(file.toString(), 1, false)).state()).isEqualTo(State.ENDED);
    assertThat(ids()).containsExactly("x:1", "x:2");
  }

  @Test
  void aPackedFileThatIsCutOffFailsAfterWhatCouldBeRead() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write((post("x:1", 0) + "\n").repeat(1000).getBytes(UTF_8));
    }
    Path file = Files.write(folder.resolve("cut.gz"),
        Arrays.copyOf(packed.toByteArray(), packed.size() - 20));
    SourceStatus status = run(source(file.toString(), 1, false));
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.detail()).startsWith("can't read cut.gz: ");
  }

  @Test
  void aFileThatIsNotThereFailsWithoutTellingItsFolder() {
    SourceStatus status = run(source(folder.resolve("none.ndjson").toString(), 1, false));
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.detail()).isEqualTo("can't read none.ndjson: there is no such file");
  }

  @Test
  void standardInputIsPlayedAsItArrives() throws IOException {
    PipedOutputStream out = new PipedOutputStream();
    ReplaySource source = new ReplaySource(new ReplayConfig("-", 1, false), new PipedInputStream(out, 65536),
        time,
        null);
    source.start(heard);
    out.write((post("x:1", 0) + "\n").getBytes(UTF_8));
    out.flush();
    await().until(() -> heard.posts.size() == 1);
    assertThat(source.status().state()).isEqualTo(State.LIVE);
    assertThat(source.status().detail()).isEqualTo("replayed from standard input, recorded on 2013-05-01");
    out.write((post("x:2", 1) + "\n").getBytes(UTF_8));
    out.close();
    await().until(() -> source.status().state() == State.ENDED);
    assertThat(ids()).containsExactly("x:1", "x:2");
    source.close();
  }

  @Test
  void closeWakesAReplayThatWaits() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), post("x:1", 0) + "\n" + post("x:2", 3600));
    ReplaySource source = new ReplaySource(new ReplayConfig(file.toString(), 1, false),
        InputStream.nullInputStream(), ReplayTime.WALL, null);
    source.start(heard);
    await().until(() -> !heard.posts.isEmpty());
    source.close();
    source.close();
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("replay"));
    assertThat(ids()).containsExactly("x:1");
  }

  @Test
  void theWallClockIsKept() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), post("x:1", 0) + "\n" + post("x:2", 30));
    Instant started = Instant.now();
    run(new ReplaySource(new ReplayConfig(file.toString(), 100, false), InputStream.nullInputStream(),
        ReplayTime.WALL, null));
    assertThat(Instant.now()).isAfterOrEqualTo(started.plusMillis(300));
    Post second = Objects.requireNonNull(List.copyOf(heard.posts).getLast());
    assertThat(second.created()).isBetween(started.plusMillis(299), Instant.now());
  }

  @Test
  void aPersonAtATerminalSeesItsProgress() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4000; i++)
      lines.add(post("x:" + (i + 1), i));
    Path file = Files.write(folder.resolve("day.ndjson"), lines);
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    run(new ReplaySource(new ReplayConfig(file.toString(), 1, false), InputStream.nullInputStream(), time,
        new PrintStream(terminal, true, UTF_8)));
    assertThat(terminal.toString(UTF_8)).doesNotContain("\n")
        .containsPattern("replaying day\\.ndjson: \\d+ %, 2,\\d{3} posts, 0:\\d\\d:\\d\\d left")
        .endsWith("\u001b[K\r");
  }

  @Test
  void standardInputWithoutAPostEnds() {
    ReplaySource source = new ReplaySource(new ReplayConfig("-", 1, false),
        new ByteArrayInputStream(new byte[0]), time, null);
    assertThat(run(source).detail()).isEqualTo("no post in standard input");
  }
}
