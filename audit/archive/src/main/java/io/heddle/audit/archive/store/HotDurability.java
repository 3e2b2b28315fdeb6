package io.heddle.audit.archive.store;

import java.io.IOException;
import java.nio.file.Files;
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

  /** A look at the log's size ends the transaction that was begun ahead; it need not be exact. */
  private static final int COMMITS_A_LOOK = 16;

  private final Path log;
  private final Connection connection;
  private long commits;

  /** Whether a sync may have failed since the last that succeeded. */
  private boolean isInDoubt;

  /**
   * @param isLogLeft whether there was a log before the file was opened: whoever wrote it may have
   *     died of a sync that failed
   */
  HotDurability(Path file, Connection connection, boolean isLogLeft) {
    this.log = log(file);
    this.connection = connection;
    this.isInDoubt = isLogLeft;
  }

  /** Whether something stands in the write-ahead log of a file, which nobody may have open. */
  static boolean isLogLeft(Path file) throws IOException {
    Path log = log(file);
    return Files.exists(log) && Files.size(log) > 0;
  }

  private static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
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
    if (++commits % COMMITS_A_LOOK != 0) {
      return;
    }
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
