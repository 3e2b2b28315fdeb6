package io.heddle.command.sidecar;

import java.io.IOException;

/**
 * Carries records from the spool to the archive; the border to the archive's module.
 *
 * <p>One thread at a time.
 */
interface Drain extends AutoCloseable {
  /**
   * Archives what the spool holds now and seals what is due. What it returns for is durable.
   *
   * @return how many records were read, duplicates included; 0 if there was nothing new
   * @throws IOException if something is left in the spool because of a failure; it may be retried
   */
  long run() throws IOException;

  /** What was done since it was opened; any thread. */
  Totals totals();

  /** Disk that the spools take, in bytes; -1 if it cannot be told. */
  long backlogBytes() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * What a drain has done since it was opened.
   *
   * @param records archived
   * @param duplicates seen again and passed over
   * @param conflicts records whose key was taken by a different record
   * @param losses operations that were captured but never spooled
   * @param damages stretches of the spool that could not be read
   * @param sealedSegments made
   * @param prunedSegments removed because they were beyond the limits of age or size
   * @param lastRecordEpochMicros start of the newest operation archived; 0 if there was none
   */
  record Totals(
      long records,
      long duplicates,
      long conflicts,
      long losses,
      long damages,
      long sealedSegments,
      long prunedSegments,
      long lastRecordEpochMicros) {}
}
