package civiz.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static ClientAddress peer(String literal) {
    return ClientAddress.of(literal, null);
  }

  @Test
  void anIPv4AddressIsItself() {
    assertThat(peer("192.0.2.1")).isEqualTo(new ClientAddress(0xffffffffc0000201L, false))
        .isNotEqualTo(peer("192.0.2.2"));
    assertThat(peer("::ffff:192.0.2.1")).isEqualTo(peer("192.0.2.1"));
  }

  @Test
  void anIPv6AddressIsItsHousehold() {
    assertThat(peer("2001:db8:1:2::1")).isEqualTo(peer("[2001:db8:1:2:ffff::9]"))
        .isEqualTo(new ClientAddress(0x20010db800010002L, true)).isNotEqualTo(peer("2001:db8:1:3::1"));
    assertThat(peer("fe80::1%eth0")).isEqualTo(peer("fe80::2"));
    assertThat(peer("::1")).isNotEqualTo(peer("0.0.0.0"));
  }

  @Test
  void onlyTheRoutersOwnWordCounts() {
    ClientAddress client = peer("198.51.100.7");
    assertThat(ClientAddress.of("10.0.0.1", "198.51.100.7")).isEqualTo(client);
    assertThat(ClientAddress.of("10.0.0.1", "203.0.113.1, 203.0.113.2 ,198.51.100.7 ")).isEqualTo(client);
    assertThat(ClientAddress.of("10.0.0.1", "198.51.100.7:54321")).isEqualTo(client);
    assertThat(ClientAddress.of("10.0.0.1", "203.0.113.1, [2001:db8::1]:443")).isEqualTo(peer("2001:db8::2"));
  }

  @Test
  void whatIsNoAddressIsNotLookedUpButThePeerCounts() {
    for (String forwarded : new String[]{"", ",", "unknown", "localhost", "example.com", "198.51.100.7,",
      "256.1.1.1", "198.51.100.7 203.0.113.1", "[", "[]", "%", "\0", "x".repeat(8000)})
      assertThat(ClientAddress.of("10.0.0.1", forwarded)).as(forwarded).isEqualTo(peer("10.0.0.1"));
    assertThat(peer("nowhere")).isEqualTo(peer(""));
  }
}
