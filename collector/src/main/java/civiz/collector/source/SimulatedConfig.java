package civiz.collector.source;

import civiz.contract.Environment;
import java.util.Optional;

/**
 * How busy the simulated city is.
 *
 * @param rate SIMULATED_RATE: posts a second on average, 0.01 to 5000
 * @param seed SIMULATED_SEED: the same seed makes the same posts at the same time, with the same ids
 */
public record SimulatedConfig(double rate, long seed) implements SourceConfig {
  /** Reads it; mistakes stay in the environment. */
  public static SimulatedConfig read(Environment environment) {
    return new SimulatedConfig(environment.number("SIMULATED_RATE", 1, 0.01, 5000),
        environment.integer("SIMULATED_SEED", 1, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  /** A part of the rate. */
  @Override
  public Optional<SourceConfig> ofOneArea(int areas) {
    return Optional.of(new SimulatedConfig(rate / areas, seed));
  }
}
