package civiz.collector;

import civiz.collector.source.PostSource;
import civiz.collector.source.SourceStatus;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the collector says about itself to every area, every 5 s and as soon as a source changes its state; spec:
 * contract/README.md, "The collector's status". Used by the publisher's thread.
 */
final class Heartbeat {
  /** Readers take the collector for dead after three of these. */
  private static final long PERIOD_NANOS = 5_000_000_000L;
  private static final JsonFactory JSON = new JsonFactory();

  private final String collector;
  private final Instant started;
  private final Counts counts;
  private final List<PostSource> sources;
  private List<SourceStatus.State> told = List.of();
  private long last;
  private boolean begun;

  /**
   * @param collector this process's id
   * @param started   when it began to lead
   */
  Heartbeat(String collector, Instant started, Counts counts, List<PostSource> sources) {
    this.collector = collector;
    this.started = started;
    this.counts = counts;
    this.sources = sources;
  }

  boolean isDue(long nanos) {
    return !begun || nanos - last >= PERIOD_NANOS || !states().equals(told);
  }

  /** Makes the next one due at once. */
  void hurry() {
    begun = false;
  }

  private List<SourceStatus.State> states() {
    return sources.stream().map(source -> source.status().state()).toList();
  }

  /**
   * The status as of now, one line of JSON.
   *
   * @param trouble why posts wait at this end, to be shown with each source; or null
   */
  byte[] beat(long nanos, @Nullable String trouble) {
    begun = true;
    last = nanos;
    told = states();
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("collector", collector);
      json.writeStringProperty("started", started.toString());
      json.writeNumberProperty("perMinute", counts.perMinute(nanos));
      writeCounts(json);
      json.writeArrayPropertyStart("sources");
      for (PostSource source : sources)
        write(source.name(), source.status(), trouble, json);
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private void writeCounts(JsonGenerator json) {
    Counts.Snapshot now = counts.snapshot();
    json.writeObjectPropertyStart("counts");
    json.writeNumberProperty("received", now.received());
    for (Counts.Fate fate : Counts.Fate.values())
      json.writeNumberProperty(fate.name().toLowerCase(Locale.ROOT), now.of(fate));
    json.writeNumberProperty("retracted", now.retracted());
    json.writeEndObject();
  }

  private static void write(String name, SourceStatus status, @Nullable String trouble, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("state", status.state().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("since", status.since().toString());
    json.writeStringProperty("detail",
        trouble == null
            ? status.detail()
            : status.detail().isEmpty() ? trouble : status.detail() + "; " + trouble);
    if (!status.counts().isEmpty()) {
      json.writeObjectPropertyStart("counts");
      for (Map.Entry<String, Long> count : status.counts().entrySet())
        json.writeNumberProperty(count.getKey(), count.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
