package io.heddle.audit.archive.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.ledger.PendingWrite;
import io.heddle.audit.archive.query.AuditTraceId;
import io.heddle.audit.archive.store.Schema;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as a leaf.
 *
 * @param leaf its place
 * @param bytes how it is laid out
 */
record LeafOfRecord(long leaf, LeafBytes bytes) {
  /** Looks for a record in one file. */
  interface Search {
    Optional<LeafOfRecord> in(Connection file) throws SQLException;
  }

  /** A record's place in a file and in the ledger. */
  private record Place(long leaf, long log, byte[] node, long boot, long seq) {}

  private static final String PLACE =
      "SELECT s.first_leaf, s.log, coalesce(l.node, ''), coalesce(l.boot, 0), s.first_seq"
          + " FROM span s LEFT JOIN log l ON l.id = s.log WHERE ";

  /** The operation that an audit trace ID names. */
  static Search where(AuditTraceId id) {
    return file -> {
      try (PreparedStatement select =
          file.prepareStatement(
              PLACE
                  + "l.boot & 1099511627775 = ? AND s.first_seq <= ?"
                  + " AND s.first_seq + s.records > ?")) {
        select.setLong(1, id.boot());
        select.setLong(2, id.seq());
        select.setLong(3, id.seq());
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            Place place = place(row, row.getLong(1) + id.seq() - row.getLong(5), id.seq());
            Optional<LeafOfRecord> found = operation(file, place, id);
            if (found.isPresent()) {
              return found;
            }
          }
        }
        return Optional.empty();
      }
    };
  }

  /** The record of a leaf. */
  static Search where(long leaf) {
    return file -> {
      try (PreparedStatement select =
          file.prepareStatement(PLACE + "s.first_leaf <= ? AND s.first_leaf + s.records > ?")) {
        select.setLong(1, leaf);
        select.setLong(2, leaf);
        try (ResultSet row = select.executeQuery()) {
          if (!row.next()) {
            return Optional.empty();
          }
          Place place = place(row, leaf, row.getLong(5) + leaf - row.getLong(1));
          Optional<LeafOfRecord> operation = operation(file, place, null);
          return operation.isPresent() ? operation : event(file, place);
        }
      }
    };
  }

  /** The first leaf that says what became of a write. */
  static Search outcome(PendingWrite write) {
    return file -> {
      List<Long> leaves = new ArrayList<>();
      try (PreparedStatement select =
          file.prepareStatement(
              "SELECT s.first_leaf + e.seq - s.first_seq FROM event e JOIN span s ON s.log = e.log"
                  + " AND e.seq >= s.first_seq AND e.seq < s.first_seq + s.records"
                  + " WHERE substr(e.body, 1, 1) = x'1a'"
                  + " OR (substr(e.body, 1, 1) = x'02' AND substr(e.body, 10, 8) = ?)"
                  + " ORDER BY 1")) {
        select.setBytes(1, ByteBuffer.allocate(Long.BYTES).putLong(write.transaction()).array());
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            leaves.add(row.getLong(1));
          }
        }
      }
      for (long leaf : leaves) {
        Optional<LeafOfRecord> found = where(leaf).in(file);
        if (found.isPresent() && write.decidedBy(found.get().bytes().copy()).isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    };
  }

  private static Place place(ResultSet row, long leaf, long seq) throws SQLException {
    return new Place(leaf, row.getLong(2), row.getString(3).getBytes(UTF_8), row.getLong(4), seq);
  }

  /**
   * @param id what its name must be; null for any
   */
  private static Optional<LeafOfRecord> operation(Connection file, Place place, AuditTraceId id)
      throws SQLException {
    try (PreparedStatement select =
        file.prepareStatement(
            "SELECT log, seq, start_micros, tenant_id, target_id, trace_high, trace_low, span,"
                + " layer, type, outcome, duration_nanos, actor_id, statement_id, row_count,"
                + " status, error_id, txn, ordinal, truncated, pending, "
                + (Schema.hasExtras(file, "main") ? "extra" : "NULL")
                + " FROM entry"
                + " WHERE log = ? AND seq = ?")) {
      select.setLong(1, place.log);
      select.setLong(2, place.seq);
      try (ResultSet entry = select.executeQuery()) {
        if (!entry.next()) {
          return Optional.empty();
        }
        Row row = new Row();
        SqliteFile.read(entry, row);
        boolean isMeant =
            id == null || id.equals(AuditTraceId.of(row.values[Row.START], place.boot, place.seq));
        LeafBytes bytes =
            isMeant && row.isInRange()
                ? new RowLeaf(texts(file, row)).of(row, place.node, place.boot)
                : null;
        return Optional.ofNullable(bytes).map(laidOut -> new LeafOfRecord(place.leaf, laidOut));
      }
    }
  }

  private static Optional<LeafOfRecord> event(Connection file, Place place) throws SQLException {
    try (PreparedStatement select =
        file.prepareStatement("SELECT body FROM event WHERE log = ? AND seq = ?")) {
      select.setLong(1, place.log);
      select.setLong(2, place.seq);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new LeafOfRecord(
                    place.leaf,
                    new LeafBytes().begin(place.node, place.boot, place.seq).body(row.getBytes(1))))
            : Optional.empty();
      }
    }
  }

  private static Map<Long, byte[]> texts(Connection file, Row row) throws SQLException {
    Map<Long, byte[]> texts = new HashMap<>();
    int[] columns = {Row.TENANT, Row.ACTOR, Row.TARGET, Row.STATEMENT, Row.ERROR};
    try (PreparedStatement select =
        file.prepareStatement("SELECT CAST(value AS BLOB) FROM text WHERE id = ?")) {
      for (int column : columns) {
        select.setLong(1, row.values[column]);
        try (ResultSet text = select.executeQuery()) {
          if (text.next()) {
            byte[] utf8 = text.getBytes(1);
            texts.put(row.values[column], utf8 == null ? new byte[0] : utf8);
          }
        }
      }
    }
    return texts;
  }
}
