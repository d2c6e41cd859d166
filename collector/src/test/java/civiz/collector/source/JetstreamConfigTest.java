package civiz.collector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import civiz.contract.Environment;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JetstreamConfigTest {
  private static JetstreamConfig read(String urls) {
    Environment environment = new Environment(Map.of("JETSTREAM_URLS", urls));
    return environment.checked(JetstreamConfig.read(environment));
  }

  @Test
  void withoutAddressesItListensToThePublicServers() {
    assertThat(read(" ").urls()).hasSize(4).contains(
        URI.create("wss://jetstream2.us-west.bsky.network/subscribe"));
  }

  @Test
  void addressesAreSeparatedByBlanksOrCommas() {
    assertThat(
        read(" wss://a.example.com, ws://b.example.com:6008/\nws://c.example.com/own ws://c.example.com/own")
            .urls())
        .containsExactly(URI.create("wss://a.example.com/subscribe"),
            URI.create("ws://b.example.com:6008/subscribe"), URI.create("ws://c.example.com/own"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.example.com", "a.example.com", "wss://", "wss:/a",
    "wss://me:hush@a.example.com",
    "wss://a.example.com/subscribe?token=hush", "wss://a.example.com/#hush", "ws://[hush", "wss://a b%"})
  void anAddressThatIsNoneIsNamedByItsPlaceAndNotShown(String url) {
    assertThatThrownBy(() -> read("wss://good.example.com " + url)).message()
        .contains("JETSTREAM_URLS: address ", " is not ws://").doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", " , ,"})
  void onlySeparatorsAreNoAddress(String urls) {
    assertThatThrownBy(() -> read(urls)).hasMessageContaining("JETSTREAM_URLS: has 0 addresses");
  }

  @Test
  void theNumberOfAddressesIsBounded() {
    assertThatThrownBy(() -> read("ws://a.example.com ".repeat(17)))
        .hasMessageContaining("JETSTREAM_URLS: has 17 addresses, not 1 to 16");
  }
}
