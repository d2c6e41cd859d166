package civiz.collector.source;

/**
 * How busy the simulated city is.
 *
 * @param rate SIMULATED_RATE: posts a second on average, 0.01 to 5000
 * @param seed SIMULATED_SEED: the same seed makes the same posts at the same time, with the same ids
 */
public record SimulatedConfig(double rate, long seed) implements SourceConfig {}
