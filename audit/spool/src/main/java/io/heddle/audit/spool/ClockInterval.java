package io.heddle.audit.spool;

import java.nio.ByteBuffer;

/**
 * How far the true time may be from the start that a record names: it was not before {@code start -
 * earlierMicros} and not after {@code start + laterMicros}.
 *
 * @param status how that is known
 * @param earlierMicros 0 to 4,294,967,295
 * @param laterMicros 0 to 4,294,967,295
 */
public record ClockInterval(Status status, long earlierMicros, long laterMicros) {
  private static final int SIZE = 1 + 2 * Integer.BYTES;
  private static final long MOST = 0xffff_ffffL;

  /** How the interval is known. The ordinal is not part of any format; the code is. */
  public enum Status {
    /** Nobody says that the clock is synchronised; the interval is what was known before, grown. */
    FREE_RUNNING(0),
    /** Whoever keeps the clock vouches for it. */
    SYNCHRONISED(1),
    /** Nobody could be asked: a bound that was configured. */
    ASSUMED(2);

    private final byte code;

    Status(int code) {
      this.code = (byte) code;
    }
  }

  /** Limits both sides to what the format can say, some 71 minutes. */
  public ClockInterval {
    earlierMicros = Math.max(0, Math.min(earlierMicros, MOST));
    laterMicros = Math.max(0, Math.min(laterMicros, MOST));
  }

  /** As the value of a field. */
  public byte[] value() {
    ByteBuffer value = OperationExtras.numbers(new byte[SIZE]);
    value.put(status.code).putInt((int) earlierMicros).putInt((int) laterMicros);
    return value.array();
  }

  /**
   * The interval that a field's value is.
   *
   * @throws IllegalArgumentException if it is none that this version knows
   */
  public static ClockInterval of(byte[] value) {
    for (Status status : Status.values()) {
      if (value.length == SIZE && value[0] == status.code) {
        ByteBuffer numbers = OperationExtras.numbers(value);
        return new ClockInterval(status, numbers.getInt(1) & MOST, numbers.getInt(5) & MOST);
      }
    }
    throw new IllegalArgumentException("a clock interval of another kind");
  }
}
