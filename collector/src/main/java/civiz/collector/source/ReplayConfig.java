package civiz.collector.source;

/**
 * What to replay, and how fast.
 *
 * @param file  REPLAY_FILE: path of an NDJSON file, or {@code -} for standard input
 * @param speed REPLAY_SPEED: times the recorded pace, 0.001 to 1000
 * @param loop  REPLAY_LOOP: begin again at the end; not with standard input
 */
public record ReplayConfig(String file, double speed, boolean loop) implements SourceConfig {}
