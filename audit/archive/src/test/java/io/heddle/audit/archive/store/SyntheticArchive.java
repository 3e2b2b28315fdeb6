package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes an archive of any size in a moment, for measurements: segments of an hour each, with the
 * files, tables and indices of real ones, and an empty hot file. Three operations a trace, 300
 * tenants of which the first have most, 40 statements, 12 tables, 1,000 users.
 */
public final class SyntheticArchive {
  /** The span of each segment. */
  public static final long HOUR_MICROS = 3_600_000_000L;

  private SyntheticArchive() {}

  /** Makes {@code segments} segments of so many records below a home. */
  public static void make(ArchiveHome home, int segments, int recordsEach) throws Exception {
    Files.createDirectories(home.archive());
    HotFile.open(home, 0).close();
    for (int segment = 1; segment <= segments; segment++) {
      build(home, segment, recordsEach);
    }
    try (Connection hot = Sqlite.writable(home.hot());
        Statement statement = hot.createStatement()) {
      statement.execute(
          "INSERT INTO log (node, boot, segment, position, next_seq)"
              + " VALUES ('node', 1, 0, 0, "
              + ((long) segments * recordsEach + 1)
              + ")");
      statement.execute("UPDATE file SET next_segment = " + (segments + 1));
    }
    SegmentManifest.refresh(home);
  }

  private static void build(ArchiveHome home, int number, int records)
      throws SQLException, IOException {
    long first = Captured.START + (number - 1) * HOUR_MICROS;
    try (Connection segment = Sqlite.building(home.segment(number));
        Statement statement = segment.createStatement()) {
      segment.setAutoCommit(false);
      Schema.create(segment);
      statement.execute(
          "INSERT INTO log (node, boot, service, segment, position, next_seq)"
              + " VALUES ('node', 1, 'orders', 0, 0, 1)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1353)"
              + " INSERT INTO text SELECT i + 1, CASE"
              + " WHEN i < 300 THEN 'tenant-' || i"
              + " WHEN i < 340 THEN 'INSERT INTO order_items (id, tenant, amount, note' || i"
              + " || ') VALUES (?, ?, ?, ?)'"
              + " WHEN i < 352 THEN 'order_items_' || i"
              + " WHEN i < 353 THEN ''"
              + " ELSE 'user-' || i END FROM n");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + (records + 2) / 3
              + "), trace AS MATERIALIZED (SELECT i, random() AS high, random() AS low,"
              + " abs(random() % 300) AS a, abs(random() % 300) AS b, abs(random() % 1000) AS user"
              + " FROM n), operation(k) AS (VALUES (0), (1), (2))"
              + " INSERT INTO entry (log, seq, start_micros, tenant_id, target_id, trace_high,"
              + " trace_low, span, layer, type, outcome, duration_nanos, actor_id, statement_id,"
              + " row_count, status, error_id, txn, ordinal, truncated)"
              + " SELECT 1, "
              + (long) (number - 1) * records
              + " + 3 * i + k + 1, "
              + first
              + " + (3 * i + k) * "
              + HOUR_MICROS / records
              + ", 1 + a * b / 300, 341 + (i + k) % 12, high, low, random(), 2, 1 + i % 4, 1,"
              + " 100000 + i % 1000000, 354 + user, 301 + (i + k) % 40, 1, 0, 353, i + 1, k, 0"
              + " FROM trace CROSS JOIN operation WHERE 3 * i + k < "
              + records);
      Schema.index(segment);
      statement.execute(
          "UPDATE file SET next_segment = 0, records = "
              + records
              + ", first_micros = (SELECT min(start_micros) FROM entry),"
              + " last_micros = (SELECT max(start_micros) FROM entry)");
      segment.commit();
      segment.setAutoCommit(true);
      statement.execute("PRAGMA main.analysis_limit = 1000");
      statement.execute("ANALYZE main");
    }
  }
}
