package civiz.benchmarks;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A feed of {@link CityPosts} that is played to one page, at the page's own time: an hour of both takes as long as the page
 * needs to work it off. The lines are those of contract/README.md, as text; a page that comes back goes on where it was. Used
 * by one thread.
 */
final class PlayedFeed {
  private static final Pattern SINCE = Pattern.compile("since=played(?::|%3A)(\\d+)");
  /** A page that hears nothing for 20 s takes its connection for dead. */
  private static final Duration STEP = Duration.ofSeconds(15);

  private final Page page;
  private final CityPosts posts = new CityPosts();
  private final double rate;
  private Instant now;
  private final List<String> lines = new ArrayList<>();
  private WebSocketRoute socket;

  /**
   * To be made before the page goes anywhere.
   *
   * @param rate      posts a second of the page's time
   * @param retention how long a post may be kept
   */
  PlayedFeed(Page page, Instant start, double rate, Duration retention) {
    this.page = page;
    this.rate = rate;
    now = start;
    page.clock().install(new com.microsoft.playwright.Clock.InstallOptions().setTime(start.toEpochMilli()));
    page.routeWebSocket(Pattern.compile("/ws"), opened -> {
      socket = opened;
      Matcher since = SINCE.matcher(opened.url());
      boolean resumed = since.find();
      String missed = resumed
          ? String.join("", lines.subList(Integer.parseInt(since.group(1)), lines.size()))
          : "";
      opened.send("""
          {"hello":{"area":"chicago","bounds":[%s,%s,%s,%s],"areas":["chicago"],"epoch":"played",\
          "seq":%d,"resumed":%b,"retention":%d,"version":"1"}}
          %s""".formatted(CityPosts.AREA.west(), CityPosts.AREA.south(), CityPosts.AREA.east(),
          CityPosts.AREA.north(),
          lines.size(), resumed, retention.toSeconds(), missed));
    });
  }

  /** How many posts were written so far. */
  long written() {
    return lines.size();
  }

  /** Lets this time pass in steps of a quarter of a minute, each with its posts in one message. */
  void play(Duration time) {
    for (long step = 0; step < time.dividedBy(STEP); step++) {
      socket.send(step());
      page.clock().fastForward(STEP.toMillis());
    }
  }

  private String step() {
    StringBuilder message = new StringBuilder();
    long count = Math.round(rate * STEP.toSeconds());
    for (long i = 0; i < count; i++) {
      long number = lines.size() + 1L;
      String feature = posts.feature(number, now.plus(STEP.multipliedBy(i).dividedBy(count)));
      String line = "{\"epoch\":\"played\",\"seq\":%d,\"post\":%s}%n".formatted(number, feature);
      lines.add(line);
      message.append(line);
    }
    now = now.plus(STEP);
    return message.append("{\"status\":{\"at\":\"%s\",\"redis\":{\"up\":true}}}%n".formatted(now)).toString();
  }
}
