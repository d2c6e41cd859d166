package civiz.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetractionTest {
  @Test
  void numericIdsAreComparedAsNumbersOfAnyLength() {
    Random random = Seed.random();
    for (int i = 0; i < 5_000; i++) {
      BigInteger id = new BigInteger(random.nextInt(1, 120), random).add(BigInteger.ONE);
      BigInteger upTo = random.nextInt(5) == 0
          ? id.add(BigInteger.valueOf(random.nextInt(-1, 2)))
          : new BigInteger(random.nextInt(1, 120), random).add(BigInteger.ONE);
      if (upTo.signum() <= 0) continue;
      assertThat(new Retraction.OfAuthor("x:42", "x:" + upTo).covers("x:" + id, "x:42"))
          .as("%s up to %s", id, upTo).isEqualTo(id.compareTo(upTo) <= 0);
    }
  }

  @Test
  void whatIsNoPlainNumberIsTakenBackRatherThanKept() {
    Retraction retraction = new Retraction.OfAuthor("x:42", "x:100");
    assertThat(retraction.covers("x:0200", "x:42")).isTrue();
    assertThat(retraction.covers("x:2e9", "x:42")).isTrue();
    assertThat(retraction.covers("x:200", "x:42")).isFalse();
  }

  @Test
  void idsMustBeIds() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Retraction.OfPost("1"))
        .withMessageContaining("retract.id");
    assertThatIllegalArgumentException().isThrownBy(() -> new Retraction.OfAuthor("42", null))
        .withMessageContaining("retract.author");
    assertThatIllegalArgumentException().isThrownBy(() -> new Retraction.OfAuthor("x:42", "x:"))
        .withMessageContaining("retract.upTo");
  }
}
