package io.heddle.audit.archive;

/**
 * What an archiver has done since it was opened.
 *
 * @param recordsArchived operations that are in the archive because of it
 * @param duplicates records that were in the archive already, byte for byte
 * @param conflicts records whose key was taken by another content; kept out, and recorded
 * @param recordsLost operations that the agents say they lost
 * @param damages places in spools that could not be read
 * @param segmentsSealed hot files turned into sealed segments
 * @param hotRecords operations in the hot file now
 * @param backlogBytes disk that the spools take now, as of the last look
 * @param lastRecordEpochMicros start of the newest operation archived; 0 if there is none
 */
public record ArchiverProgress(
    long recordsArchived,
    long duplicates,
    long conflicts,
    long recordsLost,
    long damages,
    long segmentsSealed,
    long hotRecords,
    long backlogBytes,
    long lastRecordEpochMicros) {}
