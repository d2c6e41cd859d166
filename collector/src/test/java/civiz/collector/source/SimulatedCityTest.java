package civiz.collector.source;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import civiz.collector.source.SimulatedCity.Kind;
import civiz.collector.source.SimulatedCity.Moment;
import civiz.contract.Area;
import civiz.contract.BoundingBox;
import civiz.contract.Point;
import civiz.contract.Post;
import civiz.contract.PostJson;
import civiz.contract.Retraction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulatedCityTest {
  private static final Area CHICAGO = new Area("chicago", new BoundingBox(-87.96, 41.644, -87.40, 42.04));
  /** Midnight in Chicago, 20 November 2026. */
  private static final long MIDNIGHT = 1795154400;
  private static final long DAY = 86_400;

  private final SimulatedCity city = new SimulatedCity(CHICAGO, 1, 7);
  private final SimulatedMap map = SimulatedMaps.of(CHICAGO, 7);

  private static List<Moment> moments(SimulatedCity city, long from, long seconds) {
    return LongStream.range(from, from + seconds).mapToObj(city::moments).flatMap(List::stream).toList();
  }

  private static HeardIntake play(SimulatedCity city, long from, long seconds) {
    HeardIntake heard = new HeardIntake();
    moments(city, from, seconds).forEach(moment -> city.deliver(moment, heard));
    return heard;
  }

  private static List<Post> posts(SimulatedCity city, long from, long seconds) {
    return new ArrayList<>(play(city, from, seconds).posts);
  }

  private static long count(SimulatedCity city, long from, long seconds) {
    return moments(city, from, seconds).stream().filter(moment -> moment.kind() == Kind.POST).count();
  }

  @Test
  void theSameSeedMakesTheSamePostsInWhateverOrderTheSecondsAreAskedFor() {
    List<Post> forwards = posts(city, MIDNIGHT, 600);
    SimulatedCity again = new SimulatedCity(CHICAGO, 1, 7);
    List<Post> backwards = new ArrayList<>();
    for (long second = MIDNIGHT + 599; second >= MIDNIGHT; second--) {
      backwards.addAll(posts(again, second, 1));
    }
    assertThat(backwards).containsExactlyInAnyOrderElementsOf(forwards);
  }

  @Test
  void anotherSeedAnotherRateAndAnotherAreaShareNoIdWithIt() {
    Set<String> ids = new HashSet<>(posts(city, MIDNIGHT, 600).stream().map(Post::id).toList());
    for (SimulatedCity other : List.of(new SimulatedCity(CHICAGO, 1, 8), new SimulatedCity(CHICAGO, 2, 7),
        new SimulatedCity(new Area("loop", CHICAGO.box()), 1, 7))) {
      assertThat(posts(other, MIDNIGHT, 600).stream().map(Post::id)).isNotEmpty().noneMatch(ids::contains);
    }
  }

  @Test
  void aDayHasTheRateOnAverage() {
    double perDay = count(city, MIDNIGHT, 4 * DAY) / 4.0;
    assertThat(perDay / DAY).isCloseTo(1, within(0.06));
  }

  @Test
  void aSlowCityAndABusyOneKeepTheirRate() {
    assertThat(count(new SimulatedCity(CHICAGO, 0.01, 7), MIDNIGHT, 4 * DAY) / (4.0 * DAY))
        .isCloseTo(0.01, within(0.001));
    SimulatedCity busy = new SimulatedCity(CHICAGO, 5000, 7);
    double sum = 0;
    for (long second = 0; second < DAY; second += 600)
      sum += count(busy, MIDNIGHT + second, 1);
    assertThat(sum / (DAY / 600.0)).isCloseTo(5000, within(500.0));
  }

  @Test
  void theEveningIsBusyAndTheNightQuietButNotDead() {
    double evening = 0;
    double night = 0;
    for (int day = 0; day < 4; day++) {
      night += count(city, MIDNIGHT + day * DAY + 3 * 3600, 3600) / 3600.0 / 4;
      evening += count(city, MIDNIGHT + day * DAY + 19 * 3600, 3600) / 3600.0 / 4;
    }
    assertThat(evening).isGreaterThan(2 * night);
    assertThat(night).isGreaterThan(0.3);
  }

  @Test
  void everyPostIsInTheAreaAndNoneIsInTheLake() {
    for (Post post : posts(city, MIDNIGHT, DAY / 4)) {
      assertThat(CHICAGO.box().touches(post.location())).as("%s", post).isTrue();
      if (post.location() instanceof Point point) {
        assertThat(CHICAGO.box().contains(point)).as("%s", post).isTrue();
        assertThat(map.isLand(point)).as("%s", post).isTrue();
      }
    }
  }

  @Test
  void theShoreIsWhereItIs() {
    assertThat(map.isLand(new Point(-87.6553, 41.9484))).as("Wrigley Field").isTrue();
    assertThat(map.isLand(new Point(-87.6051, 41.8917))).as("Navy Pier").isTrue();
    assertThat(map.spots()).allSatisfy(spot -> {
      assertThat(map.isLand(spot.at())).isTrue();
      assertThat(spot.pois()).allMatch(poi -> map.isLand(poi.at()) && CHICAGO.box().contains(poi.at()));
    });
    assertThat(map.isLand(new Point(-87.60, 41.90))).as("the lake beside the pier").isFalse();
    assertThat(map.isLand(new Point(-87.55, 41.80))).as("the lake off Hyde Park").isFalse();
  }

  @Test
  void allThreeLanguagesAreSpokenAndAboutAQuarterOfThePostsNameAPlaceOnly() {
    List<Post> posts = posts(city, MIDNIGHT + 12 * 3600, 4 * 3600);
    Map<String, Long> langs = posts.stream()
        .collect(groupingBy(post -> Objects.requireNonNull(post.lang()), counting()));
    assertThat(langs).containsOnlyKeys("en", "es", "pl");
    assertThat(langs.get("en")).isGreaterThan(posts.size() / 2);
    assertThat(langs.get("es")).isGreaterThan(posts.size() / 8);
    assertThat(langs.get("pl")).isGreaterThan(posts.size() / 50);
    long places = posts.stream().filter(post -> !post.exact()).count();
    assertThat((double) places / posts.size()).isCloseTo(0.25, within(0.04));
    assertThat(posts).anyMatch(post -> !post.exact() && post.location() instanceof BoundingBox)
        .anyMatch(post -> !post.exact() && post.location() instanceof Point);
  }

  @Test
  void aListOfFortyPostsHardlyRepeatsItself() {
    List<Post> posts = posts(city, MIDNIGHT + 13 * 3600, 3600);
    for (int i = 0; i + 40 <= posts.size(); i += 40) {
      assertThat(posts.subList(i, i + 40).stream().map(Post::text).distinct().count()).isGreaterThan(33);
    }
  }

  @Test
  void everyPostFitsTheContractAndSaysThatItIsSimulated() {
    for (Post post : posts(city, MIDNIGHT + 18 * 3600, 3600)) {
      assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post);
      assertThat(post.source()).isEqualTo("simulated");
      assertThat(post.text()).doesNotContain("{", "}", " | ").isNotBlank();
      assertThat(post.hashtags()).allMatch(hashtag -> post.text().contains("#" + hashtag));
      assertThat(post.media()).allMatch(medium -> medium.thumbnail() == null && medium.alt() != null);
    }
  }

  @Test
  void somePostsHaveMediaHashtagsMentionsAndLinks() {
    List<Post> posts = posts(city, MIDNIGHT + 12 * 3600, 2 * 3600);
    assertThat(posts).anyMatch(post -> !post.media().isEmpty()).anyMatch(post -> !post.hashtags().isEmpty())
        .anyMatch(post -> post.text().contains("@"))
        .anyMatch(post -> post.text().contains("https://example.com/"));
  }

  @Test
  void authorsAreMetAgain() {
    Map<String, Long> posts = posts(city, MIDNIGHT + 12 * 3600, 3600).stream()
        .collect(groupingBy(post -> Objects.requireNonNull(post.author()).id() + "", counting()));
    assertThat(posts.values()).anyMatch(n -> n > 10);
    assertThat(posts).hasSizeGreaterThan(200);
  }

  @Test
  void aBurstMakesTheCityBusierAndGivesItsHashtagToManyPosts() {
    SimulatedRhythm rhythm = new SimulatedRhythm(map, 7);
    int bursts = 0;
    boolean before = false;
    for (long second = MIDNIGHT; second < MIDNIGHT + 7 * DAY; second += 60) {
      boolean now = rhythm.burst(second) != null;
      if (now && !before) bursts++;
      before = now;
    }
    assertThat(bursts).isBetween(28, 84);
    assertThat(
        posts(city, MIDNIGHT, DAY).stream().filter(post -> post.hashtags().contains("GameDay")).count())
        .isGreaterThan(100);
  }

  @Test
  void aBurstsPostsAreAtItsPlaceAndTurnToItsEnding() {
    SimulatedRhythm rhythm = new SimulatedRhythm(map, 7);
    SimulatedRhythm.Burst burst = LongStream.range(0, DAY).mapToObj(s -> rhythm.burst(MIDNIGHT + s))
        .filter(b -> b != null && b.spot() != null).findFirst().map(Objects::requireNonNull).orElseThrow();
    assertThat(burst.strength(burst.start())).isZero();
    assertThat(burst.strength(burst.start() + burst.length() / 5)).isGreaterThan(0.98);
    assertThat(burst.strength(burst.start() + burst.length() + 1)).isZero();
    assertThat(burst.topic(burst.start())).isNotEqualTo(burst.topic(burst.start() + burst.length()));
    assertThat(rhythm.factor(burst.start() + burst.length() / 5))
        .isGreaterThan(1.8 * rhythm.factor(burst.start()));
  }

  @Test
  void retractionsAndEditsAreOfPostsThatWereMade() {
    HeardIntake heard = play(city, MIDNIGHT, DAY / 4);
    HeardIntake before = play(city, MIDNIGHT - 600, 600);
    Set<String> made = new HashSet<>(before.posts.stream().map(Post::id).toList());
    Set<String> edited = new HashSet<>();
    for (Post post : heard.posts) {
      if (!made.add(post.id())) edited.add(post.id());
    }
    assertThat(edited).isNotEmpty();
    assertThat(heard.retractions).isNotEmpty()
        .allSatisfy(retraction -> assertThat(made).contains(((Retraction.OfPost) retraction).id()));
  }

  @Test
  void anEditedPostIsTheOneThatWasWrittenWithALineMore() {
    List<Post> posts = posts(city, MIDNIGHT, DAY / 8);
    Map<String, List<Post>> versions = posts.stream().collect(groupingBy(Post::id));
    List<List<Post>> edited = versions.values().stream().filter(two -> two.size() == 2).toList();
    assertThat(edited).isNotEmpty().allSatisfy(two -> {
      assertThat(two.get(1).text()).startsWith(two.get(0).text() + "\n");
      assertThat(two.get(1).created()).isEqualTo(two.get(0).created());
      assertThat(two.get(1).location()).isEqualTo(two.get(0).location());
    });
  }

  @Test
  void thePastIsThinnedAndOverlappingPastsHoldTheSamePosts() {
    long noon = MIDNIGHT + 12 * 3600;
    List<Post> past = city.past(noon, 1800, 200);
    assertThat(past).hasSizeBetween(130, 320)
        .isSortedAccordingTo((a, b) -> a.created().compareTo(b.created()))
        .allMatch(post -> post.created().getEpochSecond() < noon);
    List<Post> live = posts(city, noon - 1800, 1800);
    assertThat(live.stream().map(Post::id)).containsAll(past.stream().map(Post::id).toList());
    Set<String> later = new HashSet<>(city.past(noon + 60, 1800, 200).stream().map(Post::id).toList());
    long gone = past.stream().filter(post -> post.created().getEpochSecond() >= noon - 1740)
        .filter(post -> !later.contains(post.id())).count();
    assertThat(gone).as("taken back within that minute").isLessThanOrEqualTo(3);
  }

  @Test
  void thePastHoldsNothingThatWasTakenBack() {
    long noon = MIDNIGHT + 12 * 3600;
    int hours = 2 * 3600;
    Set<String> past = new HashSet<>(city.past(noon, hours, 1_000_000).stream().map(Post::id).toList());
    List<Retraction> retractions = play(city, noon - hours, hours).retractions;
    assertThat(retractions).isNotEmpty()
        .noneMatch(retraction -> past.contains(((Retraction.OfPost) retraction).id()));
  }

  @Test
  void anyOtherAreaHasACityOfItsOwn() {
    for (String box : List.of("2.2,48.8,2.5,48.95", "178,-18,-179,-16", "-180,-90,180,90",
        "10,10,10.01,10.01")) {
      Area area = new Area("new-town", BoundingBox.parse(box));
      List<Post> posts = posts(new SimulatedCity(area, 1, 7), MIDNIGHT, 1200);
      assertThat(posts).hasSizeGreaterThan(200)
          .allMatch(post -> area.box().touches(post.location()));
      assertThat(posts).anyMatch(post -> Objects.requireNonNull(post.place()).name().equals("New Town"));
      posts.forEach(post -> assertThat(PostJson.read(PostJson.write(post))).isEqualTo(post));
    }
  }
}
