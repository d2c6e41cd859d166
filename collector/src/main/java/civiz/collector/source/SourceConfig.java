package civiz.collector.source;

import java.util.Optional;

/** What a source needs to know; which of them there are decides which sources run. */
public sealed interface SourceConfig
    permits XConfig, Twitter4jConfig, JetstreamConfig, GeoJsonConfig, ReplayConfig, SimulatedConfig {
  /**
   * What the source of one area is told when each has its own, perhaps in another process; empty when there can be only one for
   * all areas, because it costs money, its credentials allow one connection, or its input can be read once.
   *
   * @param areas how many there are
   */
  default Optional<SourceConfig> ofOneArea(int areas) {
    return Optional.empty();
  }
}
