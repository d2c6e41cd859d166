package civiz.collector.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Asks a feed's server, one request at a time: for what has changed since the last whole answer, gzipped. Whatever the
 * server does, an answer costs a bounded time and is read to a bounded length. Redirects are followed, but not from
 * https to http. One thread's, whose interrupt ends a request.
 */
final class GeoJsonClient implements AutoCloseable {
  /** Bytes of an answer, unpacked: 20,000 features of 800. */
  static final long MOST_BYTES = 16L << 20;

  /** A busy server's TLS handshake over a slow line. */
  private static final Duration CONNECT = Duration.ofSeconds(10);
  /** Its threads have nothing left to do. */
  private static final Duration CLOSE = Duration.ofSeconds(1);
  /** What a header may make us wait; a server that says more is taken for one that means never. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[\\s,])max-age=\"?([0-9]{1,9})");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  /** Entity tags and dates may be sent back, and nothing that is too long to be one. */
  private static final Pattern VALIDATOR = Pattern.compile("[\\x20-\\x7e]{1,500}");

  private final GeoJsonFeed feed;
  private final Duration limit;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT)
      .followRedirects(HttpClient.Redirect.NORMAL).version(HttpClient.Version.HTTP_1_1).build();
  /** Headers of the next request by what the last whole answer said. */
  private Map<String, String> validators = Map.of();

  /** Reads an answer to its end. */
  interface Body {
    void read(InputStream json) throws IOException, GeoJsonFailure;
  }

  /**
   * A good answer.
   *
   * @param changed whether there was anything to read
   * @param fresh   how long the server says that there will be nothing new
   */
  record Answer(boolean changed, Duration fresh) {}

  /** @param limit how long a request may last in all */
  GeoJsonClient(GeoJsonFeed feed, Duration limit) {
    this.feed = feed;
    this.limit = limit;
  }

  /**
   * Asks once.
   *
   * @param body reads what has changed; not called where nothing has
   */
  Answer ask(Body body) throws GeoJsonFailure, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      HttpResponse<InputStream> response = http.send(request(), BodyHandlers.ofInputStream());
      try (InputStream raw = response.body()) {
        return answer(response, raw, body, deadline - System.nanoTime());
      }
    } catch (IOException e) {
      if (Thread.interrupted()) throw new InterruptedException();
      throw GeoJsonFailure.ofNetwork(e);
    }
  }

  private HttpRequest request() {
    HttpRequest.Builder request = HttpRequest.newBuilder(feed.url()).timeout(limit)
        .header("User-Agent", "civiz-collector")
        .header("Accept", "application/geo+json, application/json;q=0.9, */*;q=0.1")
        .header("Accept-Encoding", "gzip");
    validators.forEach(request::header);
    return request.build();
  }

  private Answer answer(HttpResponse<InputStream> response, InputStream raw, Body body, long nanos)
      throws IOException, GeoJsonFailure {
    HttpHeaders headers = response.headers();
    int code = response.statusCode();
    if (code == 304 && !validators.isEmpty()) return new Answer(false, fresh(headers));
    if (code != 200) throw GeoJsonFailure.ofStatus(code, retryAfter(headers));
    CompletableFuture<Void> late = new CompletableFuture<Void>()
        .completeOnTimeout(null, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    validators = Map.of();
    var cut = late.thenRunAsync(() -> close(raw), Thread::startVirtualThread);
    try {
      body.read(new Limited(unpacked(headers, new Limited(raw))));
    } catch (IOException | GeoJsonFailure | StackOverflowError e) {
      if (late.isDone()) {
        throw GeoJsonFailure.passing("the answer takes longer than %d s".formatted(limit.toSeconds()));
      }
      // the JDK's gzip reads empty members one within the other
      if (e instanceof StackOverflowError) throw GeoJsonFailure.passing("the answer is a malicious gzip");
      throw e;
    } finally {
      late.cancel(false);
      cut.cancel(false);
    }
    validators = validators(headers);
    return new Answer(true, fresh(headers));
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // its reader sees it
    }
  }

  private static InputStream unpacked(HttpHeaders headers, InputStream in)
      throws IOException, GeoJsonFailure {
    String encoding = headers.firstValue("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
    return switch (encoding.strip()) {
      case "gzip", "x-gzip" -> new GZIPInputStream(in, 8192);
      case "identity", "" -> in;
      default -> throw GeoJsonFailure.lasting("the answer is in an encoding that was not asked for");
    };
  }

  private static Map<String, String> validators(HttpHeaders headers) {
    Map<String, String> validators = new HashMap<>();
    headers.firstValue("etag").filter(tag -> VALIDATOR.matcher(tag).matches())
        .ifPresent(tag -> validators.put("If-None-Match", tag));
    headers.firstValue("last-modified").filter(date -> VALIDATOR.matcher(date).matches())
        .ifPresent(date -> validators.put("If-Modified-Since", date));
    return validators;
  }

  /** RFC 9111, 4.2: the max-age that is left of the answer after the age it has reached in caches. */
  private static Duration fresh(HttpHeaders headers) {
    long seconds = 0;
    for (String control : headers.allValues("cache-control")) {
      Matcher maxAge = MAX_AGE.matcher(control);
      if (maxAge.find()) seconds = Long.parseLong(maxAge.group(1));
    }
    String age = headers.firstValue("age").orElse("0").strip();
    return bounded(seconds - (SECONDS.matcher(age).matches() ? Long.parseLong(age) : 0));
  }

  /** RFC 9110, 10.2.3: seconds or a date. */
  private static Duration retryAfter(HttpHeaders headers) {
    String after = headers.firstValue("retry-after").orElse("0").strip();
    if (SECONDS.matcher(after).matches()) return bounded(Long.parseLong(after));
    try {
      Instant then = ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(Instant.now(), then).toSeconds());
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static Duration bounded(long seconds) {
    return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST.toSeconds()));
  }

  /** Ends what it does, within a second or so. */
  @Override
  public void close() {
    http.shutdownNow();
    try {
      http.awaitTermination(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks where the answer is longer than may be. */
  private static final class Limited extends FilterInputStream {
    private long left = MOST_BYTES;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) count(1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      if (read > 0) count(read);
      return read;
    }

    private void count(int read) throws IOException {
      left -= read;
      if (left < 0) throw new GeoJsonFailure.TooLong();
    }
  }
}
