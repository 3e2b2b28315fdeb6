package io.heddle.agent.operation;

import io.heddle.audit.spool.row.CanonicalValue;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A value as an application has written it. Those alone are known whose class says what a column of
 * the same type will hold; a {@code java.sql.Timestamp} is a moment to one column and a local time
 * to another, and a stream is gone once it was read.
 *
 * @param form null if it is not known
 * @param kind what it was when it was written
 */
public record WrittenValue(CanonicalValue form, Kind kind) {
  /** Nobody knows what was written. */
  public static final WrittenValue UNKNOWN = new WrittenValue(null, Kind.UNKNOWN);

  /** Longer texts and bytes are data rather than values, and not looked at. */
  static final int MOST_LENGTH = 65_536;

  /** Decimals of millions of digits take minutes to write. */
  private static final int MOST_BITS = 4_096;

  /** Databases keep microseconds, and round what is finer each in its own way. */
  private static final int FINEST_NANOS = 1_000;

  /** Of the JDK's own classes alone: a value of another could answer anything, or change. */
  public static WrittenValue of(Object value) {
    if (value == null) {
      return new WrittenValue(CanonicalValue.of(null), Kind.NULL);
    }
    Class<?> type = value.getClass();
    if (type == Double.class || type == Float.class) {
      return new WrittenValue(CanonicalValue.of(value), Kind.FLOATING);
    }
    if (type == byte[].class) {
      byte[] bytes = (byte[]) value;
      return bytes.length > MOST_LENGTH ? UNKNOWN : known(bytes.clone());
    }
    return isKnown(type, value) ? known(value) : UNKNOWN;
  }

  /** Whether it is known. */
  public boolean isKnown() {
    return form != null;
  }

  private static WrittenValue known(Object value) {
    CanonicalValue form = CanonicalValue.of(value);
    return new WrittenValue(form, kind(form.kind()));
  }

  private static boolean isKnown(Class<?> type, Object value) {
    if (type == String.class) {
      return ((String) value).length() <= MOST_LENGTH;
    } else if (type == BigDecimal.class) {
      BigDecimal decimal = (BigDecimal) value;
      return decimal.unscaledValue().bitLength() < MOST_BITS;
    } else if (type == BigInteger.class) {
      return ((BigInteger) value).bitLength() < MOST_BITS;
    } else if (type == LocalTime.class) {
      return ((LocalTime) value).getNano() % FINEST_NANOS == 0;
    } else if (type == LocalDateTime.class) {
      return ((LocalDateTime) value).getNano() % FINEST_NANOS == 0;
    } else if (type == OffsetDateTime.class) {
      return ((OffsetDateTime) value).getNano() % FINEST_NANOS == 0;
    }
    return type == Long.class
        || type == Integer.class
        || type == Boolean.class
        || type == Short.class
        || type == Byte.class
        || type == UUID.class
        || type == LocalDate.class;
  }

  private static Kind kind(int canonical) {
    return switch (canonical) {
      case CanonicalValue.NUMBER -> Kind.NUMBER;
      case CanonicalValue.TEXT -> Kind.TEXT;
      case CanonicalValue.BYTES -> Kind.BYTES;
      case CanonicalValue.DATE -> Kind.DATE;
      case CanonicalValue.TIME -> Kind.TIME;
      case CanonicalValue.LOCAL_TIMESTAMP -> Kind.LOCAL_TIMESTAMP;
      default -> Kind.INSTANT;
    };
  }
}
