package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPatienceTest {
  @ParameterizedTest
  @ValueSource(strings = {"WRONGPASS invalid username-password pair or user is disabled.",
    "NOAUTH Authentication required.", "ERR invalid password",
    "ERR Client sent AUTH, but no password is set",
    "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"})
  void aRefusedPasswordIsBorneForATime(String refusal) {
    assertThat(new PasswordPatience(Duration.ZERO).isOver(refusal)).isTrue();
    assertThat(new PasswordPatience(Duration.ofHours(1)).isOver(refusal)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Failed to connect to localhost:1.", "ERR max number of clients reached",
    "LOADING Redis is loading the dataset in memory", "NOPERM no permissions to run 'set'"})
  void whatElseGoesWrongIsBorneForEver(String trouble) {
    PasswordPatience patience = new PasswordPatience(Duration.ZERO);
    assertThat(patience.isOver("NOAUTH Authentication required.")).isTrue();
    assertThat(patience.isOver(trouble)).isFalse();
    assertThat(patience.isOver(null)).isFalse();
  }

  @Test
  void theTimeBeginsAnewWhenThePasswordWasTaken() {
    PasswordPatience patience = new PasswordPatience(Duration.ofNanos(1));
    assertThat(patience.isOver("NOAUTH .")).isFalse();
    assertThat(patience.isOver("NOAUTH .")).isTrue();
    patience.accepted();
    assertThat(patience.isOver("NOAUTH .")).isFalse();
  }
}
