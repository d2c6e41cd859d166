package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TwitterStreamServerTest {
  private static final String SIGNED = "OAuth oauth_consumer_key=\"k\", oauth_token=\"t\", oauth_signature=\"s\"";

  private final TwitterStreamServer server = TwitterStreamServer.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"statuses/filter.json, Nothing, locations=1, 401",
    "statuses/filter.json, Basic eDp5, locations=1, 401",
    "statuses/sample.json, OAuth, locations=1, 404", "statuses/filter.json, OAuth, count=0, 406"})
  void refusesWhatTheRealOneRefuses(String path, String authorization, String body, int code)
      throws Exception {
    String header = authorization.equals("OAuth") ? SIGNED : authorization;

    assertThat(open(path, header, body, "identity").statusCode()).isEqualTo(code);
    assertThat(server.connections()).isZero();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void sendsLinesEndedByCarriageReturnAndLineFeed() throws Exception {
    InputStream body = open("identity").body();
    server.send("{\"a\":\"é\"}");

    assertThat(line(body)).isEqualTo("{\"a\":\"é\"}\r\n");
  }

  @Test
  void compressesForThoseWhoAccept() throws Exception {
    HttpResponse<InputStream> response = open("gzip");
    server.send("{\"a\":1}");

    assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(line(new GZIPInputStream(response.body()))).isEqualTo("{\"a\":1}\r\n");
  }

  @Test
  void keepsTheConnectionAliveWithBlankLines() throws Exception {
    assertThat(open("identity").body().readNBytes(4)).isEqualTo("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void recordsWhatWasAskedFor() throws Exception {
    open("gzip");

    assertThat(server.requests().getFirst().form()).containsEntry("locations", "1,2,3,4");
    assertThat(server.requests().getFirst().acceptsGzip()).isTrue();
  }

  @Test
  void refusesTheNextConnectionOnly() throws Exception {
    server.refuseNext(420);

    assertThat(open("identity").statusCode()).isEqualTo(420);
    assertThat(open("identity").statusCode()).isEqualTo(200);
  }

  @Test
  void endsAsHttpHasItAndCutsAsItHasNot() throws Exception {
    InputStream ended = open("identity").body();
    server.end();
    assertThat(ended.readAllBytes()).isEmpty();

    InputStream cut = open("identity").body();
    server.cut();
    assertThatThrownBy(cut::readAllBytes).isInstanceOf(IOException.class);
  }

  /** The next line that is no keep-alive, with its end. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      boolean blank = line.size() == 0 && (b == '\r' || b == '\n');
      if (!blank) line.write(b);
      if (b == '\n' && !blank) break;
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private HttpResponse<InputStream> open(String encoding) throws Exception {
    return open("statuses/filter.json", SIGNED, "locations=1%2C2%2C3%2C4", encoding);
  }

  private HttpResponse<InputStream> open(String path, String authorization, String body, String encoding)
      throws Exception {
    URI uri = server.baseUrl().resolve(path);
    return client.send(HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1)
        .header("Authorization", authorization).header("Accept-Encoding", encoding)
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofInputStream());
  }
}
