package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.ledger.LeafSink;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes leaves again from the rows of a file: after a crash, those that were not signed yet. */
final class LeafReplay {
  private final PreparedStatement spans;
  private final PreparedStatement entries;
  private final PreparedStatement events;
  private final TreeHash hash = new TreeHash();
  private final LeafBytes bytes = new LeafBytes();
  private final byte[] leaf = new byte[TreeHash.BYTES];

  /** A run of records of one log, from one leaf to another. */
  private record Span(long log, byte[] node, long boot, long firstSeq, long endSeq) {}

  LeafReplay(Connection connection) throws SQLException {
    spans =
        connection.prepareStatement(
            "SELECT s.first_leaf, s.log, s.first_seq, s.records, coalesce(l.node, ''),"
                + " coalesce(l.boot, 0) FROM span s LEFT JOIN log l ON l.id = s.log"
                + " WHERE s.first_leaf + s.records > ? ORDER BY s.first_leaf");
    entries =
        connection.prepareStatement(
            "SELECT "
                + OperationColumns.SELECTED
                + ", e.pending FROM operation o JOIN entry e ON e.log = o.log AND e.seq = o.seq"
                + " WHERE o.log = ? AND o.seq >= ? AND o.seq < ? ORDER BY o.seq");
    events =
        connection.prepareStatement(
            "SELECT seq, body FROM event WHERE log = ? AND seq >= ? AND seq < ? ORDER BY seq");
  }

  /** Hands over the leaves from {@code from} to {@code end}, which is behind the last. */
  void run(long from, long end, LeafSink sink) throws SQLException, IOException, ArchiveException {
    long next = from;
    spans.setLong(1, from);
    try (ResultSet row = spans.executeQuery()) {
      while (row.next()) {
        long firstLeaf = row.getLong(1);
        long skipped = Math.max(0, from - firstLeaf);
        if (firstLeaf + skipped != next) {
          throw missing(next);
        }
        byte[] node = row.getString(5).getBytes(StandardCharsets.UTF_8);
        long firstSeq = row.getLong(3);
        next = firstLeaf + row.getLong(4);
        run(
            new Span(
                row.getLong(2),
                node,
                row.getLong(6),
                firstSeq + skipped,
                firstSeq + row.getLong(4)),
            sink);
      }
    }
    if (next != end) {
      throw missing(next);
    }
  }

  private void run(Span span, LeafSink sink) throws SQLException, IOException, ArchiveException {
    try (ResultSet entry = rows(entries, span);
        ResultSet event = rows(events, span)) {
      boolean hasEntry = entry.next();
      boolean hasEvent = event.next();
      for (long seq = span.firstSeq; seq < span.endSeq; seq++) {
        bytes.begin(span.node, span.boot, seq);
        if (hasEntry && entry.getLong(2) == seq) {
          bytes.operation(captured(entry));
          hasEntry = entry.next();
        } else if (hasEvent && event.getLong(1) == seq) {
          bytes.body(event.getBytes(2));
          hasEvent = event.next();
        } else {
          throw new ArchiveException(
              "the ledger has a leaf for record "
                  + seq
                  + " of log "
                  + span.log
                  + ", but the hot file has no such record",
              null);
        }
        hash.leaf(bytes.array(), bytes.length(), leaf, 0);
        sink.append(leaf, 1);
      }
    }
  }

  private static OperationRecord captured(ResultSet row) throws SQLException {
    OperationRecord record = OperationColumns.read(row);
    boolean wasPending = row.getInt(OperationColumns.COUNT + 1) != 0;
    return wasPending ? OperationColumns.with(Outcome.PENDING, record) : record;
  }

  private static ResultSet rows(PreparedStatement select, Span span) throws SQLException {
    select.setLong(1, span.log);
    select.setLong(2, span.firstSeq);
    select.setLong(3, span.endSeq);
    return select.executeQuery();
  }

  private static ArchiveException missing(long leaf) {
    return new ArchiveException("the hot file says nothing of leaf " + leaf, null);
  }
}
