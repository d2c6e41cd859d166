package civiz.contract;

import java.util.Random;

/** The seed of the randomized tests, printed; {@code -Dciviz.seed=N} repeats a run. */
final class Seed {
  private static final long SEED = Long.getLong("civiz.seed", System.nanoTime());

  static {
    System.out.println("civiz.seed=" + SEED);
  }

  private Seed() {}

  /** A generator of its own for each test, so that their order doesn't matter. */
  static Random random() {
    return new Random(SEED);
  }
}
