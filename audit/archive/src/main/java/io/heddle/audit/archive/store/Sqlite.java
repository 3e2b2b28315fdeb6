package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens SQLite files the way each of them wants to be opened. */
public final class Sqlite {
  private static final String BUSY_MILLIS = "10000";

  private Sqlite() {}

  /** A file that this process writes, in WAL mode. */
  static Connection writable(Path file) throws SQLException {
    Connection connection = open("jdbc:sqlite:" + file, new Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      // NORMAL suffices: what a power loss takes back is still in the spool, which is removed only
      // behind a checkpoint, and archiving twice is archiving once.
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA cache_size = -65536");
      statement.execute("PRAGMA wal_autocheckpoint = 8192");
    }
    return connection;
  }

  /** A file under construction, which nobody else sees and which is synced once, at its end. */
  static Connection building(Path file) throws SQLException {
    Connection connection = open("jdbc:sqlite:" + file, new Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = OFF");
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("PRAGMA cache_size = -131072");
      statement.execute("PRAGMA temp_store = MEMORY");
    }
    return connection;
  }

  /** The hot file for reading beside its writer. */
  public static Connection reading(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("open_mode", "1");
    return open("jdbc:sqlite:" + file, properties);
  }

  /** A sealed segment, which nobody will ever change. */
  public static Connection sealed(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("open_mode", "1");
    return open("jdbc:sqlite:" + file.toUri() + "?immutable=1", properties);
  }

  /** Refuses a file that is no archive of ours, or of a later version. */
  public static void check(Connection connection, Path file) throws ArchiveException {
    try {
      long application = number(connection, "PRAGMA application_id");
      long version = number(connection, "PRAGMA user_version");
      if (application != Schema.APPLICATION_ID) {
        throw new ArchiveException(
            file
                + " is an SQLite database but no Heddle archive (application id "
                + application
                + ", expected "
                + Schema.APPLICATION_ID
                + "); move it away or choose another home",
            null);
      }
      if (version > Schema.VERSION) {
        throw new ArchiveException(
            file
                + " has schema version "
                + version
                + ", this Heddle knows up to "
                + Schema.VERSION
                + "; use the Heddle that wrote it, or a later one",
            null);
      }
    } catch (SQLException failure) {
      throw unusable(file, failure);
    }
  }

  /** What is wrong with a file, for a person. */
  public static ArchiveException unusable(Path file, SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    String advice = "";
    if (message.contains("NOTADB")) {
      advice = "; it is no SQLite database: move it away or choose another home";
    } else if (message.contains("BUSY") || message.contains("LOCKED")) {
      advice = "; another program holds it: close that program and try again";
    } else if (message.contains("READONLY")) {
      advice = "; it cannot be written to: check its permissions and its file system";
    } else if (message.contains("FULL")) {
      advice = "; the disk is full: make room, the spool keeps what is not archived yet";
    } else if (message.contains("CANTOPEN") && Files.isDirectory(file)) {
      advice = "; it is a directory: move it away or choose another home";
    } else if (message.contains("CORRUPT")) {
      advice = "; it is damaged: restore it from a copy, and keep this one for examination";
    }
    return new ArchiveException(file + " cannot be used (" + message + ")" + advice, failure);
  }

  /** The first column of the first row, or 0. */
  public static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  private static Connection open(String url, Properties properties) throws SQLException {
    properties.setProperty("busy_timeout", BUSY_MILLIS);
    properties.setProperty("transaction_mode", "IMMEDIATE");
    properties.setProperty("jdbc.get_generated_keys", "false");
    return DriverManager.getConnection(url, properties);
  }
}
