package civiz.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GeoJsonServerTest {
  private final GeoJsonServer server = GeoJsonServer.start(GeoJsonReply.document("{\"a\":\"é\"}"));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.close();
  }

  private HttpResponse<byte[]> get(String... headers) throws Exception {
    return client.send(HttpRequest.newBuilder(server.url()).version(HttpClient.Version.HTTP_1_1)
        .headers(headers).build(), BodyHandlers.ofByteArray());
  }

  @Test
  void compressesForThoseWhoAccept() throws Exception {
    byte[] packed = get("Accept-Encoding", "gzip").body();
    assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(),
        StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"é\"}");
    assertThat(new String(get("Accept-Encoding", "identity").body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":\"é\"}");
  }

  @Test
  void sendsNothingToThoseWhoHaveItAlready() throws Exception {
    String tag = get("Accept", "*/*").headers().firstValue("etag").orElseThrow();
    assertThat(get("If-None-Match", tag).statusCode()).isEqualTo(304);
    server.reply(GeoJsonReply.document("{}"));
    assertThat(get("If-None-Match", tag).statusCode()).isEqualTo(200);
    assertThat(server.requests()).hasSize(3).last()
        .satisfies(request -> assertThat(request.header("if-none-match")).isEqualTo(tag));
  }

  @Test
  void cutsAndLies() throws Exception {
    server.reply(GeoJsonReply.cut("{\"a\":1}", 3));
    assertThatThrownBy(() -> get("Accept", "*/*")).isInstanceOf(IOException.class);
    server.reply(GeoJsonReply.lying("{\"a\":1}", 3));
    assertThat(get("Accept", "*/*").body()).hasSize(3);
  }

  @Test
  void restartsWhereItWas() throws Exception {
    server.stop();
    assertThatThrownBy(() -> get("Accept", "*/*")).isInstanceOf(IOException.class);
    server.restart();
    assertThat(get("Accept", "*/*").statusCode()).isEqualTo(200);
  }
}
