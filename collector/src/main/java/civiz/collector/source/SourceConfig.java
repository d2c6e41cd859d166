package civiz.collector.source;

/** What a source needs to know; which of them there are decides which sources run. */
public sealed interface SourceConfig
    permits XConfig, Twitter4jConfig, JetstreamConfig, GeoJsonConfig, ReplayConfig, SimulatedConfig {}
