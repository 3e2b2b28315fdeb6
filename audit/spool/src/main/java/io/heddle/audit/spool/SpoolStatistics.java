package io.heddle.audit.spool;

/**
 * What a writer has done so far.
 *
 * @param records written
 * @param bytes written, padding included
 * @param lost operations that were not written, for whatever reason
 * @param diskBytes the run's files take now
 */
public record SpoolStatistics(long records, long bytes, long lost, long diskBytes) {}
