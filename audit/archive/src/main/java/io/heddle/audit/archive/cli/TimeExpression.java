package io.heddle.audit.archive.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads moments as people write them: {@code 10m}, {@code 2h ago}, {@code now}, {@code yesterday},
 * {@code today 02:17}, {@code 02:17}, {@code 2026-11-21}, {@code 2026-11-21 02:17}, {@code
 * 2026-11-21T02:17:00Z}. Without a zone it is in that of whoever types it.
 */
final class TimeExpression {
  static final String EXAMPLES =
      "10m, 2h ago, yesterday, today 02:17, 02:17, 2026-11-21, or 2026-11-21T02:17:00Z (in UTC)";

  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d|w)(\\s+ago)?");
  private static final Pattern DAY_AND_TIME =
      Pattern.compile("(today|yesterday|\\d{4}-\\d{2}-\\d{2})(?:[ t]+(\\d{2}:\\d{2}.*))?");

  private TimeExpression() {}

  /**
   * The moment that {@code text} means at {@code now}.
   *
   * @param zone of a time that names none; where clocks are set back, the earlier of two such times
   * @throws IllegalArgumentException if it means none; the message gives examples
   */
  static Instant parse(String text, Instant now, ZoneId zone) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    try {
      if (lower.equals("now")) {
        return now;
      }
      Matcher span = SPAN.matcher(lower);
      if (span.matches()) {
        Instant then = now.minus(duration(span));
        Moments.micros(then); // throws if it lies too far back for the archive
        return then;
      }
      if (lower.matches("\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?")) {
        return today(now, zone).atTime(LocalTime.parse(lower)).atZone(zone).toInstant();
      }
      Matcher day = DAY_AND_TIME.matcher(lower);
      if (day.matches() && !lower.endsWith("z") && !lower.matches(".*[+-]\\d{2}:?\\d{2}$")) {
        LocalTime time = day.group(2) == null ? LocalTime.MIN : LocalTime.parse(day.group(2));
        return LocalDateTime.of(date(day.group(1), now, zone), time).atZone(zone).toInstant();
      }
      return Instant.parse(text.strip().replace(' ', 'T').toUpperCase(Locale.ROOT));
    } catch (DateTimeException | ArithmeticException malformed) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time; expected for example " + EXAMPLES);
    }
  }

  /**
   * The span that {@code text} means.
   *
   * @throws IllegalArgumentException if it means none
   */
  static Duration span(String text) {
    Matcher span = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!span.matches() || span.group(3) != null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no span of time; expected for example 30s, 15m, 6h, 7d or 2w");
    }
    return duration(span);
  }

  private static Duration duration(Matcher span) {
    long count = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(Math.multiplyExact(7, count));
    };
  }

  private static LocalDate date(String text, Instant now, ZoneId zone) {
    return switch (text) {
      case "today" -> today(now, zone);
      case "yesterday" -> today(now, zone).minusDays(1);
      default -> LocalDate.parse(text);
    };
  }

  private static LocalDate today(Instant now, ZoneId zone) {
    return now.atZone(zone).toLocalDate();
  }
}
