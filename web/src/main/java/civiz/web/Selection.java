package civiz.web;

import civiz.contract.BoundingBox;
import civiz.contract.Limits;
import civiz.contract.Post;
import civiz.contract.PostFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which posts an export is to have, and how they are written: what the page calls its filter, its box and its window of
 * time. Immutable.
 *
 * @param filter what posts have to have
 * @param box    what posts have to touch; null for anywhere
 * @param from   after which posts have to have been written; null for ever
 * @param to     until when posts have to have been written; null for ever
 */
record Selection(Format format, PostFilter filter, @Nullable BoundingBox box, @Nullable Instant from,
    @Nullable Instant to) {
  /** What a request may say. */
  static final List<String> PARAMETERS = List.of("area", "from", "to", "filter", "box", "format");

  /** How the posts, each a Feature, stand in the answer. */
  enum Format {
    /** A Feature a line. */
    NDJSON("application/x-ndjson", "ndjson", "", "\n", "\n", ""),
    /** One FeatureCollection (RFC 7946, 3.3). */
    GEOJSON("application/geo+json", "geojson", "{\"type\":\"FeatureCollection\",\"features\":[\n", ",\n",
        "\n]}\n",
        "{\"type\":\"FeatureCollection\",\"features\":[]}\n");

    /** Media type, and how a file's name ends. */
    final String type;
    final String suffix;
    /** What stands before all, between two, and after all; and what stands there when there are none. */
    final String open;
    final String between;
    final String close;
    final String none;

    Format(String type, String suffix, String open, String between, String close, String none) {
      this.type = type;
      this.suffix = suffix;
      this.open = open;
      this.between = between;
      this.close = close;
      this.none = none;
    }
  }

  /**
   * What a request asks for.
   *
   * @throws Admission.Refused naming the parameter that can't be read
   */
  static Selection of(Parameters parameters) throws Admission.Refused {
    try {
      String filter = parameters.get("filter");
      return new Selection(format(parameters.get("format")), PostFilter.parse(filter == null ? "" : filter),
          box(parameters.get("box")), time("from", parameters), time("to", parameters));
    } catch (IllegalArgumentException e) {
      throw Parameters.bad(String.valueOf(e.getMessage()));
    }
  }

  private static Format format(@Nullable String name) {
    return switch (name) {
      case null -> Format.NDJSON;
      case "ndjson" -> Format.NDJSON;
      case "geojson" -> Format.GEOJSON;
      default -> throw new IllegalArgumentException(
          "format %s is neither ndjson nor geojson".formatted(Limits.quote(name)));
    };
  }

  private static @Nullable BoundingBox box(@Nullable String edges) {
    try {
      return edges == null ? null : BoundingBox.parse(edges);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("box: " + e.getMessage(), e);
    }
  }

  private static @Nullable Instant time(String name, Parameters parameters) {
    String text = parameters.get(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s %s is not an RFC 3339 time".formatted(name, Limits.quote(text)), e);
    }
  }

  /** Whether a post belongs to it. */
  boolean has(Post post) {
    return (from == null || post.created().isAfter(from)) && (to == null || !post.created().isAfter(to))
        && (box == null || box.touches(post.location())) && filter.matches(post);
  }
}
