package io.heddle.audit.spool;

/** Why captured operations never reached the spool. */
public enum LossReason {
  /** The next segment was not ready yet; the disk is slower than the application. */
  SEGMENT_NOT_READY(0),
  /** Nobody archives: the spool has reached the size it may have. */
  BUDGET(1),
  /** The file system is full. */
  DISK_FULL(2),
  /** A segment could not be made for another reason. */
  IO_ERROR(3),
  /** A segment in use was removed or cut from outside; its count is an upper bound. */
  UNLINKED(4),
  /** The spool was closed already. */
  CLOSED(5),
  /** The spool was not open yet and the records waiting for it filled their queue. */
  NOT_OPEN(6),
  /** Writing it failed inside Heddle or for want of memory. */
  FAILED(7);

  private static final LossReason[] BY_CODE = values();

  private final byte code;

  LossReason(int code) {
    this.code = (byte) code;
  }

  /** The byte that stands for this reason in a record. */
  public byte code() {
    return code;
  }

  /**
   * The reason of a record's byte.
   *
   * @throws IllegalArgumentException if no reason has that code
   */
  public static LossReason ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "loss reason code " + code + " is unknown; expected 0 to " + (BY_CODE.length - 1));
    }
    return BY_CODE[code];
  }
}
