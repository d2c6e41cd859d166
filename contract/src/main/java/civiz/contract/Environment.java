package civiz.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration from environment variables and collects every mistake, so that one start tells all of them.
 * An unset or blank variable takes its default; a value that can't be read is a mistake and takes the default for
 * the time being. Values of secrets are never quoted. Used by one thread.
 */
public final class Environment {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private final Map<String, String> variables;
  private final List<String> mistakes = new ArrayList<>();

  /** @param variables what {@link System#getenv()} gives; a test passes its own map */
  public Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  /** The value without blanks around it, or null when it is unset or blank. */
  public @Nullable String text(String name) {
    String value = variables.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The value of a variable that no message may show, or null when it is unset or blank. */
  public @Nullable Secret secret(String name) {
    String value = text(name);
    return value == null ? null : new Secret(value);
  }

  /** The value or the default. */
  public String text(String name, String fallback) {
    String value = text(name);
    return value == null ? fallback : value;
  }

  /**
   * The value as the reader makes it. For a value that holds a secret, the reader's message must not quote it.
   *
   * @param reader throws {@link IllegalArgumentException}, whose message becomes the mistake
   */
  public <T> T read(String name, T fallback, Function<String, T> reader) {
    String value = text(name);
    if (value == null) return fallback;
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      mistake(name, String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  /** A whole number within the range, ends included. */
  public int integer(String name, int fallback, int least, int most) {
    return read(name, fallback, value -> {
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) return number;
      } catch (NumberFormatException e) {
        // told below, with the range
      }
      throw new IllegalArgumentException(
          "%s is not a whole number from %d to %d".formatted(Limits.quote(value), least, most));
    });
  }

  /** A number within the range, ends included. */
  public double number(String name, double fallback, double least, double most) {
    return read(name, fallback, value -> {
      try {
        double number = Decimal.parse(value);
        if (number >= least && number <= most) return number;
      } catch (NumberFormatException e) {
        // told below, with the range
      }
      throw new IllegalArgumentException(
          "%s is not a number from %s to %s".formatted(Limits.quote(value), least, most));
    });
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean fallback) {
    return read(name, fallback, value -> switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(Limits.quote(value) + " is not true or false");
    });
  }

  /** A whole number and a unit: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 24h}, {@code 7d}. */
  public Duration duration(String name, Duration fallback, Duration least, Duration most) {
    return read(name, fallback, value -> duration(value, least, most));
  }

  /**
   * The same, of a part of a value.
   *
   * @throws IllegalArgumentException when it is none, or not within the range, ends included
   */
  public static Duration duration(String value, Duration least, Duration most) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          Limits.quote(value) + " is not a duration such as 30s, 10m or 24h");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration = switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is not from %s to %s".formatted(Limits.quote(value), words(least), words(most)));
    }
    return duration;
  }

  private static String words(Duration duration) {
    if (duration.toMillisPart() > 0) return duration.toMillis() + "ms";
    if (duration.toSecondsPart() > 0 || duration.isZero()) return duration.toSeconds() + "s";
    if (duration.toMinutesPart() > 0) return duration.toMinutes() + "m";
    return duration.toHoursPart() > 0 ? duration.toHours() + "h" : duration.toDays() + "d";
  }

  /** Notes a mistake that only a look at several values shows; the same mistake counts once. */
  public void mistake(String name, String what) {
    String mistake = name + ": " + what;
    if (!mistakes.contains(mistake)) mistakes.add(mistake);
  }

  /**
   * Gives back the configuration when all of it could be read.
   *
   * @throws BadConfiguration with every mistake
   */
  public <T> T checked(T configuration) {
    if (!mistakes.isEmpty()) throw new BadConfiguration(mistakes);
    return configuration;
  }

  /** Every mistake of a configuration, a line each, the variable named. */
  public static final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadConfiguration(List<String> mistakes) {
      super("the configuration has %d mistake%s:%n  %s".formatted(mistakes.size(),
          mistakes.size() == 1 ? "" : "s",
          String.join(System.lineSeparator() + "  ", mistakes)));
    }
  }
}
