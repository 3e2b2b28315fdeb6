package io.heddle.audit.archive.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes what is committed to the hot file durable, and its write-ahead log a part of the file from
 * time to time. Whenever a sync may have failed the log is written anew before it is synced again
 * ({@link WriteAheadLog}). The file itself needs no such care: a checkpoint whose sync failed is
 * made again from the log. One thread, between transactions.
 */
final class HotDurability {
  /** So many pages in the log are written to the file. */
  private static final int CHECKPOINT_PAGES = 8_192;

  private final Path log;
  private final Connection connection;

  /**
   * Whether a sync may have failed since the last that succeeded. At first too: whoever had the
   * file before may have died of it.
   */
  private boolean isInDoubt = true;

  HotDurability(Path file, Connection connection) {
    this.log = file.resolveSibling(file.getFileName() + "-wal");
    this.connection = connection;
  }

  /** Something has failed, and it may have been a sync. */
  void doubt() {
    isInDoubt = true;
  }

  /**
   * Makes everything committed durable. One commit in FULL mode does: it syncs the write-ahead log
   * with all that was committed before, if it writes anything at all. (A checkpoint would as well,
   * but any reader can keep it from ending.)
   */
  void sync() throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      mend(statement);
      isInDoubt = true;
      try {
        statement.execute("PRAGMA synchronous = FULL");
        // Writes the header, whatever it says; an UPDATE that changes nothing writes nothing.
        statement.execute("PRAGMA application_id = " + Schema.APPLICATION_ID);
      } finally {
        statement.execute("PRAGMA synchronous = NORMAL");
      }
      isInDoubt = false;
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /**
   * Makes a checkpoint if it is time. One that fails is made again; the commit is none the worse.
   */
  void committed() throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      if (pages(statement, "NOOP") >= CHECKPOINT_PAGES) {
        mend(statement);
        pages(statement, "PASSIVE");
      }
    } catch (SQLException failure) {
      isInDoubt = true;
    } finally {
      connection.setAutoCommit(false);
    }
  }

  private void mend(Statement statement) throws SQLException {
    if (isInDoubt) {
      try {
        WriteAheadLog.writeAnew(log, pages(statement, "NOOP"));
      } catch (IOException failure) {
        throw new SQLException(log + " cannot be written anew: " + failure, failure);
      }
    }
  }

  /** How many pages the log has. */
  private static long pages(Statement statement, String mode) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return row.next() ? row.getLong(2) : 0;
    }
  }
}
