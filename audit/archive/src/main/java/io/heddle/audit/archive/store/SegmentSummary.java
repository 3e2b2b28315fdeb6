package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a sealed segment holds, in short: enough to know that a question need not look into it.
 *
 * @param number the segment
 * @param sizeBytes of its file
 * @param modifiedMillis when its file was written
 * @param records operations in it
 * @param firstMicros start of the oldest
 * @param lastMicros start of the newest
 * @param firstLeaf the first leaf of the ledger that is in it
 * @param endLeaf the leaf behind the last; as {@code firstLeaf} if it was sealed without a ledger
 * @param keys what it holds of each run; together they hold every record
 */
public record SegmentSummary(
    long number,
    long sizeBytes,
    long modifiedMillis,
    long records,
    long firstMicros,
    long lastMicros,
    long firstLeaf,
    long endLeaf,
    List<KeyRange> keys) {

  /** Puts the keys in order, so that the same segment is always described alike. */
  public SegmentSummary {
    keys =
        keys.stream()
            .sorted(Comparator.comparing(KeyRange::node).thenComparingLong(KeyRange::boot))
            .toList();
  }

  /**
   * Looks into a segment: a few look-ups, no scan.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file (any more)
   */
  static SegmentSummary of(long number, Path file) throws IOException, ArchiveException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    try (Connection segment = Sqlite.sealed(file)) {
      Sqlite.check(segment, file);
      try (Statement statement = segment.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT records, first_micros, last_micros FROM file")) {
        row.next();
        boolean hasLedger =
            Sqlite.number(segment, "SELECT count(*) FROM sqlite_schema WHERE name = 'span'") > 0;
        return new SegmentSummary(
            number,
            attributes.size(),
            attributes.lastModifiedTime().toMillis(),
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            hasLedger ? Sqlite.number(segment, "SELECT min(first_leaf) FROM span") : 0,
            hasLedger ? Sqlite.number(segment, "SELECT max(first_leaf + records) FROM span") : 0,
            keys(segment));
      }
    } catch (SQLException failure) {
      throw Sqlite.unusable(file, failure);
    }
  }

  /** Whether an operation that began in this time, {@code toMicros} excluded, may be in it. */
  public boolean mayHold(long fromMicros, long toMicros) {
    return lastMicros >= fromMicros && firstMicros < toMicros;
  }

  /** Whether it is of that file as it is now. */
  boolean isOf(BasicFileAttributes file) {
    return sizeBytes == file.size() && modifiedMillis == file.lastModifiedTime().toMillis();
  }

  private static List<KeyRange> keys(Connection segment) throws SQLException {
    List<KeyRange> keys = new ArrayList<>();
    // Two look-ups in the key for each log, where one query for both would walk through it.
    try (Statement statement = segment.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT node, boot, (SELECT min(seq) FROM entry WHERE log = l.id) AS first,"
                    + " (SELECT max(seq) FROM entry WHERE log = l.id) FROM log l"
                    + " WHERE first IS NOT NULL ORDER BY l.id")) {
      while (row.next()) {
        keys.add(new KeyRange(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
    return keys;
  }
}
