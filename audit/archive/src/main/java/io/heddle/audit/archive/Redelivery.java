package io.heddle.audit.archive;

import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.KeyRange;
import io.heddle.audit.archive.store.LogRow;
import io.heddle.audit.archive.store.OperationColumns;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Files of a log that come again although they were archived: from a backup, a volume put back, or
 * because an archiver died before it removed them. Nothing of them is stored; their operations are
 * compared with those that the archive has, sealed or not.
 */
final class Redelivery {
  /** So many are asked for at once. */
  private static final int AT_A_TIME = 1_000;

  private final SpoolLog log;
  private final LogRow row;
  private final ArchiveReader archive;
  private final HotFile.Results results;
  private final Map<Long, OperationRecord> delivered = new HashMap<>();

  private Redelivery(SpoolLog log, LogRow row, ArchiveReader archive, HotFile.Results results) {
    this.log = log;
    this.row = row;
    this.archive = archive;
    this.results = results;
  }

  /**
   * Compares what a log holds of what is archived of it, if any of that has come again. Of a run
   * that has not ended, the file that is being archived is not read anew.
   *
   * @param results is told of each operation that the archive has whether it is the same
   */
  static void compare(ArchiveHome home, SpoolLog log, LogRow row, HotFile.Results results)
      throws IOException, SQLException, ArchiveException {
    if (row.hasEnded() || log.hasSegmentBefore(row.position().segment())) {
      try (ArchiveReader archive = new ArchiveReader(home.path())) {
        new Redelivery(log, row, archive, results).run();
      }
    }
  }

  private void run() throws IOException, SQLException, ArchiveException {
    try (SpoolReader reader = SpoolReader.open(log, SpoolPosition.START)) {
      for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
        if (!isArchived(reader.position())) {
          break;
        }
        if (record instanceof OperationRecord operation
            && operation.seq() < row.position().nextSeq()) {
          delivered.put(operation.seq(), operation);
        }
        if (delivered.size() == AT_A_TIME) {
          compare();
        }
      }
    }
    if (!delivered.isEmpty()) {
      compare();
    }
  }

  private boolean isArchived(SpoolPosition at) {
    long inUse = row.position().segment();
    return row.hasEnded() ? at.segment() <= inUse : at.segment() < inUse;
  }

  private void compare() throws SQLException, ArchiveException {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (long seq : delivered.keySet()) {
      first = Math.min(first, seq);
      last = Math.max(last, seq);
    }
    Map<Long, OperationRecord> archived = new HashMap<>();
    archive.answer(
        new KeyRange(row.node(), row.boot(), first, last),
        found -> {
          archived.put(found.record().seq(), found.record());
          return true;
        });
    for (OperationRecord operation : delivered.values()) {
      OperationRecord stored = archived.get(operation.seq());
      if (stored != null && OperationColumns.isSame(operation, stored)) {
        results.duplicate(operation);
      } else if (stored != null) {
        results.conflict(operation.seq(), operation);
      }
    }
    delivered.clear();
  }
}
