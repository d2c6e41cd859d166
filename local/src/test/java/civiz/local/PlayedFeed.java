package civiz.local;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A feed that a test plays to one page in place of the web process's, with a clock of the page's own that the test moves. The
 * lines are those of contract/README.md, as text; a page that comes back goes on where it was. Used by one thread.
 */
final class PlayedFeed {
  private static final Pattern SINCE = Pattern.compile("since=played(?::|%3A)(\\d+)");
  private static final double WEST = -87.9;
  private static final double SOUTH = 41.66;

  private final List<String> posts = new ArrayList<>();
  private @Nullable Page page;
  private @Nullable WebSocketRoute socket;

  /** To be called before the page goes anywhere. */
  void playTo(Page page) {
    this.page = page;
    page.clock().install();
    page.routeWebSocket(Pattern.compile("/ws"), opened -> {
      socket = opened;
      Matcher since = SINCE.matcher(opened.url());
      int have = since.find() ? Integer.parseInt(since.group(1)) : 0;
      opened.send(
          """
              {"hello":{"area":"chicago","bounds":[-87.96,41.644,-87.4,42.04],"areas":["chicago"],"epoch":"played",\
              "seq":%d,"resumed":%b,"retention":86400,"version":"1"}}
              %s"""
              .formatted(posts.size(), have > 0, String.join("", posts.subList(have, posts.size()))));
    });
  }

  /** Sends posts in one message, written now by the page's clock, a millisecond apart; their ids are played:1 and so on. */
  void write(int count) {
    if (page == null || socket == null) throw new IllegalStateException("no page listens");
    long now = ((Number) page.evaluate("Date.now()")).longValue();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int number = posts.size() + 1;
      String line = """
          {"epoch":"played","seq":%1$d,"post":{"type":"Feature","id":"played:%1$d",\
          "geometry":{"type":"Point","coordinates":[%2$.4f,%3$.4f]},\
          "properties":{"source":"played","precision":"point","created":"%4$s","text":"Post number %1$d"}}}
          """.formatted(number, WEST + number % 97 * 0.005, SOUTH + number % 89 * 0.004,
          Instant.ofEpochMilli(now + i));
      posts.add(line);
      lines.append(line);
    }
    lines.append(
        "{\"status\":{\"at\":\"%s\",\"redis\":{\"up\":true}}}%n".formatted(Instant.ofEpochMilli(now)));
    socket.send(lines.toString());
  }
}
