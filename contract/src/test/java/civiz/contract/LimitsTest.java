package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"https://example.com", "http://example.com:8080/a?b=c#d", "HTTPS://EXAMPLE.COM/",
    "https://snake_case.example.com/", "https://münchen.example/straße", "https://[::1]/",
    "https://example.com?q=a@b",
    "https://example.com/a|b^c`{d}"})
  void aWebAddressIsKept(String url) {
    assertThat(Limits.webUrl(url)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com", "/path", "//example.com", "https:", "https://", "https:///path",
    "https://?q", "https://:80/", "javascript:alert(1)", "data:text/html,hi", "ftp://example.com/",
    "https://user@example.com/", "https://user:pass@example.com/", "https://example.com\\@evil.example/",
    "https:\\\\example.com", " https://example.com", "https://example.com/a b", "https://example.com/\n",
    "https://example.com/\t", "https://example.com/\u202e", "https://example.com/\u00a0",
    "https://example.com/\ud800",
    "https://example.com/\"onerror=\"", "https://example.com/<script>", "https://\u200bexample.com/"})
  void anythingElseIsNot(String url) {
    assertThat(Limits.webUrl(url)).isNull();
  }

  @Test
  void aQuoteIsShortAndBreaksNoLine() {
    assertThat(Limits.quote("plain ż")).isEqualTo("\"plain ż\"");
    assertThat(Limits.quote("a\nb\rc\u0000d\u2028e\u202ef\u001b")).isEqualTo("\"a?b?c?d?e?f?\"");
    assertThat(Limits.quote("a".repeat(61))).isEqualTo("\"" + "a".repeat(60) + "…\"");
    assertThat(Limits.quote("a".repeat(59) + "🐢 more")).isEqualTo("\"" + "a".repeat(59) + "?…\"");
  }

  @Test
  void wellFormedTextIsNotEvenCopied() {
    String text = "a🐢b";
    assertThat(WellFormed.text(text)).isSameAs(text);
    assertThat(WellFormed.text("\ud83d")).isEqualTo("\ufffd");
    assertThat(WellFormed.text("\udc22\ud83d")).isEqualTo("\ufffd\ufffd");
    assertThat(WellFormed.text("\ud83d\ud83d\udc22")).isEqualTo("\ufffd🐢");
  }
}
