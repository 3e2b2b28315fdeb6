package io.heddle.audit.spool.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A value in its canonical form: equal values of different databases are equal here, whatever type
 * each has chosen for them.
 *
 * @param kind what it is
 * @param bytes its content
 */
public record CanonicalValue(int kind, byte[] bytes) {
  public static final int NULL = 0;
  public static final int NUMBER = 1;
  public static final int TEXT = 2;
  public static final int BYTES = 3;
  public static final int DATE = 4;
  public static final int TIME = 5;
  public static final int LOCAL_TIMESTAMP = 6;
  public static final int INSTANT = 7;
  public static final int NO_NUMBER = 8;

  private static final DateTimeFormatter CLOCK =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  /**
   * The form of a value as a driver gives it.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static CanonicalValue of(Object value) {
    if (value == null) {
      return new CanonicalValue(NULL, new byte[0]);
    } else if (value instanceof byte[] bytes) {
      return new CanonicalValue(BYTES, bytes);
    } else if (value instanceof String || value instanceof UUID) {
      return text(TEXT, value.toString());
    } else if (value instanceof Boolean claim) {
      return number(claim ? BigDecimal.ONE : BigDecimal.ZERO);
    } else if (value instanceof Number number) {
      return number(number);
    } else if (value instanceof LocalDate date) {
      return text(DATE, ISO_LOCAL_DATE.format(date));
    } else if (value instanceof LocalTime time) {
      return text(TIME, CLOCK.format(time));
    } else if (value instanceof LocalDateTime moment) {
      return text(LOCAL_TIMESTAMP, timestamp(moment));
    } else if (value instanceof OffsetDateTime moment) {
      LocalDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      return text(INSTANT, timestamp(utc) + "Z");
    }
    throw new IllegalArgumentException("a " + value.getClass().getName());
  }

  /** For a person, in one line. */
  public String shown() {
    return switch (kind) {
      case NULL -> "NULL";
      case BYTES -> "0x" + HexFormat.of().formatHex(bytes);
      case NUMBER -> new BigDecimal(new String(bytes, UTF_8)).toPlainString();
      default -> new String(bytes, UTF_8);
    };
  }

  private static CanonicalValue number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      double floating = number.doubleValue();
      return Double.isFinite(floating)
          ? number(new BigDecimal(floating)) // exactly what it is, not what it looks like
          : text(NO_NUMBER, Double.toString(floating));
    } else if (number instanceof BigDecimal decimal) {
      return number(decimal);
    } else if (number instanceof BigInteger whole) {
      return number(new BigDecimal(whole));
    }
    return number(BigDecimal.valueOf(number.longValue()));
  }

  private static CanonicalValue number(BigDecimal decimal) {
    if (decimal.signum() == 0) {
      return text(NUMBER, "0");
    }
    BigDecimal shortest = decimal.stripTrailingZeros();
    return text(NUMBER, shortest.unscaledValue() + "E" + -(long) shortest.scale());
  }

  private static String timestamp(LocalDateTime moment) {
    return ISO_LOCAL_DATE.format(moment) + "T" + CLOCK.format(moment);
  }

  private static CanonicalValue text(int kind, String text) {
    return new CanonicalValue(kind, text.getBytes(UTF_8));
  }
}
