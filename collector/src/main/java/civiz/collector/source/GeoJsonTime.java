package civiz.collector.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the times of the world's feeds: milliseconds or seconds since 1970, as a number or as text, and ISO 8601 with
 * a T or a blank, with or without seconds, time and offset. Pure functions.
 */
final class GeoJsonTime {
  /** Numbers from here on are milliseconds: as such it is 1973, as seconds the year 5138. */
  private static final double MILLISECONDS = 1e11;
  /** Numbers below are no time but a year, a day of the year, an age: as seconds it is 1973. */
  private static final double LEAST = 1e8;
  /** The place of the blank in {@code 2026-11-21 09:00}. */
  private static final int DIVIDER = 10;

  private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder().parseCaseInsensitive()
      .append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart().appendLiteral('T')
      .append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart().appendPattern("[XXX][XX][X]").toFormatter();

  private GeoJsonTime() {}

  /**
   * The time, or null when it is none.
   *
   * @param zone of a time without an offset; a date alone is its midnight there
   */
  static @Nullable Instant read(JsonNode node, ZoneId zone) {
    try {
      if (node.isNumber()) return sinceEpoch(node.asDouble(0));
      return node.isString() ? read(node.stringValue().strip(), zone) : null;
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Instant read(String text, ZoneId zone) {
    if (text.matches("-?[0-9]{1,16}(\\.[0-9]{1,9})?")) return sinceEpoch(Double.parseDouble(text));
    String iso = text.length() > DIVIDER && text.charAt(DIVIDER) == ' '
        ? text.substring(0, DIVIDER) + 'T' + text.substring(DIVIDER + 1).replace(" ", "")
        : text;
    TemporalAccessor time = ISO.parseBest(iso, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    return switch (time) {
      case OffsetDateTime offset -> offset.toInstant();
      case LocalDateTime local -> local.atZone(zone).toInstant();
      case LocalDate date -> date.atStartOfDay(zone).toInstant();
      default -> null;
    };
  }

  private static @Nullable Instant sinceEpoch(double number) {
    if (!Double.isFinite(number) || Math.abs(number) < LEAST) return null;
    return Instant.ofEpochMilli(Math.round(Math.abs(number) >= MILLISECONDS ? number : number * 1000));
  }
}
