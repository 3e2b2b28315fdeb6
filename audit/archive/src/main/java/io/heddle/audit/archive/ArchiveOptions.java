package io.heddle.audit.archive;

/**
 * How an archive is kept.
 *
 * @param batchRecords most records archived in one transaction
 * @param sealRecords records in the hot file at which it is sealed
 * @param sealAgeMillis age of the oldest record in the hot file at which it is sealed
 * @param doubtMillis how long a transaction in doubt waits for its database to be asked
 */
public record ArchiveOptions(
    int batchRecords, int sealRecords, long sealAgeMillis, long doubtMillis) {
  /** A day: time enough to mend a connection. */
  private static final long DOUBT_MILLIS = 86_400_000;

  /** What suits a sidecar: 5,000 a batch, sealed at a million records or after an hour. */
  public static final ArchiveOptions DEFAULT = new ArchiveOptions(5_000, 1_000_000, 3_600_000);

  /** With the usual patience for transactions in doubt. */
  public ArchiveOptions(int batchRecords, int sealRecords, long sealAgeMillis) {
    this(batchRecords, sealRecords, sealAgeMillis, DOUBT_MILLIS);
  }

  /** Refuses what would never archive or always seal. */
  public ArchiveOptions {
    if (batchRecords < 1 || sealRecords < 1 || sealAgeMillis < 1) {
      throw new IllegalArgumentException(
          "batchRecords "
              + batchRecords
              + ", sealRecords "
              + sealRecords
              + " and sealAgeMillis "
              + sealAgeMillis
              + " must all be at least 1");
    }
  }
}
