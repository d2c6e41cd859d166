package civiz.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A deploy leaves no viewer out, in the small. */
class RollingTest {
  @Test
  void viewersGoOnAtAnotherServerWhereTheyWere() {
    assertThat(new CommandLine(new RollingCommand()).execute("--servers=2", "--viewers=60", "--pause=1"))
        .isZero();
  }
}
