package io.heddle.audit.archive.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of hot file and segments, as {@code docs/formats/ARCHIVE.md} specifies them. */
public final class Schema {
  /** "HEDL" in SQLite's header, so that {@code file(1)} and we know our own. */
  static final int APPLICATION_ID = 0x4845_444c;

  static final int VERSION = 3;

  /** The oldest that can be read: version 1 had no ledger, version 2 no extras. */
  static final int OLDEST = 1;

  /** The first that has a ledger. */
  private static final int LEDGER = 2;

  /** The first that has extras. */
  private static final int EXTRAS = 3;

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

  /** Each text once: names and statements repeat, and a number sorts five times as fast. */
  private static final String TEXT =
      """
      CREATE TABLE text (
        id INTEGER PRIMARY KEY,
        value TEXT NOT NULL UNIQUE
      ) STRICT
      """;

  private static final String ENTRY =
      """
      CREATE TABLE entry (
        log INTEGER NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        start_micros INTEGER NOT NULL,
        tenant_id INTEGER NOT NULL,
        target_id INTEGER NOT NULL,
        trace_high INTEGER NOT NULL,
        trace_low INTEGER NOT NULL,
        span INTEGER NOT NULL,
        layer INTEGER NOT NULL CHECK (layer BETWEEN 0 AND 3),
        type INTEGER NOT NULL CHECK (type BETWEEN 0 AND 9),
        outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 5),
        duration_nanos INTEGER NOT NULL,
        actor_id INTEGER NOT NULL,
        statement_id INTEGER NOT NULL,
        row_count INTEGER NOT NULL,
        status INTEGER NOT NULL,
        error_id INTEGER NOT NULL,
        txn INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)),
        pending INTEGER NOT NULL DEFAULT 0 CHECK (pending IN (0, 1)),
        extra BLOB,
        PRIMARY KEY (log, seq)
      ) STRICT, WITHOUT ROWID
      """;

  /** What people ask. CROSS JOIN: texts are looked up for a row that was found, never before. */
  private static final String OPERATION =
      """
      CREATE VIEW operation AS
      SELECT e.log, e.seq, e.layer, e.type, e.outcome, tenant.value AS tenant,
        actor.value AS actor, e.trace_high, e.trace_low, e.span, e.start_micros,
        e.duration_nanos, target.value AS target, statement.value AS statement, e.row_count,
        e.status, error.value AS error, e.txn, e.ordinal, e.truncated, e.tenant_id,
        e.target_id, e.actor_id, e.extra
      FROM entry e
        CROSS JOIN text tenant ON tenant.id = e.tenant_id
        CROSS JOIN text actor ON actor.id = e.actor_id
        CROSS JOIN text target ON target.id = e.target_id
        CROSS JOIN text statement ON statement.id = e.statement_id
        CROSS JOIN text error ON error.id = e.error_id
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

  /** What is no operation: the leaf's body, as it is hashed. Log 0: what the archive says. */
  private static final String EVENT =
      """
      CREATE TABLE event (
        log INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (log, seq)
      ) STRICT, WITHOUT ROWID
      """;

  /** Where records stand in the ledger: leaf = first_leaf + seq - first_seq. */
  private static final String SPAN =
      """
      CREATE TABLE span (
        first_leaf INTEGER PRIMARY KEY,
        log INTEGER NOT NULL,
        first_seq INTEGER NOT NULL,
        records INTEGER NOT NULL
      ) STRICT
      """;

  /** What a file says of itself. */
  private static final String FILE =
      """
      CREATE TABLE file (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        next_segment INTEGER NOT NULL,
        since_micros INTEGER NOT NULL,
        records INTEGER NOT NULL,
        first_micros INTEGER NOT NULL,
        last_micros INTEGER NOT NULL
      ) STRICT
      """;

  private static final String[] INDICES = {
    "CREATE INDEX entry_tenant ON entry (tenant_id, start_micros)",
    "CREATE INDEX entry_trace ON entry (trace_high)",
    "CREATE INDEX entry_time ON entry (start_micros)",
    "CREATE INDEX entry_target ON entry (target_id)",
  };

  private Schema() {}

  /** Asks a file how its tables, views, indices and triggers are defined, a text for each. */
  public static final String DEFINITIONS =
      "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema";

  /**
   * What a file answers to {@link #DEFINITIONS}, white space and the query planner's statistics,
   * which a segment has as well, apart.
   *
   * @param hasExtras whether it is of a version that has them; if not, it is of the one before
   * @param isSealed whether it is a segment; if not, it is a hot file
   */
  public static List<String> definitions(boolean hasExtras, boolean isSealed) throws SQLException {
    List<String> definitions = new ArrayList<>();
    try (Connection memory = Sqlite.memory(0)) {
      create(memory);
      if (!hasExtras) {
        dropExtras(memory);
      }
      if (isSealed) {
        index(memory);
      }
      try (Statement statement = memory.createStatement();
          ResultSet row = statement.executeQuery(DEFINITIONS)) {
        while (row.next()) {
          definitions.add(row.getString(1));
        }
      }
    }
    return definitions;
  }

  /** Makes the tables, inside the caller's transaction if there is one. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOG);
      statement.execute(TEXT);
      statement.execute(ENTRY);
      statement.execute(OPERATION);
      statement.execute(INCIDENT);
      statement.execute(EVENT);
      statement.execute(SPAN);
      statement.execute(FILE);
      statement.execute("INSERT INTO file VALUES (1, 1, 0, 0, 0, 0)");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  /** Whether a file is of a version that has a ledger. */
  public static boolean hasLedger(Connection connection, String schema) throws SQLException {
    return version(connection, schema) >= LEDGER;
  }

  /** Whether a file is of a version that has extras. */
  public static boolean hasExtras(Connection connection, String schema) throws SQLException {
    return version(connection, schema) >= EXTRAS;
  }

  static long version(Connection connection, String schema) throws SQLException {
    return Sqlite.number(connection, "PRAGMA " + schema + ".user_version");
  }

  /** Adds to tables of version 1 what version 2 has more, but for its number. */
  static void addLedger(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE entry ADD COLUMN"
              + " pending INTEGER NOT NULL DEFAULT 0 CHECK (pending IN (0, 1))");
      statement.execute("UPDATE entry SET pending = 1 WHERE outcome = 0");
      statement.execute(EVENT);
      statement.execute(SPAN);
    }
  }

  /** Adds to tables of version 2 what version 3 has more, but for its number. */
  static void addExtras(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE entry ADD COLUMN extra BLOB");
      statement.execute("DROP VIEW operation");
      statement.execute(OPERATION);
    }
  }

  /** As it was before there were extras. */
  private static void dropExtras(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP VIEW operation");
      statement.execute("ALTER TABLE entry DROP COLUMN extra");
      statement.execute(OPERATION.replace(", e.extra", ""));
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
