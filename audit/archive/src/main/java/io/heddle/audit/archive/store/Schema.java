package io.heddle.audit.archive.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of hot file and segments, as {@code docs/formats/ARCHIVE.md} specifies them. */
final class Schema {
  /** "HEDL" in SQLite's header, so that {@code file(1)} and we know our own. */
  static final int APPLICATION_ID = 0x4845_444c;

  static final int VERSION = 1;

  private static final String LOG =
      """
      CREATE TABLE log (
        id INTEGER PRIMARY KEY,
        node TEXT NOT NULL,
        boot INTEGER NOT NULL,
        service TEXT NOT NULL DEFAULT '',
        version TEXT NOT NULL DEFAULT '',
        jvm TEXT NOT NULL DEFAULT '',
        pid INTEGER NOT NULL DEFAULT 0,
        started INTEGER NOT NULL DEFAULT 0,
        closed INTEGER NOT NULL DEFAULT 0,
        ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
        segment INTEGER NOT NULL,
        position INTEGER NOT NULL,
        next_seq INTEGER NOT NULL,
        UNIQUE (node, boot)
      ) STRICT
      """;

  private static final String OPERATION =
      """
      CREATE TABLE operation (
        log INTEGER NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        layer INTEGER NOT NULL CHECK (layer BETWEEN 0 AND 3),
        type INTEGER NOT NULL CHECK (type BETWEEN 0 AND 9),
        outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 5),
        tenant TEXT NOT NULL,
        actor TEXT NOT NULL,
        trace_high INTEGER NOT NULL,
        trace_low INTEGER NOT NULL,
        span INTEGER NOT NULL,
        start_micros INTEGER NOT NULL,
        duration_nanos INTEGER NOT NULL CHECK (duration_nanos >= 0),
        target TEXT NOT NULL,
        statement TEXT NOT NULL,
        row_count INTEGER NOT NULL,
        status INTEGER NOT NULL,
        error TEXT NOT NULL,
        txn INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
        PRIMARY KEY (log, seq)
      ) STRICT, WITHOUT ROWID
      """;

  private static final String INCIDENT =
      """
      CREATE TABLE incident (
        id INTEGER PRIMARY KEY,
        log INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('LOSS', 'DAMAGE', 'CONFLICT', 'UNDECIDED')),
        seen_micros INTEGER NOT NULL,
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        records INTEGER NOT NULL,
        reason TEXT NOT NULL
      ) STRICT
      """;

  /** What a file says of itself. */
  private static final String FILE =
      """
      CREATE TABLE file (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        next_segment INTEGER NOT NULL,
        records INTEGER NOT NULL,
        first_micros INTEGER NOT NULL,
        last_micros INTEGER NOT NULL
      ) STRICT
      """;

  private static final String[] INDICES = {
    "CREATE INDEX operation_tenant ON operation (tenant, start_micros)",
    "CREATE INDEX operation_trace ON operation (trace_high, trace_low)",
    "CREATE INDEX operation_time ON operation (start_micros)",
    "CREATE INDEX operation_target ON operation (target, start_micros)",
  };

  private Schema() {}

  /** Makes the tables, inside the caller's transaction if there is one. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOG);
      statement.execute(OPERATION);
      statement.execute(INCIDENT);
      statement.execute(FILE);
      statement.execute("INSERT INTO file VALUES (1, 1, 0, 0, 0)");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  /** Makes the indices that only a sealed segment has: in a growing file they cost most. */
  static void index(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String index : INDICES) {
        statement.execute(index);
      }
    }
  }
}
