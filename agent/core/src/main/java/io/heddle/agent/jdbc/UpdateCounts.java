package io.heddle.agent.jdbc;

import java.sql.Statement;

/**
 * What a driver said of one run of statements in a batch.
 *
 * @param sum rows changed in all, or -1 if the driver did not say
 * @param succeeded how many statements it said succeeded
 * @param failed how many it said failed
 * @param expected how many there were
 */
record UpdateCounts(long sum, int succeeded, int failed, int expected) {
  /**
   * Reads {@code expected} counts from {@code from} on.
   *
   * @param counts {@code int[]}, {@code long[]} or null
   */
  static UpdateCounts of(Object counts, int from, int expected) {
    int length = counts instanceof int[] ints ? ints.length : 0;
    length = counts instanceof long[] longs ? longs.length : length;
    long sum = 0;
    int succeeded = 0;
    int failed = 0;
    boolean said = from < length;
    for (int i = from; i < Math.min(length, from + expected); i++) {
      long count = counts instanceof int[] ints ? ints[i] : ((long[]) counts)[i];
      if (count == Statement.EXECUTE_FAILED) {
        failed++;
      } else {
        succeeded++;
        said &= count >= 0;
        sum += Math.max(0, count);
      }
    }
    return new UpdateCounts(said ? sum : -1, succeeded, failed, expected);
  }

  /** Whether all of the run succeeded. */
  boolean isComplete() {
    return succeeded == expected;
  }

  /** Of a run that failed: whether the driver says that none of it succeeded. */
  boolean isUndone() {
    return succeeded == 0;
  }
}
