package io.heddle.audit.spool;

/**
 * Where an operation was seen.
 *
 * <p>The ordinal is not part of any format; {@link #code()} is.
 */
public enum Layer {
  /** A request served. */
  HTTP_SERVER(0),
  /** A request sent. */
  HTTP_CLIENT(1),
  /** A statement sent to a database. */
  JDBC(2),
  /** Heddle itself: its start, its losses. */
  AGENT(3);

  private static final Layer[] BY_CODE = values();

  private final byte code;

  Layer(int code) {
    this.code = (byte) code;
  }

  /** The byte that stands for this layer in a record. */
  public byte code() {
    return code;
  }

  /**
   * The layer of a record's byte.
   *
   * @throws IllegalArgumentException if no layer has that code
   */
  public static Layer ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "layer code " + code + " is unknown; expected 0 to " + (BY_CODE.length - 1));
    }
    return BY_CODE[code];
  }
}
