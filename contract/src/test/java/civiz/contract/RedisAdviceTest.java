package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class RedisAdviceTest {
  @Test
  void namesTheServer() {
    assertThat(RedisAdvice.server("# Server\r\nredis_version:7.2.5\r\nredis_mode:standalone\r\n"))
        .isEqualTo("Redis 7.2.5");
    assertThat(RedisAdvice
        .server("# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.3\r\n"))
        .isEqualTo("Valkey 8.1.3");
    assertThat(RedisAdvice.server("")).isEqualTo("Redis of unknown version");
  }

  @Test
  void looksForTheReasonInEveryCause() {
    assertThat(RedisAdvice
        .why(new IllegalStateException("away", new ConnectException("Failed to connect to any host"))))
        .contains("nothing answers");
    assertThat(RedisAdvice.why(new IllegalStateException("WRONGPASS invalid")))
        .contains("the password in REDIS_URL");
    assertThat(RedisAdvice.why(new IllegalStateException("x", new SocketTimeoutException("Read timed out"))))
        .contains("does not answer");
    assertThat(RedisAdvice.why(new IllegalStateException("x", new SocketException("Connection reset"))))
        .contains("must begin with rediss://");
    assertThat(RedisAdvice.why(new IllegalStateException("something else"))).isNull();
  }

  @Test
  void aCertificateIsTheReasonForAFailedHandshake() {
    SSLException handshake = new SSLHandshakeException("PKIX path building failed");
    assertThat(RedisAdvice.why(new IllegalStateException("Failed to connect", handshake)))
        .contains("speaks no TLS");
    handshake.initCause(new CertificateException("self-signed"));
    assertThat(RedisAdvice.why(new IllegalStateException("Failed to connect", handshake)))
        .contains("REDIS_TLS_VERIFY=false");
  }
}
