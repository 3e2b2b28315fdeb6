package io.heddle.audit.archive.retention;

/**
 * How much is kept. What is beyond a limit and under hold is kept besides.
 *
 * @param keepMillis segments whose newest record is older are pruned; 0 for no such limit
 * @param keepBytes the newest segments that fit into so many bytes are kept; 0 for no such limit
 */
public record RetentionPolicy(long keepMillis, long keepBytes) {
  /** Keeps everything. */
  public static final RetentionPolicy EVERYTHING = new RetentionPolicy(0, 0);

  /** Refuses a limit below 0. */
  public RetentionPolicy {
    if (keepMillis < 0 || keepBytes < 0) {
      throw new IllegalArgumentException(
          "keepMillis " + keepMillis + " and keepBytes " + keepBytes + " must be 0 or more");
    }
  }

  /** The same without a limit of age. */
  public RetentionPolicy bySizeAlone() {
    return new RetentionPolicy(0, keepBytes);
  }

  /** Whether nothing is ever pruned. */
  public boolean isEverything() {
    return keepMillis == 0 && keepBytes == 0;
  }
}
