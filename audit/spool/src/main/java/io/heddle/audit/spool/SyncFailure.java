package io.heddle.audit.spool;

/** Why records could not be made durable before a commit. */
public enum SyncFailure {
  /** There is no spool yet. */
  NOT_OPEN("the spool is not open"),
  /** A record of the transaction could not be written. */
  LOST("a record could not be written to the spool"),
  /** The system could not write the records to disk. */
  IO_ERROR("the disk failed to keep the records"),
  /** A file of the spool was removed or cut while it was in use. */
  REMOVED("a file of the spool was removed"),
  /** The records may be in a segment that had to be given up before. */
  GIVEN_UP("records of the transaction are in a file that had to be given up"),
  /** The disk did not answer in time. */
  TIMED_OUT("the disk did not answer in time"),
  /** The spool is closed: the JVM shuts down. */
  CLOSED("the spool is closed");

  private final String reason;

  SyncFailure(String reason) {
    this.reason = reason;
  }

  /** What happened, to end the sentence "… because". */
  public String reason() {
    return reason;
  }
}
