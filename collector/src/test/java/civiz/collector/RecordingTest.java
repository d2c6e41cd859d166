package civiz.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import civiz.collector.source.PostSource;
import civiz.collector.source.ReplayConfig;
import civiz.collector.source.ReplaySource;
import civiz.collector.source.SimulatedConfig;
import civiz.collector.source.SimulatedSource;
import civiz.collector.source.SourceMemory;
import civiz.collector.source.SourceStatus.State;
import civiz.collector.source.Twitter4jConfig;
import civiz.collector.source.Twitter4jSource;
import civiz.contract.Environment;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import civiz.contract.Secret;
import civiz.testing.Tweets;
import civiz.testing.TwitterStreamServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code java -jar collector.jar record}. */
class RecordingTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir
  Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static CollectorConfig config(String... variables) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2)
      all.put(variables[i], variables[i + 1]);
    Environment environment = new Environment(all);
    return environment.checked(CollectorConfig.read(environment));
  }

  private int record(Map<String, String> environment, String... arguments) {
    out.reset();
    err.reset();
    String[] line = new String[arguments.length + 1];
    line[0] = "record";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return CollectorMain.run(line, environment, new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  /** Records while the test goes on. */
  private static final class Recorder implements AutoCloseable {
    final Recording recording;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Void> ended;

    Recorder(Path file, PostSource source, CollectorConfig config) throws IOException {
      OutputStream target = RecordingFile.open(file.toString(), false, System.out);
      recording = new Recording(List.of(source), target, new RecordingProgress(null));
      ended = CompletableFuture.runAsync(() -> {
        try {
          recording.run(config, null);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }, thread);
    }

    void await(long posts, long retractions) {
      Awaitility.await().atMost(LONG).untilAsserted(() -> {
        assertThat(recording.counts().of(Counts.Fate.PUBLISHED)).isGreaterThanOrEqualTo(posts);
        assertThat(recording.counts().retracted()).isGreaterThanOrEqualTo(retractions);
      });
    }

    @Override
    public void close() {
      recording.stop();
      assertThat(ended).succeedsWithin(LONG.toSeconds(), TimeUnit.SECONDS);
      thread.shutdown();
    }
  }

  private static List<Object> replay(Path file) {
    Overheard replay = new Overheard(new ReplaySource(new ReplayConfig(file.toString(), 1000, false)));
    try (replay) {
      CollectorConfig config = config();
      replay.start(new Collector(config.shared().areas(), config.blocked(), new CountedSource(replay),
          event -> {}));
      Awaitility.await().atMost(LONG).until(() -> replay.status().state() == State.ENDED);
    }
    return replay.heard;
  }

  /** As it was before the replay gave it a time of its own. */
  private static Object asRecorded(Object heard) {
    if (!(heard instanceof Post post)) return heard;
    Map<String, JsonNode> more = new HashMap<>(post.more());
    Instant created = Instant.parse(Objects.requireNonNull(more.remove("recorded")).stringValue());
    return with(post, created, more);
  }

  private static Post with(Post post, Instant created, Map<String, JsonNode> more) {
    return new Post(post.id(), post.location(), post.exact(), post.source(), created, post.author(),
        post.text(), post.lang(), post.url(), post.place(), post.hashtags(), post.media(), post.rights(),
        more);
  }

  /** As every reader of a feed has it. */
  private static Object asPublished(Object heard) {
    return heard instanceof Post post ? PostJson.read(PostJson.write(post)) : heard;
  }

  private static List<Object> within(Overheard source) {
    return source.heard.stream()
        .filter(heard -> !(heard instanceof Post post) || Samples.CHICAGO.box().touches(post.location()))
        .map(RecordingTest::asPublished).toList();
  }

  @Test
  void recordedThenReplayedTheSimulatedCityIsEqualPostForPost() throws IOException {
    Path file = folder.resolve("city.ndjson.gz");
    CollectorConfig config = config();
    Overheard source = new Overheard(
        new SimulatedSource(new SimulatedConfig(400, 7), config.shared().areas()));
    try (Recorder recorder = new Recorder(file, source, config)) {
      recorder.await(600, 1);
    }
    List<Object> replayed = replay(file).stream().map(RecordingTest::asRecorded).toList();
    assertThat(replayed).isEqualTo(within(source)).hasSizeGreaterThan(600)
        .hasAtLeastOneElementOfType(Retraction.class);
  }

  @Test
  void recordedThenReplayedAStreamIsEqualWithItsChangesAndWhatItTakesBack() throws IOException {
    Path file = folder.resolve("stream.ndjson");
    CollectorConfig config = config("BLOCK_WORDS", "spoiler");
    try (TwitterStreamServer server = TwitterStreamServer.start()) {
      Secret any = new Secret("1-a");
      Overheard source = new Overheard(new Twitter4jSource(
          new Twitter4jConfig(server.baseUrl(), any, any, any, any), config.shared().areas()));
      try (Recorder recorder = new Recorder(file, source, config)) {
        server.send(Tweets.at(-87.63, 41.88).id(1).text("one \"quoted\" \u2028 line\nor two 🌍").json());
        server.send(Tweets.in("Chicago, IL", "city", Samples.CHICAGO.box()).id(2).json());
        server.send(Tweets.at(-87.63, 41.88).id(1).text("changed").json());
        server.delete(1, 42);
        server.send(Tweets.at(-74, 40.7).id(3).text("elsewhere").json());
        server.send(Tweets.nowhere().json());
        server.send("{\"delete\":7}");
        server.send(Tweets.at(-87.63, 41.88).id(4).text("a spoiler").json());
        server.scrubGeo(42, 9);
        server.send(Tweets.at(-87.63, 41.88).id(6).text("last").json());
        recorder.await(4, 2);
        Awaitility.await().atMost(LONG).until(() -> recorder.recording.counts().received() == 8);
        assertThat(recorder.recording.summary()).isEqualTo("recorded 4 posts and 2 retractions; left out "
            + "1 outside the areas, 1 blocked, 1 without a location, 1 malformed");
      }
      List<Object> recordable = within(source).stream()
          .filter(heard -> !(heard instanceof Post post) || !post.text().contains("spoiler")).toList();
      assertThat(recordable).hasSize(6);
      assertThat(replay(file).stream().map(RecordingTest::asRecorded)).isEqualTo(recordable);
    }
  }

  @Test
  void whatIsThereIsOverwrittenOnlyWhenAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("there.ndjson"), "precious".repeat(100_000));
    Map<String, String> environment = Map.of("SIMULATED_RATE", "100");
    assertThat(record(environment, file.toString(), "--for", "100ms")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).hasLineCount(1)
        .contains("can't write " + file + ": it is there already; --overwrite replaces it");
    assertThat(file).content().startsWith("precious");
    assertThat(record(environment, file.toString(), "--for", "100ms", "--overwrite")).isZero();
    assertThat(file).content().startsWith("{\"arrived\":\"20").doesNotContain("precious");
    assertThat(err.toString(UTF_8)).hasLineCount(1).startsWith("recorded ");
    assertThat(out.size()).isZero();
  }

  @Test
  void onStandardOutputIsNothingButTheLines() {
    assertThat(record(Map.of("SIMULATED_RATE", "100"), "-", "--for=200ms")).isZero();
    assertThat(out.toString(UTF_8).lines()).isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("{\"arrived\":\"").endsWith("}"));
    long posts = out.toString(UTF_8).lines().filter(line -> line.contains("\"type\":\"Feature\"")).count();
    assertThat(err.toString(UTF_8)).contains("recorded " + posts + " posts and ");
  }

  @Test
  void itEndsWithItsSourcesAndTellsWhatFailed() throws IOException {
    Path first = folder.resolve("first.ndjson");
    Files.write(first, PostJson.write(Samples.post(1)));
    Path second = folder.resolve("second.gz");
    assertThat(record(Map.of("REPLAY_FILE", first.toString()), second.toString())).isZero();
    assertThat(err.toString(UTF_8)).isEqualToIgnoringNewLines("recorded 1 post and 0 retractions");
    assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(second)))
        .readAllBytes(), UTF_8)).contains("\"id\":\"test:1\"").endsWith("}\n");

    Path broken = Files.writeString(folder.resolve("broken.gz"), "not packed");
    assertThat(record(Map.of("REPLAY_FILE", broken.toString()), folder.resolve("third").toString()))
        .isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("replay: can't read broken.gz");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskEndsItWithOneLine() {
    assertThat(record(Map.of("SIMULATED_RATE", "1000"), "/dev/full", "--overwrite")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).hasLineCount(1).startsWith("can't write /dev/full: ")
        .containsIgnoringCase("space");
  }

  @Test
  void aReaderThatGoesAwayEndsIt() {
    PrintStream closed = new PrintStream(OutputStream.nullOutputStream());
    closed.close();
    assertThat(CollectorMain.run(new String[]{"record", "-"}, Map.of("SIMULATED_RATE", "1000"), closed,
        new PrintStream(err, true, UTF_8))).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("can't write standard output: nobody reads it any more");
  }

  @Test
  void aFolderThatIsNotThereAndATimeThatIsNone() {
    assertThat(record(Map.of(), folder.resolve("no/such.ndjson").toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("there is no such folder");
    assertThat(record(Map.of(), folder.resolve("x").toString(), "--for", "soon")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--for", "\"soon\" is not a duration such as 30s");
    assertThat(record(Map.of("AREAS", "1"), folder.resolve("x").toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("AREAS");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aPersonSeesHowFarItIs() {
    RecordingProgress progress = new RecordingProgress(new PrintStream(err, true, UTF_8));
    Counts counts = new Counts();
    counts.receive(Counts.Fate.PUBLISHED);
    progress.tell(counts.snapshot(), Duration.ofSeconds(3661));
    progress.tell(counts.snapshot(), Duration.ofSeconds(3661));
    assertThat(err.toString(UTF_8)).isEqualTo("recording: 1 posts, 1:01:01\u001b[K\r");
    progress.end();
    assertThat(err.toString(UTF_8)).endsWith("\r\u001b[K\r");
  }

  @Test
  void aRecordingBeginsNowAndItsCostIsCountedWithTheCollectors() {
    Map<String, Long> counted = new HashMap<>();
    RecordingMemory memory = new RecordingMemory(new SourceMemory() {
      @Override
      public String cursor(String source) {
        return "17";
      }

      @Override
      public long count(String counter, long more, Duration keep) {
        return counted.merge(counter, more, Long::sum);
      }
    });
    assertThat(memory.cursor("jetstream")).isNull();
    assertThat(memory.count("x", 2, Duration.ofDays(1))).isEqualTo(2);
    assertThat(counted).containsEntry("x", 2L);
  }
}
