package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes a hot file of an earlier version one of this version. A crash in between leaves a file of
 * the earlier version, whatever was added to it.
 *
 * <p>The records of version 1 stand in no ledger, because nothing vouched for them when they came;
 * but which they are is the first that the ledger says, so that none can be slipped in as older.
 */
final class Migration {
  private Migration() {}

  static boolean isNeeded(Connection hot) throws SQLException {
    return Schema.version(hot, "main") < Schema.VERSION;
  }

  /** Adds what earlier versions did not have; some of it may have been added before. */
  static void extend(Connection hot) throws SQLException {
    if (Sqlite.number(hot, "SELECT count(*) FROM sqlite_schema WHERE name = 'span'") == 0) {
      Schema.addLedger(hot);
    }
    if (Sqlite.number(hot, "SELECT count(*) FROM pragma_table_info('entry') WHERE name = 'extra'")
        == 0) {
      Schema.addExtras(hot);
    }
  }

  /** Begins the ledger if there was none, and raises the version; the caller commits. */
  static void complete(ArchiveHome home, Connection hot, Leaves leaves)
      throws SQLException, IOException {
    if (!Schema.hasLedger(hot, "main")) {
      beginLedger(home, hot, leaves);
    }
    try (Statement statement = hot.createStatement()) {
      statement.execute("PRAGMA user_version = " + Schema.VERSION);
    }
  }

  private static void beginLedger(ArchiveHome home, Connection hot, Leaves leaves)
      throws SQLException, IOException {
    long next = Sqlite.number(hot, "SELECT next_segment FROM file");
    for (long number : home.segments()) {
      if (number < next) {
        leaves.own(Seals.of(number, home.segment(number)));
      }
    }
    long micros = Sqlite.number(hot, "SELECT since_micros FROM file");
    try (Statement statement = hot.createStatement();
        ResultSet log =
            statement.executeQuery("SELECT node, boot, next_seq - 1 FROM log ORDER BY id")) {
      while (log.next()) {
        String which =
            log.getString(1) + "/" + Long.toHexString(log.getLong(2)) + "/" + log.getLong(3);
        leaves.own(new LedgerEvent.Noted(micros, LedgerEvent.BEFORE_LEDGER, which));
      }
    }
  }
}
