package io.heddle.audit.spool;

/**
 * What an operation does to its target.
 *
 * <p>The ordinal is not part of any format; {@link #code()} is.
 */
public enum OperationType {
  /** A statement or request that could not be classified. */
  OTHER(0),
  /** INSERT, COPY … FROM; HTTP POST. */
  CREATE(1),
  /** SELECT; HTTP GET. Archived only where the policy asks for it. */
  READ(2),
  /** UPDATE; HTTP PUT and PATCH. */
  UPDATE(3),
  /** DELETE, TRUNCATE; HTTP DELETE. */
  DELETE(4),
  /** MERGE, REPLACE and INSERT … ON CONFLICT DO UPDATE: creates or changes. */
  MERGE(5),
  /** CREATE, ALTER, DROP, GRANT and the like. */
  DDL(6),
  /** A stored procedure or function whose effect the statement does not show. */
  CALL(7),
  /** Authentication of an actor. */
  LOGIN(8),
  /** A change of settings or policy. */
  CONFIG(9);

  private static final OperationType[] BY_CODE = values();

  private final byte code;

  OperationType(int code) {
    this.code = (byte) code;
  }

  /** The byte that stands for this type in a record. */
  public byte code() {
    return code;
  }

  /**
   * The type of a record's byte.
   *
   * @throws IllegalArgumentException if no type has that code
   */
  public static OperationType ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "operation type code " + code + " is unknown; expected 0 to " + (BY_CODE.length - 1));
    }
    return BY_CODE[code];
  }
}
