package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.store.KeyRange;
import io.heddle.audit.archive.store.SegmentSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The pruned segments in a register; none is ever removed. */
final class PrunedTable {
  private PrunedTable() {}

  /** Notes that a segment is to be removed. */
  static void add(
      Connection register,
      SegmentSummary segment,
      SegmentSeal seal,
      long nowMicros,
      String by,
      String reason)
      throws SQLException {
    try (PreparedStatement insert =
            register.prepareStatement(
                "INSERT INTO pruned (segment, size_bytes, modified_millis, records, first_micros,"
                    + " last_micros, first_leaf, end_leaf, leaves, sha256, pruned_micros, pruned_by,"
                    + " reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement key =
            register.prepareStatement(
                "INSERT INTO pruned_key SELECT max(id), ?, ?, ?, ? FROM pruned")) {
      insert.setLong(1, segment.number());
      insert.setLong(2, segment.sizeBytes());
      insert.setLong(3, segment.modifiedMillis());
      insert.setLong(4, segment.records());
      insert.setLong(5, segment.firstMicros());
      insert.setLong(6, segment.lastMicros());
      insert.setLong(7, seal.firstLeaf());
      insert.setLong(8, seal.endLeaf());
      insert.setLong(9, seal.leaves());
      insert.setBytes(10, seal.sha256());
      insert.setLong(11, nowMicros);
      insert.setString(12, by);
      insert.setString(13, reason);
      insert.executeUpdate();
      for (KeyRange range : segment.keys()) {
        key.setString(1, range.node());
        key.setLong(2, range.boot());
        key.setLong(3, range.firstSeq());
        key.setLong(4, range.lastSeq());
        key.executeUpdate();
      }
    }
  }

  /** Notes that the file is gone, durably. */
  static void removed(Connection register, PrunedSegment segment) throws SQLException {
    set(register, "removed", segment);
  }

  private static void set(Connection register, String flag, PrunedSegment segment)
      throws SQLException {
    try (PreparedStatement update =
        register.prepareStatement("UPDATE pruned SET " + flag + " = 1 WHERE id = ?")) {
      update.setLong(1, segment.id());
      update.executeUpdate();
    }
  }

  /** All there ever were. */
  static List<PrunedSegment> all(Connection register) throws SQLException {
    return select(register, "1");
  }

  /** Those whose file may still be there. */
  static List<PrunedSegment> unremoved(Connection register) throws SQLException {
    return select(register, "removed = 0");
  }

  /** Those that the ledger does not tell of yet. */
  static List<PrunedSegment> unledgered(Connection register) throws SQLException {
    return select(register, "in_ledger = 0");
  }

  /** Notes that the ledger tells of it. */
  static void ledgered(Connection register, PrunedSegment segment) throws SQLException {
    set(register, "in_ledger", segment);
  }

  /** Those with operations that began in this time, {@code toMicros} excluded. */
  static List<PrunedSegment> between(Connection register, long fromMicros, long toMicros)
      throws SQLException {
    return select(register, "last_micros >= ? AND first_micros < ?", fromMicros, toMicros);
  }

  private static List<PrunedSegment> select(Connection register, String condition, long... values)
      throws SQLException {
    List<PrunedSegment> segments = new ArrayList<>();
    try (PreparedStatement select =
        register.prepareStatement(
            "SELECT id, segment, size_bytes, modified_millis, records, first_micros, last_micros,"
                + " first_leaf, end_leaf, leaves, sha256, pruned_micros, pruned_by, reason, removed"
                + " FROM pruned WHERE "
                + condition
                + " ORDER BY first_micros, id")) {
      for (int i = 0; i < values.length; i++) {
        select.setLong(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          SegmentSummary segment =
              new SegmentSummary(
                  row.getLong(2),
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getLong(6),
                  row.getLong(7),
                  row.getLong(8),
                  row.getLong(9),
                  keys(register, row.getLong(1)));
          segments.add(
              new PrunedSegment(
                  row.getLong(1),
                  segment,
                  new SegmentSeal(
                      row.getLong(2),
                      row.getLong(3),
                      row.getBytes(11),
                      row.getLong(8),
                      row.getLong(9),
                      row.getLong(10)),
                  row.getLong(12),
                  row.getString(13),
                  row.getString(14),
                  row.getInt(15) != 0));
        }
      }
    }
    return segments;
  }

  private static List<KeyRange> keys(Connection register, long pruned) throws SQLException {
    List<KeyRange> keys = new ArrayList<>();
    try (PreparedStatement select =
        register.prepareStatement(
            "SELECT node, boot, first_seq, last_seq FROM pruned_key WHERE pruned = ?")) {
      select.setLong(1, pruned);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          keys.add(new KeyRange(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        }
      }
    }
    return keys;
  }
}
