package civiz.collector;

import civiz.collector.source.SourceStatus;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
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
  private final List<CountedSource> sources;
  private final Counts own;
  private List<SourceStatus.State> told = List.of();
  private long last;
  private boolean begun;

  /**
   * @param collector this process's id
   * @param started   when it began to lead
   * @param own       what the collector itself published, of no source
   */
  Heartbeat(String collector, Instant started, List<CountedSource> sources, Counts own) {
    this.collector = collector;
    this.started = started;
    this.sources = sources;
    this.own = own;
  }

  boolean isDue(long nanos) {
    return !begun || nanos - last >= PERIOD_NANOS || !states().equals(told);
  }

  /** Makes the next one due at once. */
  void hurry() {
    begun = false;
  }

  private List<SourceStatus.State> states() {
    return sources.stream().map(counted -> counted.source().status().state()).toList();
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
      long[] rates = sources.stream().mapToLong(counted -> counted.counts().perMinute(nanos)).toArray();
      json.writeNumberProperty("perMinute", LongStream.of(rates).sum());
      writeCounts(CountedSource.sum(sources, own), json);
      json.writeArrayPropertyStart("sources");
      for (int i = 0; i < rates.length; i++)
        write(sources.get(i), rates[i], trouble, json);
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeCounts(Counts.Snapshot counts, JsonGenerator json) {
    json.writeObjectPropertyStart("counts");
    json.writeNumberProperty("received", counts.received());
    for (Counts.Fate fate : Counts.Fate.values())
      json.writeNumberProperty(fate.name().toLowerCase(Locale.ROOT), counts.of(fate));
    json.writeNumberProperty("retracted", counts.retracted());
    json.writeEndObject();
  }

  private static void write(CountedSource counted, long perMinute, @Nullable String trouble,
      JsonGenerator json) {
    SourceStatus status = counted.source().status();
    json.writeStartObject();
    json.writeStringProperty("name", counted.name());
    json.writeStringProperty("state", status.state().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("since", status.since().toString());
    json.writeStringProperty("detail",
        trouble == null
            ? status.detail()
            : status.detail().isEmpty() ? trouble : status.detail() + "; " + trouble);
    json.writeNumberProperty("perMinute", perMinute);
    Instant last = counted.counts().last();
    if (last != null) json.writeStringProperty("last", last.toString());
    writeCounts(counted.counts().snapshot(), json);
    if (!status.counts().isEmpty()) {
      json.writeObjectPropertyStart("notices");
      for (Map.Entry<String, Long> count : status.counts().entrySet())
        json.writeNumberProperty(count.getKey(), count.getValue());
      json.writeEndObject();
    }
    if (status.budget() != null) write(status.budget(), json);
    json.writeEndObject();
  }

  private static void write(SourceStatus.Budget budget, JsonGenerator json) {
    json.writeObjectPropertyStart("budget");
    json.writeNumberProperty("today", budget.today());
    if (budget.perDay() != null) json.writeNumberProperty("perDay", budget.perDay());
    json.writeNumberProperty("month", budget.month());
    if (budget.perMonth() != null) json.writeNumberProperty("perMonth", budget.perMonth());
    json.writeNumberProperty("costToday", budget.costToday());
    if (budget.resumes() != null) json.writeStringProperty("resumes", budget.resumes().toString());
    json.writeEndObject();
  }
}
