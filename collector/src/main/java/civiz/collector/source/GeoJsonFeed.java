package civiz.collector.source;

import civiz.contract.Rights;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A GeoJSON feed and how to read it. The names are those of properties of its features; null means the obvious one,
 * see {@link GeoJsonFeature}.
 *
 * @param name    its source's name, and the first part of its posts' ids
 * @param url     http or https, without user; its query may hold a token
 * @param title   what becomes the text
 * @param time    when it happened, or was written
 * @param link    where to see it at its source
 * @param id      what tells it from the others, and stays
 * @param author  who says it; null for nobody
 * @param zone    what times without an offset are in
 * @param every   how often to ask at most
 * @param retract whether what has vanished from the feed is taken back
 * @param rights  of all its posts
 */
public record GeoJsonFeed(String name, URI url, @Nullable String title, @Nullable String time,
    @Nullable String link, @Nullable String id, @Nullable String author, ZoneId zone, Duration every,
    boolean retract, Rights rights) {

  /** The address as it may be shown: without the query. */
  String shown() {
    return shown(url);
  }

  static String shown(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port
        + (url.getRawPath() == null ? "" : url.getRawPath());
  }

  /** Without the query. */
  @Override
  public String toString() {
    return name + "=" + shown();
  }
}
