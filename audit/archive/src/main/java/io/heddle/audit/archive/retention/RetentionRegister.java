package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.store.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;

/**
 * The file that remembers holds and pruned segments, open for a moment. A file of its own, because
 * the hot file's write lock is always with the archiver, and a hold must not wait for it.
 *
 * <p>Every transaction is durable when it has ended.
 */
final class RetentionRegister implements AutoCloseable {
  /** "HEDR" in SQLite's header. */
  static final int APPLICATION_ID = 0x4845_4452;

  static final int VERSION = 1;

  private static final String HOLD =
      """
      CREATE TABLE hold (
        id INTEGER PRIMARY KEY,
        tenant TEXT NOT NULL,
        case_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        held_by TEXT NOT NULL,
        held_micros INTEGER NOT NULL,
        released_by TEXT NOT NULL DEFAULT '',
        released_micros INTEGER NOT NULL DEFAULT 0,
        release_reason TEXT NOT NULL DEFAULT '',
        in_ledger INTEGER NOT NULL DEFAULT 0 CHECK (in_ledger BETWEEN 0 AND 2)
      ) STRICT
      """;

  private static final String PRUNED =
      """
      CREATE TABLE pruned (
        id INTEGER PRIMARY KEY,
        segment INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_millis INTEGER NOT NULL,
        records INTEGER NOT NULL,
        first_micros INTEGER NOT NULL,
        last_micros INTEGER NOT NULL,
        first_leaf INTEGER NOT NULL,
        end_leaf INTEGER NOT NULL,
        leaves INTEGER NOT NULL,
        sha256 BLOB NOT NULL,
        pruned_micros INTEGER NOT NULL,
        pruned_by TEXT NOT NULL,
        reason TEXT NOT NULL,
        removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
        in_ledger INTEGER NOT NULL DEFAULT 0 CHECK (in_ledger IN (0, 1))
      ) STRICT
      """;

  private static final String PRUNED_KEY =
      """
      CREATE TABLE pruned_key (
        pruned INTEGER NOT NULL REFERENCES pruned (id),
        node TEXT NOT NULL,
        boot INTEGER NOT NULL,
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        PRIMARY KEY (pruned, node, boot)
      ) STRICT, WITHOUT ROWID
      """;

  /** What is done in one transaction. */
  interface Work<T> {
    T in(Connection connection) throws SQLException, IOException, ArchiveException;
  }

  private final Path file;
  private final Connection connection;

  private RetentionRegister(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Changes the register, and makes it if there is none; nobody else changes it meanwhile. */
  static <T> T change(Path file, Work<T> work) throws ArchiveException {
    try (RetentionRegister register = open(file, true)) {
      register.connection.setAutoCommit(false); // takes the write lock
      if (Sqlite.number(register.connection, "PRAGMA application_id") == 0) {
        create(register.connection);
      }
      T result = work.in(register.connection);
      register.connection.commit();
      return result;
    } catch (SQLException failure) {
      throw Sqlite.unusable(file, failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "the segments beside " + file + " cannot be read (" + failure + ")", failure);
    }
  }

  /** Reads the register; {@code none} if there is none. */
  static <T> T look(Path file, Supplier<T> none, Work<T> work) throws ArchiveException {
    if (!Files.exists(file)) {
      return none.get();
    }
    try (RetentionRegister register = openToLook(file)) {
      boolean isNew = Sqlite.number(register.connection, "PRAGMA application_id") == 0;
      return isNew ? none.get() : work.in(register.connection);
    } catch (SQLException failure) {
      throw Sqlite.unusable(file, failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "the segments beside " + file + " cannot be read (" + failure + ")", failure);
    }
  }

  /** After a crash in the middle of a change only who may write can undo that, and then look. */
  private static RetentionRegister openToLook(Path file) throws SQLException, ArchiveException {
    try {
      return open(file, false);
    } catch (SQLException unfinished) {
      return open(file, true);
    }
  }

  private static RetentionRegister open(Path file, boolean forWriting)
      throws SQLException, ArchiveException {
    Connection connection = forWriting ? Sqlite.shared(file) : Sqlite.reading(file);
    try {
      check(connection, file);
      return new RetentionRegister(file, connection);
    } catch (SQLException | ArchiveException failure) {
      Sqlite.closeQuietly(connection);
      throw failure;
    }
  }

  private static void check(Connection connection, Path file)
      throws SQLException, ArchiveException {
    // First, because another process may be making it: its tables come with its ID, at once.
    boolean isNew = Sqlite.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    long application = Sqlite.number(connection, "PRAGMA application_id");
    long version = Sqlite.number(connection, "PRAGMA user_version");
    if (!isNew && (application != APPLICATION_ID || version != VERSION)) {
      throw new ArchiveException(
          file
              + " is no register of retention that this Heddle knows (application id "
              + application
              + ", version "
              + version
              + "; expected "
              + APPLICATION_ID
              + " and "
              + VERSION
              + "); use the Heddle that wrote it, or move it away: it holds the legal holds",
          null);
    }
  }

  private static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(HOLD);
      statement.execute(PRUNED);
      statement.execute(PRUNED_KEY);
      statement.execute("CREATE INDEX pruned_time ON pruned (last_micros)");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  /** Takes back what was not committed. */
  @Override
  public void close() throws ArchiveException {
    try (connection) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException failure) {
      throw Sqlite.unusable(file, failure);
    }
  }
}
