package io.heddle.audit.spool;

/**
 * How an operation ended, as far as it can honestly be said.
 *
 * <p>The ordinal is not part of any format; {@link #code()} is.
 */
public enum Outcome {
  /** Not decided when the record was written: an outcome record of the same transaction decides. */
  PENDING(0),
  /** The database confirmed the commit. */
  COMMITTED(1),
  /** Undone by a rollback, a rollback to a savepoint, or its own failure. */
  ROLLED_BACK(2),
  /**
   * Nobody can tell: the connection broke during the commit, or the process died before the end.
   */
  UNKNOWN(3),
  /** Nothing that a transaction decides (an HTTP request, a statement that reads) ended well. */
  SUCCEEDED(4),
  /** Nothing that a transaction decides ended with an error. */
  FAILED(5);

  private static final Outcome[] BY_CODE = values();

  private final byte code;

  Outcome(int code) {
    this.code = (byte) code;
  }

  /** The byte that stands for this outcome in a record. */
  public byte code() {
    return code;
  }

  /**
   * The outcome of a record's byte.
   *
   * @throws IllegalArgumentException if no outcome has that code
   */
  public static Outcome ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "outcome code " + code + " is unknown; expected 0 to " + (BY_CODE.length - 1));
    }
    return BY_CODE[code];
  }
}
